"""What all operations of the application server share: the session, and the suffix of their failures."""

from collections.abc import Iterator
from contextlib import contextmanager

from .context import Context
from .failures import Failure
from .sessions import Session


@contextmanager
def operation(context: Context, name: str, token: str) -> Iterator[Session]:
    """Runs an operation for the session of a token.

    Args:
        context: The fake openBIS.
        name: Name of the operation, which failures tell.
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
