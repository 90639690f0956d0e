"""Where a connection is defined, and so who may change that."""

from __future__ import annotations

import enum


class ConnectionOrigin(enum.Enum):
    """Who defines a connection of that name when the program is started again."""

    UNSAVED = "unsaved"
    """Nobody: it was registered while the program runs."""

    OWN_FILE = "own file"
    """The user, in the connection file of their own."""

    PRESCRIBED = "prescribed"
    """An operator: by another connection file, by Jupyter's configuration or by the environment."""
