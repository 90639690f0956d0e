"""What handlers use: their services, the description of their operations, and actions for operators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.kernel_access import KernelAccess
from jupyter_openbis_server.entrypoints.jupyter.loop.job_watch import JobWatch
from jupyter_openbis_server.entrypoints.jupyter.loop.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Workers
from jupyter_openbis_server.entrypoints.use_cases import UseCases


@dataclass(frozen=True)
class Services:
    """The services that handlers use.

    Attributes:
        openapi_document: Returns the description of the API.
        login_timeout: Seconds that the registration of a connection waits for its login.
        kernel_access: Decides which requests are answered with a session.
        background_logins: Logins that continue after their response; cancelled when the server stops.
    """

    use_cases: UseCases
    workers: Workers
    refresher: Refresher
    watch: JobWatch
    openapi_document: Callable[[], dict[str, Any]]
    login_timeout: float
    kernel_access: KernelAccess
    background_logins: set[asyncio.Future[Any]] = field(default_factory=set)


@dataclass(frozen=True)
class ObservedAction:
    """Report of a use case to operators.

    Attributes:
        connection: Name of the connection, if there is one.
        username: The openBIS user if the request names one; else the user of the connection.
        client: Address of the process that receives a session.
    """

    kind: ActionKind
    connection: str = ""
    username: str = ""
    client: str = ""


@dataclass(frozen=True)
class Operation:
    """One verb of a route, for the OpenAPI document.

    Attributes:
        body: Schema of the request body; several schemas for several forms.
        errors: Error statuses.
        changes: Whether a GET changes something, though a GET should not.
        polled: Whether open pages poll it. It is no activity then: else a hub would never cull an idle server.
        status: The status of success.
        also: Other success statuses, with the schemas of their responses.
    """

    summary: str
    response: type[Schema] | None
    body: type[Schema] | tuple[type[Schema], ...] | None = None
    query: type[Schema] | None = None
    errors: tuple[int, ...] = ()
    changes: bool = False
    polled: bool = False
    status: int = 200
    also: Mapping[int, tuple[type[Schema], ...]] = field(default_factory=dict)
