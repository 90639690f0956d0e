"""Errors about notebooks and their kernels."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.input import InvalidInput


class NotANotebook(InvalidInput):
    """The file is not a Jupyter notebook."""

    code = "not-a-notebook"

    def __init__(self, path: str, problem: str) -> None:
        self.problem = problem
        super().__init__(f"{path} is not a notebook: {problem}")


class TextNotebooksNotSupported(InvalidInput):
    """The notebook is a text file (.py, .md, .Rmd), which requires jupytext, and jupytext is not installed."""

    code = "jupytext-missing"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is a text; to publish such files as notebooks, install jupytext where Jupyter runs "
            "(pip install 'jupyter-openbis-server[jupytext]') and restart Jupyter, or save the notebook as .ipynb"
        )


class NotebookTooLarge(InvalidInput):
    """The conversion of the notebook would take too much memory or time."""

    code = "notebook-too-large"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path} is too large to convert ({problem}); clear outputs, save it and try again")


class KernelNotSpecified(InvalidInput):
    """The notebook does not specify its kernel."""

    code = "kernel-not-specified"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} names no kernel; name one, or open it in Jupyter, choose its kernel and save it")


class UnknownKernel(InvalidInput):
    """No kernel spec has this name."""

    code = "unknown-kernel"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"The kernel {name!r} is not installed here; installed are: {', '.join(known) or 'none'}")


class UnsupportedLanguage(InvalidInput):
    """Listing the installed packages is not supported for the language of the kernel."""

    code = "unsupported-language"

    def __init__(self, kernel: str, language: str, supported: Iterable[str]) -> None:
        known = ", ".join(supported)
        super().__init__(
            f"The kernel {kernel!r} is one for {language or 'no language'}; those for {known} can be asked"
        )


class KernelFailed(OpenbisError):
    """A request to a kernel failed."""

    code = "kernel-failed"

    def __init__(self, kernel: str, problem: str) -> None:
        super().__init__(f"The kernel {kernel!r} {problem}")


class KernelDied(KernelFailed):
    """The kernel exited unexpectedly."""

    code = "kernel-died"


class KernelTimeout(KernelFailed):
    """The kernel did not respond in time; it was shut down."""

    code = "kernel-timeout"

    def __init__(self, kernel: str, seconds: float) -> None:
        super().__init__(kernel, f"has not answered within {seconds:g} seconds; give it more time")


class ConversionFailed(OpenbisError):
    """A notebook could not be converted to HTML."""

    code = "conversion-failed"

    def __init__(self, path: str, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"{path} could not be turned into HTML ({problem}); see whether Jupyter exports it (File menu)"
        )
