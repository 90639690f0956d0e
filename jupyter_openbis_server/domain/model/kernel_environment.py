"""What a notebook's kernel has installed, and its two files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Language(Enum):
    """The languages whose kernels can be asked."""

    PYTHON = "python"
    R = "R"


class Origin(Enum):
    """From where a package can be installed again."""

    INDEX = "index"
    """The language's own index: PyPI, CRAN."""
    BIOCONDUCTOR = "bioconductor"
    ADDRESS = "address"
    UNKNOWN = "unknown"
    """Nowhere that another computer could reach, as far as is known: e.g. a folder of this one."""


@dataclass(frozen=True)
class Package:
    """A package as its kernel tells of it; nothing in it has been checked.

    Attributes:
        address: Where it came from if its origin is ADDRESS: for Python what pip takes after `@`, for R
            `owner/repository@commit` or `owner/repository/folder@commit` at GitHub.
    """

    name: str
    version: str
    origin: Origin = Origin.INDEX
    address: str = ""


@dataclass(frozen=True)
class KernelEnvironment:
    """What a kernel has installed.

    Attributes:
        kernel: Name of the kernel spec.
        version: Of the language, e.g. `3.11`.
        packages: In any order, each once.
    """

    kernel: str
    language: Language
    version: str
    packages: tuple[Package, ...] = ()


@dataclass(frozen=True)
class CaptureRequest:
    """Whose environment shall be kept beside it.

    Attributes:
        notebook_path: Relative to Jupyter's root folder.
        kernel: Name of a kernel spec; that which the notebook names, if left out.
        requirements_filename: Relative to the notebook's folder.
        runtime_filename: Likewise.
        seconds: After so long, from its start, a kernel that has not answered is given up.
    """

    notebook_path: str
    kernel: str | None = None
    requirements_filename: str = "requirements.txt"
    runtime_filename: str = "runtime.txt"
    seconds: float = 60.0


@dataclass(frozen=True)
class CapturedRequirements:
    """What was kept.

    Attributes:
        runtime: E.g. `python-3.11`.
        files: The paths written, relative to Jupyter's root folder.
        not_installable: Packages that stand in the file as comments only.
    """

    environment: KernelEnvironment
    runtime: str
    files: tuple[str, ...]
    not_installable: tuple[Package, ...] = ()
