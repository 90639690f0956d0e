"""Common parts of the application server's operations: the session, and the suffix of error messages."""

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import Session
from jupyter_openbis_server.fake_openbis.wire.failures import Failure


@contextmanager
def operation(context: Context, name: str, token: str) -> Iterator[Session]:
    """Run an operation for the session of a token.

    Args:
        context: The fake openBIS.
        name: Name of the operation, for error messages.
        token: Session token or personal access token.

    Yields:
        The session.

    Raises:
        InvalidSession: when the token is dead; as it is, since the session is looked up before the operation begins.
        Failure: what goes wrong inside, with ``(Context: [...])`` appended to the message (openbis-protocol 1.3).
    """
    session = context.sessions.resolve(token)
    try:
        yield session
    except Failure as failure:
        raise type(failure)(f"{failure.message} (Context: [{name}])") from failure
