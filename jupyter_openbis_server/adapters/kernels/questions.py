"""What kernels are asked, and how their answers are read.

An answer has a line for the language's version, and one for each package, its fields separated by tabulators. Each line
begins with a mark: start-up files may print, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from jupyter_openbis_server.domain.errors import KernelFailed
from jupyter_openbis_server.domain.model import KernelEnvironment, Language, Origin, Package

_QUESTIONS = {Language.PYTHON: "ask_python.py", Language.R: "ask_r.R"}
_MARK = "jupyter-openbis"
_VERSION_FIELDS = 3
_PACKAGE_FIELDS = 6


def language_of(name: str) -> Language | None:
    """Return the language that a kernel spec names, if its kernels can be asked."""
    return next((each for each in Language if each.value.lower() == name.lower()), None)


def question_in(language: Language) -> str:
    """Return the code that a kernel executes."""
    return (files(__package__) / _QUESTIONS[language]).read_text(encoding="utf-8")


def environment_in(answer: str, kernel: str, language: Language) -> KernelEnvironment:
    """Read what a kernel has printed. Raises KernelFailed."""
    lines = list(_lines_of(answer))
    versions = [fields[2] for fields in lines if len(fields) == _VERSION_FIELDS and fields[1] == "version"]
    if not versions:
        raise KernelFailed(kernel, "cannot say what is installed: its answer is empty")
    rows = [fields[2:] for fields in lines if len(fields) == _PACKAGE_FIELDS and fields[1] == "package"]
    packages = {name: Package(name, version, _origin(origin), address) for name, version, origin, address in rows}
    return KernelEnvironment(kernel, language, versions[-1], tuple(packages.values()))


def _lines_of(answer: str) -> Iterator[list[str]]:
    for line in answer.split("\n"):
        fields = [field.strip() for field in line.split("\t")]
        if fields[0] == _MARK:
            yield fields


def _origin(name: str) -> Origin:
    try:
        return Origin(name)
    except ValueError:
        return Origin.UNKNOWN
