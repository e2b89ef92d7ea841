"""What the image is made of, as a CycloneDX document: python deploy/sbom.py > sbom.json

Read from the lock that the image installs, for the system that the image has. A scan of the built image adds Debian's
packages; the workflow makes one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot import __version__  # noqa: E402 - it lies in the folder above


def locked(python: str) -> Iterator[tuple[str, str]]:
    """Name and version of every package of the lock that this Python on Linux gets."""
    system = {"python_version": python, "python_full_version": f"{python}.99", "sys_platform": "linux"}
    system |= {"platform_system": "Linux", "os_name": "posix", "implementation_name": "cpython"}
    system |= {"platform_python_implementation": "CPython", "platform_machine": "x86_64"}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if not re.match(r"[A-Za-z0-9]", line):
            continue
        wanted = Requirement(line.removesuffix("\\").strip())
        if wanted.marker is None or wanted.marker.evaluate(system):
            (version,) = wanted.specifier
            yield wanted.name, version.version


def image_python() -> str:
    found = re.search(r"^FROM python:(\d+\.\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit("Dockerfile: begins with no python image")
    return found[1]


def document() -> str:
    shop = Component(name="storefront", version=__version__, type=ComponentType.APPLICATION, bom_ref="storefront")
    bom = Bom()
    bom.metadata.component = shop
    parts = [
        Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", name=name, version=version),
            bom_ref=f"{name}=={version}",
        )
        for name, version in locked(image_python())
    ]
    bom.components.update(parts)
    bom.register_dependency(shop, parts)
    return JsonV1Dot5(bom).output_as_string(indent=2)


if __name__ == "__main__":
    sys.stdout.write(document() + "\n")
