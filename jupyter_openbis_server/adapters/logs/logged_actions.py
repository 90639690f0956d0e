"""The port `Observer` over Python's logging."""

from __future__ import annotations

import logging

from jupyter_openbis_server.adapters.logs.lines import key_values
from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError


class LoggedActions:
    """Writes one line for each action, as a warning if it has failed.

    Args:
        log: The logger.
    """

    def __init__(self, log: logging.Logger) -> None:
        self._log = log

    def on_action(self, action: Action) -> None:
        """See the port."""
        fields: dict[str, object] = {
            "action": action.kind.value,
            "result": action.code,
            "connection": action.connection,
            "user": action.owner,
            "openbis_user": action.username,
            "client": action.client,
            "seconds": action.seconds,
        }
        if action.kind.is_transfer:
            fields |= {"files": action.files, "bytes": action.bytes, "job": action.job_id}
        if action.error:
            fields["reason"] = str(action.error)
        level = logging.WARNING if action.result == "failed" else logging.INFO
        self._log.log(level, "openBIS: %s", key_values({key: value for key, value in fields.items() if value != ""}))

    def on_error(self, error: OpenbisError) -> None:
        """See the port. The error is logged with its action or request."""

    def on_request(self, method: str, seconds: float) -> None:
        """See the port. Not logged: there are too many requests."""
