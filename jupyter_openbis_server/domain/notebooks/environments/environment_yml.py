"""Text of `environment.yml`: the environment of a conda kernel, as input of `conda env create`.

Versions are included, builds are not: a build is for one platform, and is removed from channels when the package is
built again. The text is the same as of `conda env export --no-builds`, without the path of the environment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CondaPackage,
    KernelEnvironment,
    Origin,
    Package,
)
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import python_lines

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_VERSION = re.compile(r"[A-Za-z0-9_.!+]+")
_CHANNEL = re.compile(r"(?:https?://)?[A-Za-z0-9_][A-Za-z0-9_.:/-]*")
_DEFAULTS = "defaults"


def environment_yml_of(environment: KernelEnvironment, name: str, head: str = "") -> str | None:
    """Return the content of `environment.yml`; None if the kernel has no conda environment.

    Args:
        environment: The installed packages.
        name: Name of the environment to create.
        head: Comment for the first line, without the comment sign.
    """
    packages = sorted(filter(_is_writable, environment.conda), key=lambda package: package.name)
    if not packages:
        return None
    lines = [f"# {' '.join(head.split())}"] if head else []
    lines += [f"name: {re.sub(r'[^A-Za-z0-9_-]+', '-', name).strip('-') or 'notebook'}", "channels:"]
    lines += [f"  - {channel}" for channel in _channels(packages)]
    lines += ["dependencies:", *(f"  - {each.name}={each.version}" for each in packages)]
    pip = list(_pip_lines(environment))
    if any(not each.startswith("#") for each in pip):
        lines += ["  - pip:", *(f"    {each}" if each.startswith("#") else f"    - {each}" for each in pip)]
    else:
        lines += (f"  {each}" for each in pip)
    return "\n".join(lines) + "\n"


def _is_writable(package: CondaPackage) -> bool:
    return bool(_NAME.fullmatch(package.name) and _VERSION.fullmatch(package.version))


def _channels(packages: list[CondaPackage]) -> list[str]:
    """Return the channels by number of packages, `defaults` last: conda prefers the first one with a package."""
    counts = Counter(each.channel for each in packages if _CHANNEL.fullmatch(each.channel))
    known = sorted(counts, key=lambda channel: (channel == _DEFAULTS, -counts[channel], channel))
    return known or [_DEFAULTS]


def _pip_lines(environment: KernelEnvironment) -> Iterator[str]:
    def is_from_pip(package: Package) -> bool:
        return package.origin is not Origin.CONDA

    for package in sorted(filter(is_from_pip, environment.packages), key=lambda package: package.name.lower()):
        yield from python_lines(package)
