"""Observer without effect, for programs without logs and metrics."""

from __future__ import annotations

from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError


class NullObserver:
    """`Observer` that ignores everything."""

    def on_action(self, action: Action) -> None:
        """See `Observer.on_action`."""

    def on_request(self, method: str, seconds: float) -> None:
        """See `Observer.on_request`."""

    def on_error(self, error: OpenbisError) -> None:
        """See `Observer.on_error`."""
