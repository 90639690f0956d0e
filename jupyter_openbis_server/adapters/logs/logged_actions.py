"""The port `Observer` over Python's logging."""

from __future__ import annotations

import logging

from jupyter_openbis_server.adapters.logs.lines import key_values
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Action


class LoggedActions:
    """Writes one line for each action, as a warning if it has failed.

    Args:
        log: Where to.
    """

    def __init__(self, log: logging.Logger) -> None:
        self._log = log

    def acted(self, action: Action) -> None:
        """See the port."""
        told: dict[str, object] = {
            "action": action.kind.value,
            "result": action.code,
            "connection": action.connection,
            "user": action.owner,
            "openbis_user": action.username,
            "client": action.client,
            "seconds": action.seconds,
        }
        if action.kind.is_transfer:
            told |= {"files": action.files, "bytes": action.bytes, "job": action.job_id}
        if action.error:
            told["reason"] = str(action.error)
        level = logging.WARNING if action.result == "failed" else logging.INFO
        self._log.log(level, "openBIS: %s", key_values({key: value for key, value in told.items() if value != ""}))

    def failed(self, error: OpenbisError) -> None:
        """See the port. The line of the action tells it, or that of the request."""

    def asked(self, method: str, seconds: float) -> None:
        """See the port. There are too many of these for a log."""
