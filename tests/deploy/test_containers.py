"""The Dockerfile and compose.yaml, held to their own rules, and the commands that they run, run."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.crash.balancer import free_port

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NOBODY = 65_534


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines()) if word.isupper()]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    begin = max(number for number, (word, _) in enumerate(found) if word == "FROM")
    return found[begin:]


def command(word: str) -> list[str]:
    (rest,) = (rest for name, rest in last_stage() if name == word)
    parts = json.loads(rest[rest.index("[") :])
    assert isinstance(parts, list), "not the exec form: a shell would swallow the signal"
    return parts


def linted(tool: str, *arguments: str) -> None:
    found = shutil.which(tool, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"lacks {tool}, which has no wheel for this machine")
    done = subprocess.run([found, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_passes_its_linter() -> None:
    linted("hadolint", "Dockerfile")


def test_compose_is_of_the_compose_specification() -> None:
    linted("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_the_workflow_is_of_its_schema() -> None:
    linted("check-jsonschema", "--builtin-schema", "vendor.github-workflows", ".github/workflows/check.yml")


def test_the_last_stage_has_no_tools_no_root_and_one_signal() -> None:
    stage = last_stage()
    assert sum(word == "FROM" for word, _ in instructions()) == 2
    assert dict(stage)["USER"] == "10001"
    assert dict(stage)["STOPSIGNAL"] == "SIGTERM"
    assert not re.search(r"pip install|apt-get|gcc|build-essential", " ".join(rest for _, rest in stage))
    assert [word for word, _ in stage].index("USER") < [word for word, _ in stage].index("ENTRYPOINT")
    assert "aiogram" not in " ".join(command("HEALTHCHECK"))
    assert "import bot" not in " ".join(command("HEALTHCHECK"))


def test_services_are_locked_up_and_their_secrets_are_files() -> None:
    for name in ("shop", "replica"):
        service = COMPOSE["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        for setting, value in service["environment"].items():
            if re.search("TOKEN|KEY|PROVIDERS|SECRET|PASSWORD|DATABASE", setting):
                assert setting.endswith("_FILE"), setting
                assert value.removeprefix("/run/secrets/") in service["secrets"], setting
    assert set(COMPOSE["services"]["replica"]["profiles"]) == {"scale"}
    assert COMPOSE["services"]["replica"]["deploy"]["replicas"] >= 2
    assert "profiles" not in COMPOSE["services"]["shop"]


def runner() -> tuple[str, dict[str, str], dict[str, Any]]:
    """An interpreter with the locked packages, what it needs in its environment, and as whom to start it.

    Another user than root, as in the image, unless Python lies where only root may read.
    """
    if os.geteuid() != 0:
        return sys.executable, {}, {}
    nobody: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    packages = {"PYTHONPATH": sysconfig.get_path("purelib")}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path, more in ((sys.executable, {}), (f"/usr/bin/{version}", packages)):
        try:
            done = subprocess.run(
                [path, "-c", "import aiogram, redis.asyncio"],
                env={**os.environ, **more}, cwd="/", capture_output=True, timeout=60, check=False, **nobody,
            )  # fmt: skip
        except OSError:
            continue
        if done.returncode == 0:
            return path, more, nobody
    return sys.executable, {}, {}


def test_what_the_image_runs_runs_from_its_files_alone_as_nobody(tmp_path: Path) -> None:
    """A copy of what .dockerignore lets in, which may not be written; only the data folder may."""
    python, more, user = runner()
    home = Path("/tmp") / f"shop-image-{free_port()}"  # pytest's own folder is its owner's alone
    try:
        app, data = home / "app", home / "data"
        ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
        for name in (line[1:] for line in ignore if line.startswith("!")):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, app / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                app.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, app / name)
        data.mkdir()
        data.chmod(0o777)
        port = free_port()
        environ = {
            "PATH": os.environ["PATH"], "DATA_DIR": str(data), "HTTP_PORT": str(port), "BOT_TOKEN": "42:TEST",
            "BOT_API_URL": "http://127.0.0.1:9", "PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": str(data),
            "BACKUP_EVERY": "0", **more,
        }  # fmt: skip
        entry, run = command("ENTRYPOINT"), command("CMD")
        assert (entry, run) == (["python", "-m", "bot"], ["run"])
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [python, *entry[1:], *run], cwd=app, env=environ, stdout=log, stderr=log, **user,
            )  # fmt: skip
            try:
                wait_until_listening(process, port, home / "log")
                probe = [part.replace("8080", str(port)) for part in command("HEALTHCHECK")]
                assert probe[0] == "python"
                # Telegram is away, which the probe is told: that it answers is what is tried here.
                done = subprocess.run([python, *probe[1:]], env=environ, timeout=30, check=False, **user)
                assert done.returncode in (0, 1)
                process.send_signal(signal.SIGTERM)
                assert process.wait(15) == 0, (home / "log").read_text()
            finally:
                process.kill()
                process.wait()
        assert (data / "shop.db").exists()
        assert not list(app.rglob("__pycache__"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def wait_until_listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                assert b"shop_updates" in answer.read()
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())
