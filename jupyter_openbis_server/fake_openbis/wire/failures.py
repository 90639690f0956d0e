"""Failures a method reports to its caller as a JSON-RPC error (openbis-protocol 1.3)."""

from typing import ClassVar

_EXCEPTIONS = "ch.systemsx.cisd.common.exceptions"


class Failure(Exception):
    """A failure with a message for the client; ``java_class`` becomes ``exceptionTypeName``."""

    java_class: ClassVar[str] = "java.lang.RuntimeException"

    @property
    def message(self) -> str:
        """The text the client gets."""
        return str(self.args[0])


class UserFailure(Failure):
    """The request cannot be carried out: something is missing, wrong or forbidden."""

    java_class = f"{_EXCEPTIONS}.UserFailureException"


class InvalidSession(Failure):
    """The token is unknown, expired or not valid here (openbis-protocol 2.5)."""

    java_class = f"{_EXCEPTIONS}.InvalidSessionException"


class IllegalArgument(Failure):
    """A parameter that the server's Java code rejects."""

    java_class = "java.lang.IllegalArgumentException"


class UnreadableParameter(Failure):
    """A parameter that cannot be deserialised."""

    java_class = "java.lang.RuntimeException"


class DatabaseFailure(Failure):
    """A statement that the database refuses. Clients get another class than the database's (openbis-protocol 1.3)."""


def missing_column(name: str) -> DatabaseFailure:
    """Return the failure for a field that is no column of the table: openBIS puts it into the statement as it is."""
    return DatabaseFailure(f"org.postgresql.util.PSQLException: ERROR: column t0.{name} does not exist")


def not_found(id_class: str, given: str) -> UserFailure:
    """Return the failure for an entity that does not exist or is not visible.

    Args:
        id_class: Simple name of the id's class, e.g. ``SampleIdentifier``.
        given: The id's text as the client sent it.
    """
    return UserFailure(f"Object with {id_class} = [{given}] has not been found.")
