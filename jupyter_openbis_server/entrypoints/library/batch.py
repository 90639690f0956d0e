"""Use cases for scripts and cron jobs, without Jupyter.

    from jupyter_openbis_server.domain.downloads.download import DownloadRequest
    from jupyter_openbis_server.entrypoints.library.batch import bootstrap

    openbis = bootstrap()
    wanted = DownloadRequest(("20230315101500001-1001",), "/data/incoming")
    for download in openbis.downloads.download("my lab", wanted):
        print(download.path, len(download.files))

Connections are those of the extension: connection files on Jupyter's config path, and `OPENBIS_URL` with
`OPENBIS_TOKEN`. Use cases log in automatically: in a kernel with the login of the openBIS panel, else with the
credentials of the connection.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from dependency_injector import providers
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path, jupyter_runtime_dir

from jupyter_openbis_server.adapters.jupyter_server import JupyterPanelLogin
from jupyter_openbis_server.domain.diagnostics.ports import Observer
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import (
    LocalFiles,
    Settings,
    connection_folders,
    is_read_only,
    own_folder,
)
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_log = logging.getLogger(__name__)


def bootstrap(
    root_dir: Path | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    load: bool = True,
    observer: Observer | None = None,
    max_rate: int | None = None,
    read_only: bool = False,
    files: LocalFiles | None = None,
) -> UseCases:
    """Return the use cases of a new program with its connections loaded; nothing here touches the network.

    Args:
        root_dir: Folder that uploads are read from and requirements are written to; default: the working folder.
        environ: The environment; default: that of the process.
        load: Whether the defined connections are registered.
        observer: Is notified of requests to openBIS.
        max_rate: Maximum bytes per second of all transfers together; None without a limit.
        read_only: Whether uploads and changes in openBIS are refused; also if `OPENBIS_READ_ONLY` is set.
        files: The files of this computer that may be used; None: all below `root_dir` for uploads, all for downloads.
    """
    environ = os.environ if environ is None else environ
    folders = connection_folders(jupyter_config_path(), environ)
    files = files or LocalFiles((root_dir or Path.cwd()).absolute())
    container = Container(
        settings=Settings(
            root_dir=files.root,
            download_places=files.downloads,
            workspace_places=files.workspace,
            audit_log=files.audit_log,
            config_folders=folders,
            own_config_folder=own_folder(folders, jupyter_config_dir()),
            environ=environ,
            max_rate=max_rate,
            read_only=read_only or is_read_only(environ),
        )
    )
    panel_login = JupyterPanelLogin(environ, lambda: Path(jupyter_runtime_dir()))
    container.adapters.panel_login.override(providers.Object(panel_login))
    if observer:
        container.adapters.observer.override(providers.Object(observer))
    use_cases: UseCases = container.use_cases()
    if load:
        for problem in use_cases.connections.reload():
            _log.warning("%s", problem)
    return use_cases
