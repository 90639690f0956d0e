"""Result of the check of a data store."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError


@dataclass(frozen=True)
class DataStoreCheck:
    """A data store that openBIS lists, or its file server (AFS), and whether it responds.

    Attributes:
        code: Its code in openBIS, e.g. `DSS1`.
        url: Its public address; None if openBIS returns none.
        error: Why it cannot be used; None if it responds.
    """

    code: str
    url: str | None = None
    error: OpenbisError | None = None
