"""Removal of new tokens that could not be stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken


@contextmanager
def revoking_unless_stored(sessions: Sessions, session: Session, new: StoredToken) -> Iterator[None]:
    """Delete a new token in openBIS, as far as possible, if the block that stores it fails with an OpenbisError."""
    try:
        yield
    except OpenbisError:
        with suppress(OpenbisError):
            sessions.revoke_access_token(session, new.token)
        raise
