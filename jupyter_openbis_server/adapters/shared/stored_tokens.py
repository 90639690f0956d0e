"""A kept token as text, for adapters that keep it."""

from __future__ import annotations

import datetime as dt
import json

from jupyter_openbis_server.domain.model import KeptToken, Secret


def written(token: KeptToken) -> str:
    """Return the text to keep. It holds the token."""
    until = token.valid_until.isoformat() if token.valid_until else None
    return json.dumps({"username": token.username, "token": token.token.reveal(), "valid_until": until})


def read(text: str) -> KeptToken | None:
    """Return what was written, or None for a text that is something else."""
    try:
        fields = json.loads(text)
        until = _time(fields["valid_until"]) if fields["valid_until"] else None
        token, username = fields["token"], fields["username"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return KeptToken(Secret(token), username, until) if isinstance(token, str) and isinstance(username, str) else None


def _time(text: str) -> dt.datetime:
    """Return a time that can be shown in any zone. Raises ValueError, TypeError."""
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None or not dt.MINYEAR < time.year < dt.MAXYEAR:
        raise ValueError(text)
    return time
