"""Environment of a notebook's kernel: language, packages, and the request to capture it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Language(Enum):
    """The languages of supported kernels."""

    PYTHON = "python"
    R = "R"


class Origin(Enum):
    """Source from which a package can be installed again."""

    INDEX = "index"
    """The language's own index: PyPI, CRAN."""
    BIOCONDUCTOR = "bioconductor"
    ADDRESS = "address"
    CONDA = "conda"
    """Installed by conda; many of these names are missing in Python's index, or belong to other packages there."""
    SYSTEM = "system"
    """Part of the operating system, e.g. Debian's `python-apt`."""
    UNKNOWN = "unknown"
    """Not known to be available to other computers, e.g. a folder of this one."""


@dataclass(frozen=True)
class Package:
    """A package as reported by its kernel; not validated.

    Attributes:
        address: Source of the package if its origin is ADDRESS: for Python what pip accepts after `@`, for R
            `owner/repository@commit` or `owner/repository/folder@commit` at GitHub.
        missing: What the address lacks if the package is developed in a git work tree: `modified` if files differ from
            the commit, `unpushed` if no remote branch has the commit.
    """

    name: str
    version: str
    origin: Origin = Origin.INDEX
    address: str = ""
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CondaPackage:
    """A package installed by conda, in any language.

    Attributes:
        channel: Name or URL of the channel, without credentials; empty if it is unknown.
    """

    name: str
    version: str
    channel: str = ""


@dataclass(frozen=True)
class PackageComment:
    """A comment on a package that needs attention when the environment is created again.

    Attributes:
        text: A sentence without its subject, the package.
        is_listed: Whether the package is installed nevertheless.
    """

    name: str
    version: str
    text: str
    is_listed: bool = False


@dataclass(frozen=True)
class KernelEnvironment:
    """The installed packages of a kernel.

    Attributes:
        kernel: Name of the kernel spec.
        version: Version of the language, e.g. `3.11`.
        packages: In any order, without duplicates.
        conda: All packages of the kernel's conda environment; empty if it has none.
    """

    kernel: str
    language: Language
    version: str
    packages: tuple[Package, ...] = ()
    conda: tuple[CondaPackage, ...] = ()


@dataclass(frozen=True)
class CaptureRequest:
    """The notebook whose environment is to be saved beside it.

    Attributes:
        notebook_path: Relative to Jupyter's root folder.
        kernel: Name of a kernel spec; default: the one in the metadata of the notebook.
        requirements_filename: Relative to the notebook's folder.
        runtime_filename: Likewise.
        seconds: Timeout for the response of the kernel, measured from its start.
        environment_filename: Relative to the notebook's folder; written for kernels of conda environments only.
        overwrite: Whether files of other notebooks, or of the user, are replaced.
        own_names: Whether the files get names that no other notebook has, instead of the names above.
    """

    notebook_path: str
    kernel: str | None = None
    requirements_filename: str = "requirements.txt"
    runtime_filename: str = "runtime.txt"
    seconds: float = 60.0
    environment_filename: str = "environment.yml"
    overwrite: bool = False
    own_names: bool = False


@dataclass(frozen=True)
class CapturedRequirements:
    """The saved environment of a kernel.

    Attributes:
        runtime: E.g. `python-3.11`.
        files: The paths written, relative to Jupyter's root folder.
        not_installable: Packages that are only comments in the requirements file.
        comments: Comments on packages in the requirements file.
    """

    environment: KernelEnvironment
    runtime: str
    files: tuple[str, ...]
    not_installable: tuple[Package, ...] = ()
    comments: tuple[PackageComment, ...] = ()
