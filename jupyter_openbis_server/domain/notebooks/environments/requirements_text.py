"""Texts of the requirements and runtime files, installable and in the form that the published clients write.

For Python, this is the form that `jupyter-openbis-extension` 0.6.0 sends: lines `name==version` in lower case,
`python-3.11`, and no line end after the last line. For R, that client sends nothing; here the list is an R program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit, urlunsplit

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    KernelEnvironment,
    Language,
    Origin,
    Package,
    PackageComment,
)

_PYTHON_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PYTHON_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]*")
_PYTHON_ADDRESS = re.compile(r"[a-z+]+://[^\s\[\]]+")
_PYTORCH_PACKAGES = ("torch", "torchaudio", "torchvision", "torchtext", "torchdata")
_PYTORCH_BUILD = re.compile(r"cpu|xpu|cu\d{2,3}|rocm\d+(?:\.\d+)*")
_UNKNOWN_ORIGIN = "is not known to be where pip could find it"
_OTHER_ORIGINS = {
    Origin.CONDA: "came from conda; environment.yml has it",
    Origin.SYSTEM: "is a package of the operating system",
}
_MISSING = {
    "modified": "has changes here that are not in this commit",
    "unpushed": "is at a commit that was not pushed when this was saved",
}
_R_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*")
_R_VERSION = re.compile(r"[0-9][0-9.-]*")
_R_ADDRESS = re.compile(r"[\w.-]+(?:/[\w.-]+)+@\w+", re.ASCII)
_R_HEAD = """\
# The packages of an R kernel, as an R program that installs them. Run it by: Rscript {this file}
# or, in R: source("{this file}"). It is not for pip.
if (identical(unname(getOption("repos")["CRAN"]), "@CRAN@")) options(repos = c(CRAN = "https://cloud.r-project.org"))
if (!requireNamespace("remotes", quietly = TRUE)) install.packages("remotes")"""
_NOT_IN_R = "is not from CRAN"
_R_BIOCONDUCTOR = 'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")'


def runtime_of(environment: KernelEnvironment) -> str:
    """Return the content of the runtime file: `python-3.11`, `r-4.2`."""
    return f"{environment.language.value.lower()}-{environment.version}"


def requirements_of(environment: KernelEnvironment, filename: str, head: str = "") -> str:
    """Return the content of the requirements file, sorted by name.

    Packages that cannot be installed on another computer are comments, with the reason. The text never contains paths
    of this computer or credentials.

    Args:
        environment: The installed packages.
        filename: Name of the file; used in the comments on its usage.
        head: Comment for the first line, without the comment sign.
    """
    packages = sorted(environment.packages, key=lambda package: (_key(package), package.name))
    lines = [f"# {_one_line(head)}"] if head else []
    if environment.language is Language.PYTHON:
        lines += (line for package in packages for line in python_lines(package))
    else:
        lines += _r_lines(packages, filename)
    return "\n".join(lines)


def not_installable(environment: KernelEnvironment) -> tuple[Package, ...]:
    """Return the packages that are comments in the requirements file, sorted by name."""
    is_installable = is_installable_by_pip if environment.language is Language.PYTHON else _is_installable_in_r
    unknown = (package for package in environment.packages if not is_installable(package))
    return tuple(sorted(unknown, key=lambda package: package.name.lower()))


def comments_on(environment: KernelEnvironment) -> tuple[PackageComment, ...]:
    """Return the comments on packages in the requirements file, sorted by name."""
    of_language = _python_comments if environment.language is Language.PYTHON else _r_comments
    packages = sorted(environment.packages, key=lambda package: package.name.lower())
    return tuple(comment for package in packages for comment in of_language(package))


def names_by_text(comments: Iterable[PackageComment]) -> dict[str, list[str]]:
    """Return the packages (`name version`) by comment text: conda may have installed hundreds."""
    names: dict[str, list[str]] = {}
    for comment in comments:
        names.setdefault(comment.text, []).append(f"{comment.name} {comment.version}")
    return names


def python_lines(package: Package) -> Iterator[str]:
    """Yield the lines of a package in a requirements file: a line for pip, comments, or both."""
    name = _key(package)
    for comment in _python_comments(package):
        yield f"# {_one_line(name)}=={_one_line(package.version)} {comment.text}"
    if not is_installable_by_pip(package):
        return
    if package.origin is Origin.ADDRESS:
        yield f"{name} @ {_without_secrets(package.address)}"
    else:
        yield f"{name}=={package.version}"


def is_installable_by_pip(package: Package) -> bool:
    """Return whether pip can install the package from a line of a requirements file, as far as it is known."""
    return _pip_problem(package) is None


def _python_comments(package: Package) -> Iterator[PackageComment]:
    if reason := _pip_problem(package):
        yield PackageComment(package.name, package.version, reason)
    elif package.missing:
        known = [text for key, text in _MISSING.items() if key in package.missing]
        yield PackageComment(package.name, package.version, " and ".join(known), is_listed=True)


def _pip_problem(package: Package) -> str | None:
    if not _PYTHON_NAME.fullmatch(_key(package)) or not _PYTHON_VERSION.fullmatch(package.version):
        return _UNKNOWN_ORIGIN
    if package.origin is Origin.ADDRESS:
        return None if _PYTHON_ADDRESS.fullmatch(package.address) else _UNKNOWN_ORIGIN
    if package.origin is not Origin.INDEX:
        return _OTHER_ORIGINS.get(package.origin, _UNKNOWN_ORIGIN)
    if package.version == "0.0.0":
        return "has no version that was ever published"
    return _build_problem(package)


def _build_problem(package: Package) -> str | None:
    """Return why pip cannot install a version like `2.1.0+cu118`: PyPI does not accept local version labels."""
    _, plus, label = package.version.partition("+")
    if not plus:
        return None
    if _key(package) in _PYTORCH_PACKAGES and _PYTORCH_BUILD.fullmatch(label):
        return f"is a build of PyTorch's own index: --extra-index-url https://download.pytorch.org/whl/{label}"
    return f"is a build of its own (+{label}), which Python's index does not have"


def _key(package: Package) -> str:
    """Return the name in the form of `pkg_resources`, which the published client uses."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", package.name).lower()


def _without_secrets(address: str) -> str:
    """Return the address without user, password and query (signatures, tokens); the common user `git@` is kept."""
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    kept = f"git@{host}" if user == "git" else host
    return urlunsplit((parts.scheme, kept, parts.path, "", parts.fragment))


def _r_lines(packages: Iterable[Package], filename: str) -> Iterable[str]:
    """Yield the lines of an R program.

    Packages of Bioconductor are first: they install the newest packages of CRAN, which the later lines replace.
    """
    known, unknown, bioconductor = [], [], []
    for package in packages:
        if not _is_installable_in_r(package):
            unknown.append(f"# {_one_line(package.name)} {_one_line(package.version)} {_NOT_IN_R}")
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


def _r_comments(package: Package) -> Iterator[PackageComment]:
    if not _is_installable_in_r(package):
        yield PackageComment(package.name, package.version, _NOT_IN_R)


def _is_installable_in_r(package: Package) -> bool:
    if not _R_NAME.fullmatch(package.name) or not _R_VERSION.fullmatch(package.version):
        return False
    if package.origin is Origin.ADDRESS:
        return bool(_R_ADDRESS.fullmatch(package.address))
    return package.origin in (Origin.INDEX, Origin.BIOCONDUCTOR)


def _one_line(text: str) -> str:
    return " ".join(text.split())
