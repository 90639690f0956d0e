"""Parser of the response of a kernel to the request for its installed packages.

A response has one line for the version of the language, and one line for each package, with fields separated by tabs.
Each line begins with a mark, since start-up files may print, too. The code that prints the response is in
`adapters/kernels/ask_*`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_openbis_server.domain.errors import KernelFailed
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CondaPackage,
    KernelEnvironment,
    Language,
    Origin,
    Package,
)

_MARK = "jupyter-openbis"
_FIELDS = {"version": (3,), "package": (6, 7), "conda": (5,)}


def environment_in(answer: str, kernel: str, language: Language) -> KernelEnvironment:
    """Parse the output of a kernel. Of packages of the same name, the last one is used.

    Raises:
        KernelFailed: the output does not contain the version of the language.
    """
    rows: dict[str, list[list[str]]] = {"version": [], "package": [], "conda": []}
    for kind, fields in _rows_of(answer):
        rows[kind].append(fields)
    if not rows["version"]:
        raise KernelFailed(kernel, "cannot say what is installed: its answer is empty")
    packages = {each[0]: _package(*each) for each in rows["package"]}
    conda = {each[0]: CondaPackage(*each) for each in rows["conda"]}
    version = rows["version"][-1][0]
    return KernelEnvironment(kernel, language, version, tuple(packages.values()), tuple(conda.values()))


def _rows_of(answer: str) -> Iterator[tuple[str, list[str]]]:
    for line in answer.split("\n"):
        mark, *fields = [field.strip() for field in line.split("\t")]
        if mark == _MARK and fields and len(fields) + 1 in _FIELDS.get(fields[0], ()):
            yield fields[0], fields[1:]


def _package(name: str, version: str, origin: str, address: str, missing: str = "") -> Package:
    try:
        known = Origin(origin)
    except ValueError:
        known = Origin.UNKNOWN
    return Package(name, version, known, address, frozenset(missing.split()))
