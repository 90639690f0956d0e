"""The two files of a kernel's environment, in the form that the published clients write and people can install.

For Python they are what `jupyter-openbis-extension` 0.6.0 sends: lines `name==version` in lower case, `python-3.11`,
and no line end after the last line. For R it sends nothing; here the list is a program in R.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from jupyter_openbis_server.domain.model import KernelEnvironment, Language, Origin, Package

_PYTHON_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PYTHON_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]*")
_PYTHON_ADDRESS = re.compile(r"[a-z+]+://[^\s\[\]]+")
_R_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*")
_R_VERSION = re.compile(r"[0-9][0-9.-]*")
_R_ADDRESS = re.compile(r"[\w.-]+(?:/[\w.-]+)+@\w+", re.ASCII)
_R_HEAD = """\
# The packages of an R kernel, as an R program that installs them. Run it by: Rscript {this file}
# or, in R: source("{this file}"). It is not for pip.
if (identical(unname(getOption("repos")["CRAN"]), "@CRAN@")) options(repos = c(CRAN = "https://cloud.r-project.org"))
if (!requireNamespace("remotes", quietly = TRUE)) install.packages("remotes")"""
_R_BIOCONDUCTOR = 'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")'


def runtime_of(environment: KernelEnvironment) -> str:
    """Return the content of the runtime file: `python-3.11`, `r-4.2`."""
    return f"{environment.language.value.lower()}-{environment.version}"


def requirements_of(environment: KernelEnvironment, filename: str) -> str:
    """Return the content of the requirements file, sorted by name.

    What cannot be installed elsewhere stands in it as a comment. Paths of this computer and credentials never do.

    Args:
        environment: What is installed.
        filename: What the file will be called; the comments say how to use it.
    """
    packages = sorted(environment.packages, key=lambda package: (_key(package), package.name))
    if environment.language is Language.PYTHON:
        return "\n".join(map(_python_line, packages))
    return "\n".join(_r_lines(packages, filename))


def not_installable(environment: KernelEnvironment) -> tuple[Package, ...]:
    """Return the packages that are comments in the requirements file, sorted by name."""
    is_installable = _is_installable_by_pip if environment.language is Language.PYTHON else _is_installable_in_r
    unknown = (package for package in environment.packages if not is_installable(package))
    return tuple(sorted(unknown, key=lambda package: package.name.lower()))


def _python_line(package: Package) -> str:
    name = _key(package)
    if not _is_installable_by_pip(package):
        return f"# {_one_line(name)}=={_one_line(package.version)} is not known to be where pip could find it"
    if package.origin is Origin.ADDRESS:
        return f"{name} @ {_without_secrets(package.address)}"
    return f"{name}=={package.version}"


def _is_installable_by_pip(package: Package) -> bool:
    if not _PYTHON_NAME.fullmatch(_key(package)) or not _PYTHON_VERSION.fullmatch(package.version):
        return False
    if package.origin is Origin.ADDRESS:
        return bool(_PYTHON_ADDRESS.fullmatch(package.address))
    return package.origin is Origin.INDEX


def _key(package: Package) -> str:
    """Return a name as `pkg_resources` has it, by which the published client asks."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", package.name).lower()


def _without_secrets(address: str) -> str:
    """Leave out who logs in, and the query, where signatures and tokens stand; `git@` is what everybody says."""
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    kept = f"git@{host}" if user == "git" else host
    return urlunsplit((parts.scheme, kept, parts.path, "", parts.fragment))


def _r_lines(packages: Iterable[Package], filename: str) -> Iterable[str]:
    """Bioconductor's first: they bring the newest packages of CRAN with them, which the later lines replace."""
    known, unknown, bioconductor = [], [], []
    for package in packages:
        if not _is_installable_in_r(package):
            unknown.append(f"# {_one_line(package.name)} {_one_line(package.version)} is not from CRAN")
        elif package.origin is Origin.BIOCONDUCTOR:
            bioconductor.append(
                f'BiocManager::install("{package.name}", update = FALSE, ask = FALSE)  # {package.version}'
            )
        elif package.origin is Origin.ADDRESS:
            known.append(f'remotes::install_github("{package.address}", upgrade = "never")  # {package.name}')
        else:
            known.append(f'remotes::install_version("{package.name}", "{package.version}", upgrade = "never")')
    yield _R_HEAD.replace("{this file}", re.sub(r'[\s"\\]', "?", filename))
    if bioconductor:
        yield _R_BIOCONDUCTOR
    yield from (*bioconductor, *known, *unknown)


def _is_installable_in_r(package: Package) -> bool:
    if not _R_NAME.fullmatch(package.name) or not _R_VERSION.fullmatch(package.version):
        return False
    if package.origin is Origin.ADDRESS:
        return bool(_R_ADDRESS.fullmatch(package.address))
    return package.origin is not Origin.UNKNOWN


def _one_line(text: str) -> str:
    return " ".join(text.split())
