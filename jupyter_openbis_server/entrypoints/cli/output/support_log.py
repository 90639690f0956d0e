"""The logger for records that only the log file gets (`--log-file`)."""

from __future__ import annotations

import logging

support_log = logging.getLogger("jupyter_openbis_server.support")
support_log.propagate = False
support_log.addHandler(logging.NullHandler())
