"""Connects Jupyter to openBIS: connections, data sets down and up, requirements beside the notebook.

The parts, from the inside: `domain` (what the program is about), `adapters` (pyBIS, file system, sshfs, memory),
`entrypoints` (Jupyter server extension, command line). `fake_openbis` is an openBIS for demos and tests.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

__version__ = version("jupyter-openbis-server")

if TYPE_CHECKING:
    from jupyter_openbis_server.entrypoints.library import connect, local_downloads, save_requirements, verify

_LIBRARY = ("connect", "local_downloads", "save_requirements", "verify")
__all__ = ["__version__", "connect", "local_downloads", "save_requirements", "verify"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Import the library when it is asked for: whoever wants only the version or a model does not wait for pyBIS."""
    if name in _LIBRARY:
        from jupyter_openbis_server.entrypoints import library  # noqa: PLC0415

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter where the extension is. Imported late: the package is also used without Jupyter."""
    from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension  # noqa: PLC0415

    return [{"module": "jupyter_openbis_server", "app": OpenbisExtension}]
