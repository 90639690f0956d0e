"""Services of the domain that several subjects share."""

from __future__ import annotations

import datetime as dt

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.catalogue.data_set_references import DataSetReferences
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.diagnostics.observation import Observation
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.retries import RetryPolicy
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies
from jupyter_openbis_server.version import VERSION

PROGRAM = f"jupyter-openbis-server {VERSION}"
"""Name of this program in manifests of downloads, and in the provenance of publications."""


def utc_now() -> dt.datetime:
    """Return the current time in UTC."""
    return dt.datetime.now(dt.timezone.utc)


class Services(containers.DeclarativeContainer):
    """Sessions, references to files, jobs and observation."""

    settings = providers.Dependency(instance_of=Settings)
    adapters = UsedDependencies()

    change_guard = providers.Singleton(ChangeGuard, settings.provided.read_only)
    data_set_references = providers.Singleton(DataSetReferences, adapters.data_sets, adapters.entities)
    observation = providers.Singleton(Observation, adapters.observer, adapters.connections)
    sessions = providers.Singleton(
        SessionManager,
        adapters.connections,
        adapters.sessions,
        adapters.panel_login,
        settings.provided.login_seconds,
        adapters.token_issuer,
    )
    retries = providers.Singleton(RetryPolicy, settings.provided.retry_seconds)
    jobs = providers.Singleton(
        Jobs,
        adapters.work_queue,
        adapters.job_listener,
        clock=providers.Object(utc_now),
        timers=adapters.timers,
        retries=retries,
    )
