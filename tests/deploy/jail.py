"""What a container is made of, without an engine: a root of its own that nobody may write, a user without rights.

The interpreter and the locked packages are those of the tests; the program's files, its data and its secrets lie where
the image and compose.yaml put them. The network is the machine's own, as are its processes.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

USER = 10_001  # the image's
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc")


def lacking() -> str:
    """Why there can be none here; empty where there can."""
    if os.geteuid() != 0:
        return "root, which may make a root folder of its own"
    for tool in ("unshare", "mount", "chroot", "setpriv"):
        if shutil.which(tool) is None:
            return tool
    made = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return "" if made.returncode == 0 else "a mount namespace"


@dataclass(frozen=True)
class Jail:
    """`app` and `secrets` are there as /app and /run/secrets, to be read; `data` as /data, to be written, like /tmp."""

    root: Path
    app: Path
    data: Path
    secrets: Path

    def command(self, *words: str, environ: Mapping[str, str]) -> list[str]:
        """Run `words` in /app, as the image's user without any capability; signals reach the program itself."""
        inside = ["/usr/bin/setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--bounding-set=-all"]
        inside += ["--no-new-privs", "/usr/bin/env", "-i", "-C", "/app"]
        inside += [f"{name}={value}" for name, value in environ.items()]
        script = "\n".join([*self._mounts(), f"exec chroot {self.root} {shlex.join([*inside, *words])}"])
        return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", script]

    async def start(self, *words: str, environ: Mapping[str, str], log: Path) -> asyncio.subprocess.Process:
        with log.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                *self.command(*words, environ=environ), stdout=output, stderr=output
            )

    def _mounts(self) -> list[str]:
        root = self.root
        lines = [f"mount -t tmpfs -o mode=0755 tmpfs {root}"]
        for place in map(Path, SYSTEM):
            if place.is_symlink():
                lines.append(f"ln -s {place.readlink()} {root}{place}")
            elif place.is_dir():
                lines += self._bound(place, str(place))
        if not sys.base_prefix.startswith("/usr"):
            lines += self._bound(Path(sys.base_prefix), sys.base_prefix)
        lines += self._bound(Path(sys.prefix).resolve(), "/venv")
        lines += self._bound(self.app, "/app") + self._bound(self.secrets, "/run/secrets")
        lines += self._bound(self.data, "/data", "rw")
        for kernel in ("/proc", "/dev"):
            lines += [f"mkdir {root}{kernel}", f"mount --rbind {kernel} {root}{kernel}"]
        lines += [f"mkdir {root}/tmp", f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp", f"mount -o remount,ro {root}"]
        return lines

    def _bound(self, source: Path, place: str, mode: str = "ro") -> list[str]:
        there = shlex.quote(f"{self.root}{place}")
        return [
            f"mkdir -p {there}",
            f"mount --bind {shlex.quote(str(source))} {there}",
            f"mount -o remount,bind,{mode} {there}",
        ]
