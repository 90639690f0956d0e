"""A token that is kept from one run of the program to the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.domain.model.secret import Secret
from jupyter_openbis_server.domain.model.session import Credentials


@dataclass(frozen=True)
class KeptToken:
    """A token with what it is good for.

    Attributes:
        token: A personal access token or a session token.
        username: Who logs in with it.
        valid_until: When openBIS ends it; None where nobody knows beforehand.
    """

    token: Secret
    username: str
    valid_until: dt.datetime | None = None

    @property
    def credentials(self) -> Credentials:
        """What to log in with."""
        return Credentials.of_token(self.token, self.username)
