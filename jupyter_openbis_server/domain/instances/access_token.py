"""Personal access tokens as openBIS lists them, without their secrets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class AccessToken:
    """A personal access token of a user.

    Attributes:
        label: Its name in openBIS (the session name).
        valid_from: When it begins to be valid; None if openBIS does not state it.
        valid_until: When it expires; None if openBIS does not state it.
        last_used: When it was used last; None if never, or if openBIS does not state it.
        is_current: Whether the session of the request is that of this token.
    """

    label: str
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None
    last_used: dt.datetime | None = None
    is_current: bool = False
