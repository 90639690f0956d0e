"""The port `KeptListener` over Python's logging."""

from __future__ import annotations

import logging

from jupyter_openbis_server.adapters.logs.lines import key_values
from jupyter_openbis_server.domain.errors import InternalError
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptStatus


class LoggedKeeping:
    """Writes a line when a kept folder cannot be synchronised any more, and when it can again.

    Args:
        log: The logger.
    """

    def __init__(self, log: logging.Logger) -> None:
        self._log = log

    def changed(self, status: KeptStatus) -> None:
        """See the port."""
        kept, error = status.kept, status.error
        fields: dict[str, object] = {
            "action": "keep-folder",
            "result": error.code if error else "ok",
            "connection": kept.connection,
            "folder": kept.folder,
        }
        if error:
            fields["reason"] = str(error)
        self._log.log(logging.WARNING if error else logging.INFO, "openBIS: %s", key_values(fields))
        if isinstance(error, InternalError):
            self._log.error("openBIS: %s: %s", kept.folder, error.trace.rstrip())
