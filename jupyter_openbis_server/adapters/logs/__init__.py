"""Log lines: one for each action, not forgeable by users."""

from jupyter_openbis_server.adapters.logs.lines import one_line
from jupyter_openbis_server.adapters.logs.logged_actions import LoggedActions
from jupyter_openbis_server.adapters.logs.logged_keeping import LoggedKeeping

__all__ = ["LoggedActions", "LoggedKeeping", "one_line"]
