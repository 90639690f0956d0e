"""The Jupyter server extension."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
import sysconfig
from collections.abc import MutableMapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from dependency_injector import providers
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from tornado.ioloop import PeriodicCallback
from traitlets import Bool, Dict, Float, Int, List, Unicode, default

from jupyter_openbis_server.adapters.jupyterhub import HubTokenIssuer
from jupyter_openbis_server.adapters.logs import LoggedActions, LoggedKeeping, one_line
from jupyter_openbis_server.adapters.prometheus import PrometheusObserver
from jupyter_openbis_server.domain.connections.connection_fields import KEYS
from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.domain.diagnostics.observation import JobListeners, Observers
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Services
from jupyter_openbis_server.entrypoints.jupyter.kernel_access import KernelAccess
from jupyter_openbis_server.entrypoints.jupyter.loop.activity import TransferActivity
from jupyter_openbis_server.entrypoints.jupyter.loop.job_watch import SCHEMA_FILE, JobWatch
from jupyter_openbis_server.entrypoints.jupyter.loop.kept_folders import KeptFolderLife
from jupyter_openbis_server.entrypoints.jupyter.loop.memory import TIDY_SECONDS, IdleMemory, collect_garbage_less_often
from jupyter_openbis_server.entrypoints.jupyter.loop.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS, Lane, Workers
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.jupyter.routes import tornado_routes
from jupyter_openbis_server.entrypoints.settings import (
    Settings,
    connection_folders,
    is_read_only,
    own_folder,
    places_of_a_server,
    workspace_of_a_server,
)
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_MAX_PARALLEL_LOGINS = 32
COMMAND_VARIABLE = "JUPYTER_OPENBIS_COMMAND"
"""Absolute path of `jupyter-openbis`, for code in kernels, e.g. in R."""
_ACTIVITY_SECONDS = 5.0
_JOBS_SHUTDOWN_SECONDS = 1.5
_SHUTDOWN_SECONDS = 2.0


class OpenbisExtension(ExtensionApp):
    """Connects Jupyter to openBIS."""

    name = "jupyter_openbis_server"
    load_other_extensions = True
    open_browser = False

    connections = List(
        Dict(),
        help=f"Connections, each with the keys of openbis-connections.yaml: {', '.join(KEYS)}.",
    ).tag(config=True)
    verify_certificates = Bool(
        True,
        help="Whether TLS certificates are checked for connections that do not say (the published clients cannot say).",
    ).tag(config=True)
    login_timeout = Float(
        30.0,
        help="""Seconds that the registration of a connection waits for its login before it answers; the login goes on
        in the background.""",
    ).tag(config=True)
    login_patience = Float(None, allow_none=True, help="Deprecated: use login_timeout.").tag(config=True)
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
        help="""How many downloads and uploads run at a time; the others wait. A connection without a running transfer
        gets one more: the others may wait for an openBIS that is silent.""",
    ).tag(config=True)
    retry_seconds = Float(
        900.0,
        min=0.0,
        help="""Seconds for which a download or upload that was interrupted is tried again by itself, with growing
        pauses, from the last time that it made progress; 0: it fails at once. Only for errors that pass by
        themselves, e.g. no network, or openBIS is restarted.""",
    ).tag(config=True)
    download_roots = List(
        Unicode(),
        help="""Folders below which downloads go and data stores are mounted, and nowhere else; relative ones begin in
        Jupyter's root folder. If there are none: any folder the user may write. Never into hidden folders below them,
        nor into Jupyter's own folders for configuration, data and runtime files.""",
    ).tag(config=True)
    upload_roots = List(
        Unicode(),
        help="""Folders outside Jupyter's root folder, e.g. network shares, to which links in it may lead: what is
        linked can be uploaded and published, and requirements can be saved there. Relative ones begin in Jupyter's root
        folder. If there are none: links that lead outside are not followed.""",
    ).tag(config=True)
    allowed_hosts = List(
        Unicode(),
        help="""Hosts that this server may connect to for openBIS: for connections, checks of addresses, data stores and
        mounts; names or IP addresses, `*.example.org` for all below a domain, with `:port` or for all ports. If there
        are none: all hosts.""",
    ).tag(config=True)
    strict_host_keys = Bool(
        False,
        help="""Whether a data store is mounted only if its SSH key is known; else the first one that is seen is
        remembered. The file is jupyter_openbis_server/known_hosts in Jupyter's data folder.""",
    ).tag(config=True)
    unmount_on_exit = Bool(True, help="Whether data stores mounted here are unmounted when Jupyter ends.").tag(
        config=True
    )
    transfer_activity_limit = Float(
        86_400.0,
        min=0.0,
        help="""Seconds from its start for which a transfer counts as activity of this server, for
        `ServerApp.shutdown_no_activity_timeout` and for the hub that stops idle servers; 0 switches that off. The
        default is a day: few transfers take longer, and one that hangs keeps the server no longer than that.""",
    ).tag(config=True)
    kernel_login = Bool(
        True,
        help="""Whether kernels of this server, and the programs that they start, use the login of the openBIS panel.
        They have to send Jupyter's token, from this computer.""",
    ).tag(config=True)
    remember_login = Bool(
        True,
        help="""Whether users may have their login remembered: a personal access token of openBIS is stored on the
        computer that runs Jupyter, in the keyring or in a file that only the user can read, and used after a restart.
        False: no token is created, and stored ones are not used by this server.""",
    ).tag(config=True)
    remember_days = Int(30, min=1, help="Maximum days for which a login is remembered; openBIS may allow fewer.").tag(
        config=True
    )
    read_only = Bool(
        help="""Whether nothing in openBIS may be changed by this server: no uploads, publications, changes of metadata,
        new entities or requests to the archive. The default is the environment variable OPENBIS_READ_ONLY, which
        kernels inherit.""",
    ).tag(config=True)

    @default("read_only")
    def _default_read_only(self) -> bool:
        return is_read_only(os.environ)

    extension_url = Unicode("/")

    def initialize_settings(self) -> None:
        """Wire the program and read the connections, without access to the network."""
        self.logins: list[asyncio.Future[None]] = []
        self._login_slots = asyncio.Semaphore(_MAX_PARALLEL_LOGINS)
        container = Container(settings=self._settings())
        serverapp: Any = self.serverapp
        serverapp.event_logger.register_event_schema(SCHEMA_FILE)
        watch = JobWatch(serverapp.io_loop.asyncio_loop, serverapp.event_logger, self.log)
        self.metrics = metrics = PrometheusObserver()
        container.adapters.observer.override(providers.Object(Observers([LoggedActions(self.log), metrics])))
        self.activity = TransferActivity(
            serverapp.web_app.settings, lambda: dt.datetime.now(dt.timezone.utc), self.transfer_activity_limit
        )
        self._activity_notes = PeriodicCallback(self._note_activity, _ACTIVITY_SECONDS * 1000)
        # the watch is last: requests that wait for the end of a job continue after all others have been notified
        listeners = JobListeners([self.activity, metrics, container.services.observation(), watch])
        container.adapters.kept_listener.override(providers.Object(LoggedKeeping(self.log)))
        container.adapters.job_listener.override(providers.Object(listeners))
        container.adapters.token_issuer.override(providers.Object(HubTokenIssuer(os.environ)))
        use_cases: UseCases = container.use_cases()
        workers = Workers()
        self.kept_folders = KeptFolderLife(use_cases.sync.keeping, workers, self.log)
        memory = IdleMemory(self._is_idle, use_cases.forget_old_listings)
        self._tidying = PeriodicCallback(memory.tidy, TIDY_SECONDS * 1000)
        self.services = Services(
            use_cases,
            workers,
            Refresher(use_cases.connections.check_login, workers),
            watch,
            openapi_document,
            self._login_timeout(),
            KernelAccess(serverapp.identity_provider, os.environ, is_enabled=self.kernel_login),
        )
        _export_command_path(os.environ)
        for problem in use_cases.connections.load():
            self.log.warning("openBIS: %s", one_line(problem))

    def initialize_handlers(self) -> None:
        """Add the routes."""
        self.handlers.extend(tornado_routes(self.services))

    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Log in to connections in the background, with their credentials or with tokens that are stored for them.

        Unreachable hosts and locked keyrings do not delay startup.
        """
        collect_garbage_less_often()
        self._activity_notes.start()
        self._tidying.start()
        del serverapp
        self.logins = [
            asyncio.ensure_future(self._log_in(name)) for name in self.services.use_cases.connections.known.names()
        ]
        self.kept_folders.begin(self.logins)

    async def stop_extension(self) -> None:
        """End transfers, mounts and sessions, within a few seconds."""
        self._activity_notes.stop()
        self._tidying.stop()
        await self.services.refresher.close()
        await asyncio.gather(self._end_jobs(), self.kept_folders.end())
        background_logins = tuple(self.services.background_logins)
        for login in (*self.logins, *background_logins):
            login.cancel()
        await asyncio.gather(*background_logins, return_exceptions=True)
        shutdown_tasks: list[asyncio.Future[None]] = [
            asyncio.ensure_future(self._end_session(name))
            for name in self.services.use_cases.connections.known.with_session()
        ]
        if self.unmount_on_exit:
            shutdown_tasks.append(asyncio.ensure_future(self._unmount()))
        if shutdown_tasks:
            await asyncio.wait(shutdown_tasks, timeout=_SHUTDOWN_SECONDS)

    def _is_idle(self) -> bool:
        """Return whether no request is being processed and no transfer runs or waits."""
        is_at_work = self.services.workers.running > 0 or self.services.use_cases.sync.keeping.transfers()
        return not is_at_work and all(job.state.is_final for job in self.services.use_cases.jobs.all())

    def _note_activity(self) -> None:
        """Count transfers as activity, also those of kept folders. To wait for changes is none."""
        keeping = self.services.use_cases.sync.keeping
        self.activity.note(keeping.transfers())
        self.metrics.kept(each.state for each in keeping.all())

    async def _end_jobs(self) -> None:
        """Cancel transfers; wait until they have saved their state and released the streams of their sessions."""
        jobs = self.services.use_cases.jobs
        await self.services.workers.run(JOBS, jobs.close)
        running = [asyncio.ensure_future(self._wait_for_end(job.id)) for job in jobs.all() if not job.state.is_final]
        if running:
            await asyncio.wait(running, timeout=_JOBS_SHUTDOWN_SECONDS)

    async def _wait_for_end(self, job_id: str) -> None:
        get_job = partial(self.services.workers.run, JOBS, self.services.use_cases.jobs.get, job_id)
        await self.services.watch.wait_for_end(job_id, get_job)

    async def _log_in(self, name: str) -> None:
        use_cases = self.services.use_cases
        async with self._login_slots:
            restore = use_cases.connections.restore_login
            if (await self.services.workers.run(Lane("stored login", name), restore, name)).credentials is None:
                return
            with suppress(OpenbisError), use_cases.diagnostics.observation.of(ActionKind.LOGIN, name):
                await self.services.workers.run(Lane("login", name), use_cases.connections.login, name)

    async def _end_session(self, name: str) -> None:
        end_session = self.services.use_cases.connections.sessions.end_session
        try:
            await self.services.workers.run(Lane("logout", name), end_session, name)
        except OpenbisError as error:
            self.log.debug("openBIS: %s", one_line(error))

    async def _unmount(self) -> None:
        unmount_all_own = self.services.use_cases.mounts.unmount.all_own
        for problem in await self.services.workers.run(Lane("unmount"), unmount_all_own):
            self.log.warning("openBIS: %s", one_line(problem))

    def _login_timeout(self) -> float:
        """Return `login_timeout`, or the value of its old name if only that is configured."""
        if self.login_patience is None:
            return float(self.login_timeout)
        self.log.warning("OpenbisExtension.login_patience is deprecated: its new name is login_timeout")
        is_configured = "login_timeout" in self.config[type(self).__name__]
        return float(self.login_timeout if is_configured else self.login_patience)

    def _settings(self) -> Settings:
        serverapp: Any = self.serverapp
        root_dir = Path(os.path.abspath(Path(serverapp.root_dir).expanduser()))  # noqa: PTH100 - keeps links
        own = (serverapp.config_dir, serverapp.data_dir, serverapp.runtime_dir, *jupyter_config_path(), *jupyter_path())
        folders = connection_folders(serverapp.config_file_paths, os.environ)
        return Settings(
            root_dir=root_dir,
            download_places=places_of_a_server(root_dir, self.download_roots, own),
            workspace_places=workspace_of_a_server(root_dir, self.upload_roots, own),
            config_folders=folders,
            own_config_folder=own_folder(folders, serverapp.config_dir),
            environ=os.environ,
            connections=self.connections,
            verify_certificates=self.verify_certificates,
            types_max_age=self.types_max_age,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            transfers=self.transfers,
            retry_seconds=self.retry_seconds,
            strict_host_keys=self.strict_host_keys,
            allowed_hosts=AllowedHosts.of(self.allowed_hosts),
            read_only=self.read_only,
            remember_login=self.remember_login,
            remember_days=self.remember_days,
        )


def _export_command_path(environ: MutableMapping[str, str]) -> None:
    """Set the path of `jupyter-openbis` for kernels: their own search path may lack it."""
    name = "jupyter-openbis.exe" if os.name == "nt" else "jupyter-openbis"
    folders = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    command = next((folder / name for folder in folders if (folder / name).exists()), None)
    if command:
        environ[COMMAND_VARIABLE] = str(command.absolute())
