"""Wiring of the logins that JupyterHub's authenticator holds."""

from __future__ import annotations

import datetime as dt
import platform
from dataclasses import dataclass
from pathlib import Path

from dependency_injector import providers

from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.stored_logins.issued_login import IssueLogins
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.wiring.adapters import Adapters
from jupyter_openbis_server.entrypoints.wiring.services import utc_now


@dataclass(frozen=True)
class HubSettings:
    """The settings of the authenticator that concern requests to openBIS.

    Attributes:
        instance: The openBIS that users sign in to.
        connect_timeout: Seconds after which a host that does not answer is unreachable.
        read_timeout: Seconds without a received byte after which a response is lost.
        token_days: Maximum validity of tokens.
    """

    instance: Instance
    connect_timeout: float
    read_timeout: float
    token_days: int


def issue_logins(settings: HubSettings) -> IssueLogins:
    """Return the use case. No connections of files or of the environment are read."""
    own = Settings(Path("/"), connect_timeout=settings.connect_timeout, read_timeout=settings.read_timeout)
    return IssueLogins(
        Adapters(settings=providers.Object(own)).sessions(),
        settings.instance,
        f"JupyterHub ({platform.node() or 'unknown host'})",
        utc_now,
        dt.timedelta(days=settings.token_days),
    )
