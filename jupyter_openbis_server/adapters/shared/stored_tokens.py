"""Serialisation of stored tokens."""

from __future__ import annotations

import datetime as dt
import json

from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


def written(token: StoredToken) -> str:
    """Return the text to store. It contains the token."""
    until = token.valid_until.isoformat() if token.valid_until else None
    fields: dict[str, object] = {"username": token.username, "token": token.token.reveal(), "valid_until": until}
    if token.renew_from:
        fields["renew_from"] = token.renew_from.isoformat()
    if token.is_own:
        fields["is_own"] = True
    return json.dumps(fields)


def read(text: str) -> StoredToken | None:
    """Parse a stored text; return None if it is invalid."""
    try:
        fields = json.loads(text)
        until = _time(fields["valid_until"]) if fields["valid_until"] else None
        renew_from = _time(fields["renew_from"]) if fields.get("renew_from") else None
        token, username, is_own = fields["token"], fields["username"], fields.get("is_own") is True
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None
    if not isinstance(token, str) or not isinstance(username, str):
        return None
    return StoredToken(Secret(token), username, until, renew_from, is_own)


def _time(text: str) -> dt.datetime:
    """Return a time that can be shown in any zone. Raises ValueError, TypeError."""
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None or not dt.MINYEAR < time.year < dt.MAXYEAR:
        raise ValueError(text)
    return time
