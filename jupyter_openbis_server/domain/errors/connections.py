"""Errors about registered connections."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.input import InvalidInput


class UnknownConnection(OpenbisError):
    """No connection has this name."""

    code = "unknown-connection"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        names = ", ".join(known)
        super().__init__(f"No such connection: {name}" + (f"; known are: {names}" if names else ""))


class AmbiguousConnection(OpenbisError):
    """No connection was named, and there are several connections or none."""

    code = "ambiguous-connection"

    def __init__(self, names: Iterable[str]) -> None:
        known = ", ".join(names)
        super().__init__(f"Name the connection; known are: {known}" if known else "No connection is registered")


class ConflictingCredentials(InvalidInput):
    """The given credentials contradict each other; nothing was sent."""

    code = "conflicting-credentials"


class InvalidConnection(InvalidInput):
    """The definition of a connection is invalid; `field` is the invalid key, `problem` the reason."""

    code = "invalid-connection"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class HttpNotAllowed(InvalidConnection):
    """The URL begins with `http://`, but `http_only` is not set."""

    code = "http-not-allowed"

    def __init__(self) -> None:
        super().__init__("url", "http shows passwords to the network; set http_only to allow it here")


class ConnectionClosed(OpenbisError):
    """A connection was used after it was closed."""

    code = "connection-closed"

    def __init__(self, connection: str) -> None:
        super().__init__(f"The connection to {connection} is closed; call connect() again")
