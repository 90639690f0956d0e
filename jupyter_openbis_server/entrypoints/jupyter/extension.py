"""The Jupyter server extension."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import sysconfig
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dependency_injector import providers
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from traitlets import Bool, Dict, Float, Int, List, Unicode

from jupyter_openbis_server.adapters.logs import LoggedActions, one_line
from jupyter_openbis_server.adapters.prometheus import PrometheusObserver
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import ActionKind, Job
from jupyter_openbis_server.domain.observation import JobListeners, Observers
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import Services
from jupyter_openbis_server.entrypoints.jupyter.job_watch import SCHEMA_FILE, JobWatch
from jupyter_openbis_server.entrypoints.jupyter.kernel_access import KernelAccess
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.jupyter.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.routes import tornado_routes
from jupyter_openbis_server.entrypoints.jupyter.workers import JOBS, Lane, Workers
from jupyter_openbis_server.entrypoints.settings import Settings, connection_folders, own_folder, places_of_a_server

_NEW_OBJECTS, _YOUNG_LOOKS, _OLDER_LOOKS = 5_000, 5, 50
_LOGINS_AT_A_TIME = 32
COMMAND_VARIABLE = "JUPYTER_OPENBIS_COMMAND"
"""Absolute path of `jupyter-openbis`, for code in kernels, e.g. in R."""
_ENDING_SECONDS = 1.5
_GOODBYE_SECONDS = 2.0


class OpenbisExtension(ExtensionApp):
    """Connects Jupyter to openBIS."""

    name = "jupyter_openbis_server"
    load_other_extensions = True
    open_browser = False

    connections = List(
        Dict(),
        help="""Connections, each with the keys of openbis-connections.yaml:
        name, url, username, password, token, verify_certificates, ca_bundle, http_only, mount.""",
    ).tag(config=True)
    verify_certificates = Bool(
        True,
        help="Whether TLS certificates are checked for connections that do not say (the published clients cannot say).",
    ).tag(config=True)
    login_patience = Float(
        30.0, help="Seconds for which the registration of a connection waits for its login before it answers."
    ).tag(config=True)
    connect_timeout = Float(10.0, help="Seconds until an openBIS that does not answer counts as unreachable.").tag(
        config=True
    )
    read_timeout = Float(60.0, help="Seconds without a byte until an answer of openBIS counts as lost.").tag(
        config=True
    )
    types_max_age = Float(600.0, help="Seconds for which data set types are remembered.").tag(config=True)
    transfers = Int(
        4,
        min=1,
        help="""How many downloads and uploads run at a time; the others wait. A connection of which none runs gets one
        more: the others may wait for an openBIS that is silent.""",
    ).tag(config=True)
    download_roots = List(
        Unicode(),
        help="""Folders below which downloads go, and nowhere else; relative ones begin in Jupyter's root folder.
        If there are none: wherever the user may write. Never into hidden folders below them, nor into Jupyter's own
        folders for configuration, data and runtime files.""",
    ).tag(config=True)
    strict_host_keys = Bool(
        False,
        help="""Whether a data store is mounted only if its SSH key is known; else the first one that is seen is
        remembered. The file is jupyter_openbis_server/known_hosts in Jupyter's data folder.""",
    ).tag(config=True)
    unmount_on_exit = Bool(True, help="Whether data stores mounted here are unmounted when Jupyter ends.").tag(
        config=True
    )
    kernel_login = Bool(
        True,
        help="""Whether kernels of this server, and the programs that they start, use the login of the openBIS panel.
        They have to send Jupyter's token, from this computer.""",
    ).tag(config=True)
    extension_url = Unicode("/")

    def initialize_settings(self) -> None:
        """Wire the program and read the connections; nothing here touches the network."""
        self.logins: list[asyncio.Future[None]] = []
        self._logins_at_a_time = asyncio.Semaphore(_LOGINS_AT_A_TIME)
        container = Container(settings=self._settings())
        serverapp: Any = self.serverapp
        serverapp.event_logger.register_event_schema(SCHEMA_FILE)
        watch = JobWatch(serverapp.io_loop.asyncio_loop, serverapp.event_logger, self.log)
        metrics = PrometheusObserver()
        container.observer.override(providers.Object(Observers([LoggedActions(self.log), metrics])))
        listeners = JobListeners([metrics, container.observation(), watch])  # who waits for the end hears of it last
        container.job_listener.override(providers.Object(listeners))
        workers = Workers()
        self.services = Services(
            container,
            workers,
            Refresher(container.check_session(), workers),
            watch,
            openapi_document,
            self.login_patience,
            KernelAccess(serverapp.identity_provider, os.environ, is_enabled=self.kernel_login),
        )
        _name_command(os.environ)
        for problem in container.load_connections()():
            self.log.warning("openBIS: %s", one_line(problem))

    def initialize_handlers(self) -> None:
        """Add the routes."""
        self.handlers.extend(tornado_routes(self.services))

    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Log in wherever credentials are at hand, behind the start: silent hosts delay nothing."""
        del serverapp
        _collect_garbage_less_often()
        self.logins = [
            asyncio.ensure_future(self._log_in(connection.name))
            for connection in self.services.container.connections().all()
            if connection.credentials
        ]

    async def stop_extension(self) -> None:
        """End transfers, mounts and sessions, within a few seconds."""
        await self._end_jobs()
        for login in self.logins:
            login.cancel()
        goodbyes: list[asyncio.Future[None]] = [
            asyncio.ensure_future(self._leave(connection.name))
            for connection in self.services.container.connections().all()
            if connection.session
        ]
        if self.unmount_on_exit:
            goodbyes.append(asyncio.ensure_future(self._unmount()))
        if goodbyes:
            await asyncio.wait(goodbyes, timeout=_GOODBYE_SECONDS)

    async def _end_jobs(self) -> None:
        """Let running transfers put away what they have, and give back their streams, before their sessions end."""
        jobs = self.services.container.jobs()
        await self.services.workers.run(JOBS, jobs.close)
        unended = [asyncio.ensure_future(self._end_of(job.id)) for job in jobs.all() if not job.state.is_final]
        if unended:
            await asyncio.wait(unended, timeout=_ENDING_SECONDS)

    async def _end_of(self, job_id: str) -> None:
        async def get() -> Job:
            return self.services.container.jobs().get(job_id)

        await self.services.watch.end_of(job_id, get)

    async def _log_in(self, name: str) -> None:
        login = self.services.container.login()
        async with self._logins_at_a_time:
            with suppress(OpenbisError), self.services.container.observation().of(ActionKind.LOGIN, name):
                await self.services.workers.run(Lane("login", name), lambda: login(name))

    async def _leave(self, name: str) -> None:
        leave = self.services.container.leave_openbis()
        try:
            await self.services.workers.run(Lane("leave", name), lambda: leave(name))
        except OpenbisError as error:
            self.log.debug("openBIS: %s", one_line(error))

    async def _unmount(self) -> None:
        for problem in await self.services.workers.run(Lane("unmount"), self.services.container.unmount_own()):
            self.log.warning("openBIS: %s", one_line(problem))

    def _settings(self) -> Settings:
        serverapp: Any = self.serverapp
        root_dir = Path(os.path.abspath(Path(serverapp.root_dir).expanduser()))  # noqa: PTH100 - links stay
        own = (serverapp.config_dir, serverapp.data_dir, serverapp.runtime_dir, *jupyter_config_path(), *jupyter_path())
        folders = connection_folders(serverapp.config_file_paths, os.environ)
        return Settings(
            root_dir=root_dir,
            download_places=places_of_a_server(root_dir, self.download_roots, own),
            config_folders=folders,
            own_config_folder=own_folder(folders, serverapp.config_dir),
            environ=os.environ,
            connections=self.connections,
            verify_certificates=self.verify_certificates,
            types_max_age=self.types_max_age,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            transfers=self.transfers,
            strict_host_keys=self.strict_host_keys,
        )


def _name_command(environ: MutableMapping[str, str]) -> None:
    """Let kernels inherit the path of our command: their own search path need not lead to it."""
    name = "jupyter-openbis.exe" if os.name == "nt" else "jupyter-openbis"
    folders = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    command = next((folder / name for folder in folders if (folder / name).exists()), None)
    if command:
        environ[COMMAND_VARIABLE] = str(command.absolute())


def _collect_garbage_less_often() -> None:
    """Keep Python's garbage collector from stopping Jupyter for a tenth of a second each time.

    A transfer of 10,000 files makes about 100,000 objects, nearly none of which are in cycles, and Python looks at all
    there are again and again. What is loaded by now (200,000 objects) stays loaded and is left out. Of the others
    a look is worth it when there are some thousand new ones, instead of 700; a look at all, when there are a million.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_LOOKS, _OLDER_LOOKS)
