"""The Dockerfile and compose.yaml, held to their own rules, and the commands that they run, run."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from tests.crash.balancer import free_port
from tests.deploy.jail import USER, Jail, lacking
from tests.flow.world import TOKEN, VISITS

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
FIXED = {"DATA_DIR": "/data", "HTTP_HOST": "0.0.0.0", "HTTP_PORT": "8080"}


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
        # .env, made for a shop without a container, may name others.
        assert {name: str(service["environment"][name]) for name in FIXED} == FIXED
        for setting, value in service["environment"].items():
            if re.search("TOKEN|KEY|PROVIDERS|SECRET|PASSWORD|DATABASE", setting):
                assert setting.endswith("_FILE"), setting
                assert value.removeprefix("/run/secrets/") in service["secrets"], setting
    assert set(COMPOSE["services"]["replica"]["profiles"]) == {"scale"}
    assert COMPOSE["services"]["replica"]["deploy"]["replicas"] >= 2
    assert "profiles" not in COMPOSE["services"]["shop"]


WRITING = """
for path in ("/app/x", "/x", "/etc/x", "/usr/x", "/venv/x", "/run/secrets/bot_token", "/data/x", "/tmp/x"):
    try:
        open(path, "a").close()
        print(path)
    except OSError:
        pass
"""


def image_environ() -> dict[str, str]:
    """What ENV says, and over it what compose.yaml says for the shop."""
    said = [word for name, rest in last_stage() if name == "ENV" for word in rest.split()]
    environ = dict(word.split("=", 1) for word in said)
    return {
        **environ,
        "PATH": environ["PATH"].replace("$PATH", "/usr/bin:/bin"),
        **COMPOSE["services"]["shop"]["environment"],
    }


def image_files(app: Path) -> None:
    """What .dockerignore lets in."""
    app.mkdir(parents=True)
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split():
        source = ROOT / line.removeprefix("!")
        if line.startswith("!") and source.is_dir():
            shutil.copytree(source, app / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif line.startswith("!"):
            shutil.copy(source, app)


async def test_what_the_image_runs_runs_as_compose_runs_it(tmp_path: Path) -> None:
    """From its files alone, under a root that can't be written, as a user without rights, secrets in files."""
    if reason := lacking():
        pytest.skip(f"lacks {reason}")
    app, data, secrets = (tmp_path / name for name in ("app", "data", "secrets"))
    image_files(app)
    for folder in (tmp_path / "root", data, secrets):
        folder.mkdir()
    environ, port = image_environ(), free_port()
    telegram, panel = TelegramSimulator(token=TOKEN), PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    async with telegram.serve() as api, panel.serve() as url:
        (secrets / "bot_token").write_text(f"{TOKEN}\n", encoding="utf-8")
        (secrets / "providers").write_text(json.dumps([{"name": "main", "url": url, "key": panel.key}]))
        for path in (data, secrets, *secrets.iterdir()):
            os.chown(path, USER, USER)
            path.chmod(0o700 if path.is_dir() else 0o400)
        # The container has its network for itself; here the port is a free one. .env names the rest.
        environ |= {"HTTP_PORT": str(port), "HTTP_HOST": "127.0.0.1", "BOT_API_URL": api}
        jail, log = Jail(tmp_path / "root", app, data, secrets), tmp_path / "log"
        shop = await jail.start(*command("ENTRYPOINT"), *command("CMD"), environ=environ, log=log)
        try:
            probe = [part.replace("8080", str(port)) for part in command("HEALTHCHECK")]
            async with asyncio.timeout(100):
                while await ended(jail, *probe, environ=environ, log=tmp_path / "probes"):
                    assert shop.returncode is None, log.read_text()
            await panel.called("services")
            assert await ended(jail, "python", "-c", WRITING, environ=environ, log=tmp_path / "written") == 0
            assert (tmp_path / "written").read_text() == "/data/x\n/tmp/x\n"
            status = Path(f"/proc/{shop.pid}/status").read_text()
            assert re.search(rf"^Uid:\t{USER}\t{USER}\t{USER}", status, re.MULTILINE)
            assert re.search(r"^CapBnd:\t0+$", status, re.MULTILINE)
            assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
            shop.send_signal(signal.SIGTERM)
            async with asyncio.timeout(seconds_of(COMPOSE["services"]["shop"]["stop_grace_period"])):
                assert await shop.wait() == 0, log.read_text()
        finally:
            if shop.returncode is None:
                shop.kill()
            await shop.wait()
    assert await ended(jail, *probe, environ=environ, log=tmp_path / "probes") == 1
    assert (data / "shop.db").stat().st_uid == USER
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines[-1]["event"] == "shop_stopped"
    assert [line for line in lines if line["level"] in ("error", "critical")] == []


async def ended(jail: Jail, *words: str, environ: dict[str, str], log: Path) -> int:
    process = await jail.start(*words, environ=environ, log=log)
    return await process.wait()


def seconds_of(text: str) -> int:
    return int(text.removesuffix("s"))
