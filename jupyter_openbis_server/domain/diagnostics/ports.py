"""Port for logs and metrics."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError


class Observer(Protocol):
    """Receives events for operators. Called from any thread; must be quick and must not raise."""

    def on_action(self, action: Action) -> None:
        """Handle an action of a user; called once for each action. Its error is passed to `on_error`, too."""

    def on_error(self, error: OpenbisError) -> None:
        """Handle an error that was returned to a user."""

    def on_request(self, method: str, seconds: float) -> None:
        """Handle a call of openBIS's API that has ended, successfully or not.

        Args:
            method: Name of the API method.
            seconds: Duration from the call to the complete response.
        """
