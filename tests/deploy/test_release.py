"""What a release is made of: its parts list, its notes, and the unit that runs it without a container."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bot import __version__
from tests.flow.process import ROOT


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_parts_list_names_all_that_the_image_installs() -> None:
    made = run(sys.executable, "deploy/sbom.py")
    assert (made.returncode, made.stderr) == (0, "")
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(made.stdout) is None
    document = json.loads(made.stdout)
    assert document["metadata"]["component"]["version"] == __version__
    listed = {part["name"]: part["version"] for part in document["components"]}
    lock = re.findall(r"^(\S+)==(\S+)( ;.*)?", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed.items() >= {(name, version) for name, version, marker in lock if not marker}
    assert listed.keys() <= {name for name, _, _ in lock}
    assert "colorama" not in listed, "Linux needs none"


def test_notes_are_the_versions_part_of_the_changelog() -> None:
    noted = run("make", "-s", "notes", "VERSION=Unreleased")
    assert noted.returncode == 0
    assert noted.stdout.strip().startswith("### ")
    assert "\n## [" not in noted.stdout
    assert run("make", "-s", "notes", "VERSION=0.0.0").returncode != 0


def test_a_release_waits_for_the_check_and_the_image() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))["jobs"]
    assert {"run": ".ci/run"} in jobs["check"]["steps"]
    assert jobs["release"]["needs"] == ["check", "image"]


def test_the_unit_of_systemd_is_right_and_locked_up(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("lacks systemd-analyze")
    unit = (ROOT / "deploy" / "storefront.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/storefront/.venv/bin/python -m bot run\n" in unit
    here = tmp_path / "storefront.service"
    here.write_text(unit.replace("/opt/storefront/.venv/bin/python", sys.executable), encoding="utf-8")
    verified = run("systemd-analyze", "verify", str(here))
    assert (verified.returncode, verified.stderr) == (0, "")
    exposed = run("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(here))
    assert exposed.returncode == 0, exposed.stdout[-300:]
