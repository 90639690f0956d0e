"""The session of a connection for other processes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.entrypoints.cluster.task import PortableToken
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program


@dataclass(frozen=True)
class WorkerLogin:
    """A function for worker processes: it can be pickled, takes no arguments, and its texts mask the token.

    Attributes:
        instance: The openBIS instance; a `ca_bundle` is read by the worker.
        token: The token of the session.
        number: Unique per object.
    """

    instance: Instance
    token: PortableToken
    number: str = field(default_factory=lambda: uuid.uuid4().hex, repr=False)

    @classmethod
    def through(cls, session: Session) -> WorkerLogin:
        """Return the login for a session of this program."""
        return cls(session.instance, PortableToken(session.token))

    def __call__(self) -> None:
        """Use the session in this process, for `connect` and `openbis://`. It is neither renewed nor closed here."""
        login = ExplicitLogin(token=self.token.unpacked())
        known = Connection.defined(ConnectionDefinition(self.instance))
        shared_program().use_cases.connections.known.add(login.applied_to(known))

    def __dask_tokenize__(self) -> tuple[str, str]:
        """Return the value that dask derives a task's key from; it does not depend on the token."""
        return type(self).__name__, self.number
