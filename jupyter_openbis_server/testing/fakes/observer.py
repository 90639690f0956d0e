"""Fake of the port `Observer`."""

from __future__ import annotations

from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError


class MemoryObserver:
    """`Observer` that records all notifications.

    Attributes:
        actions: Completed actions, oldest first.
        errors: Unexpected errors.
        requests: Requests to openBIS: method and duration in seconds.
    """

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.errors: list[OpenbisError] = []
        self.requests: list[tuple[str, float]] = []

    def on_action(self, action: Action) -> None:
        """See `Observer.on_action`."""
        self.actions.append(action)

    def on_request(self, method: str, seconds: float) -> None:
        """See `Observer.on_request`."""
        self.requests.append((method, seconds))

    def on_error(self, error: OpenbisError) -> None:
        """See `Observer.on_error`."""
        self.errors.append(error)
