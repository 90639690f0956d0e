"""The use cases in scripts and cron jobs, without Jupyter.

    from jupyter_openbis_server.domain.model import DownloadRequest
    from jupyter_openbis_server.entrypoints.batch import program

    openbis = program()
    wanted = DownloadRequest(("20230315101500001-1001",), "/data/incoming")
    for download in openbis.download_dataset()("my lab", wanted):
        print(download.path, len(download.files))

Connections are those of the extension: connection files on Jupyter's config path, and `OPENBIS_URL` with
`OPENBIS_TOKEN`. Use cases log in automatically: in a kernel by the login of the openBIS panel, else by the credentials
of the connection.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from dependency_injector import providers
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path, jupyter_runtime_dir

from jupyter_openbis_server.adapters.jupyter_server import JupyterPanelLogin
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings, connection_folders, own_folder

_log = logging.getLogger(__name__)


def program(root_dir: Path | None = None, environ: Mapping[str, str] | None = None, *, load: bool = True) -> Container:
    """Return the wired program with its connections loaded; nothing here touches the network.

    Args:
        root_dir: Folder from which uploads come and into which requirements go; the working folder if left out.
        environ: The environment; the process's own if left out.
        load: Whether the connections that are defined are registered.
    """
    surroundings = os.environ if environ is None else environ
    folders = connection_folders(jupyter_config_path(), surroundings)
    container = Container(
        settings=Settings(
            root_dir=(root_dir or Path.cwd()).absolute(),
            config_folders=folders,
            own_config_folder=own_folder(folders, jupyter_config_dir()),
            environ=surroundings,
        )
    )
    panel_login = JupyterPanelLogin(surroundings, lambda: Path(jupyter_runtime_dir()))
    container.panel_login.override(providers.Object(panel_login))
    if load:
        for problem in container.reload_connections()():
            _log.warning("%s", problem)
    return container


def anywhere() -> Path:
    """Return the root folder for programs that upload from wherever the user wants, and not from one folder only."""
    return Path(Path.cwd().anchor)


def from_anywhere(path: Path) -> str:
    """Return how an upload or a notebook is named where `anywhere` is the root folder."""
    absolute = path.absolute()
    if ".." in absolute.parts:  # after a link that is not its lexical parent
        absolute = absolute.resolve()
    return absolute.relative_to(absolute.anchor).as_posix()
