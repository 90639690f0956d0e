"""Serialisation of stored tokens."""

from __future__ import annotations

import datetime as dt
import json

from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


def written(token: StoredToken) -> str:
    """Return the text to store. It contains the token."""
    until = token.valid_until.isoformat() if token.valid_until else None
    return json.dumps({"username": token.username, "token": token.token.reveal(), "valid_until": until})


def read(text: str) -> StoredToken | None:
    """Parse a stored text; return None if it is invalid."""
    try:
        fields = json.loads(text)
        until = _time(fields["valid_until"]) if fields["valid_until"] else None
        token, username = fields["token"], fields["username"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return StoredToken(Secret(token), username, until) if isinstance(token, str) and isinstance(username, str) else None


def _time(text: str) -> dt.datetime:
    """Return a time that can be shown in any zone. Raises ValueError, TypeError."""
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None or not dt.MINYEAR < time.year < dt.MAXYEAR:
        raise ValueError(text)
    return time
