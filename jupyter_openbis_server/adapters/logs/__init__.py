"""Log lines: one for each action, not forgeable by users."""

from jupyter_openbis_server.adapters.logs.lines import one_line
from jupyter_openbis_server.adapters.logs.logged_actions import LoggedActions

__all__ = ["LoggedActions", "one_line"]
