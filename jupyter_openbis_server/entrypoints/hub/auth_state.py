"""Logins in the form in which JupyterHub encrypts and stores them, its `auth_state`.

`url` and `token` are the keys of the published jupyter-openbis-authenticator, which hooks of operators read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.issued_login import IssuedLogin


def dumped(login: IssuedLogin, url: str) -> dict[str, Any]:
    """Return a login as JSON, with its secrets: JupyterHub encrypts it."""
    stored = login.stored
    return {
        "url": url,
        "token": stored.token.reveal(),
        "username": stored.username,
        "session": login.session.reveal() if login.session else None,
        "valid_until": stored.valid_until.isoformat() if stored.valid_until else None,
        "renew_from": stored.renew_from.isoformat() if stored.renew_from else None,
        "is_own": stored.is_own,
    }


def loaded(state: Mapping[str, Any] | None, url: str) -> IssuedLogin | None:
    """Return the login of a state; None if there is none, or only one of another openBIS."""
    if not state or state.get("url") != url or not state.get("token"):
        return None
    stored = StoredToken(
        Secret(state["token"]),
        state.get("username") or "",
        _time(state.get("valid_until")),
        _time(state.get("renew_from")),
        is_own=bool(state.get("is_own")),
    )
    return IssuedLogin(stored, Secret(state["session"]) if state.get("session") else None)


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
