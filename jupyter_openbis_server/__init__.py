"""Connects Jupyter to openBIS: connections, data sets down and up, requirements beside the notebook.

The layers, from the inside: `domain` (rules and use cases), `adapters` (openBIS, file system, sshfs …), `entrypoints`
(Jupyter server extension, command line, library). `fake_openbis` is an openBIS server for demos and tests; `testing`
has fakes of the ports.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str

    from jupyter_openbis_server.entrypoints.library.library import connect, local_downloads, save_requirements, verify

_LIBRARY = ("connect", "local_downloads", "save_requirements", "verify")
__all__ = ["__version__", "connect", "local_downloads", "save_requirements", "verify"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Import the library on first use: importing only the version or a model does not load pyBIS.

    The version is read from the metadata of the installation, which also costs more than importing this package.
    """
    if name == "__version__":
        from jupyter_openbis_server.version import VERSION  # noqa: PLC0415

        return VERSION
    if name in _LIBRARY:
        from jupyter_openbis_server.entrypoints.library import library  # noqa: PLC0415

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return the entry point of the Jupyter extension. Imported late: the package is also used without Jupyter."""
    from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension  # noqa: PLC0415

    return [{"module": "jupyter_openbis_server", "app": OpenbisExtension}]
