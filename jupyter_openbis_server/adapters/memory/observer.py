"""An observer that is not connected to anything."""

from __future__ import annotations

from collections.abc import Sized

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Action


class MemoryObserver:
    """`Observer` that remembers all that it was told; with `keeps` 0, for those who do not care, nothing."""

    def __init__(self, keeps: int | None = None) -> None:
        self.actions: list[Action] = []
        self.errors: list[OpenbisError] = []
        self.calls: list[tuple[str, float]] = []
        self._keeps = keeps

    def acted(self, action: Action) -> None:
        """See `Observer.acted`."""
        if self._has_room(self.actions):
            self.actions.append(action)

    def failed(self, error: OpenbisError) -> None:
        """See `Observer.failed`."""
        if self._has_room(self.errors):
            self.errors.append(error)

    def asked(self, method: str, seconds: float) -> None:
        """See `Observer.asked`."""
        if self._has_room(self.calls):
            self.calls.append((method, seconds))

    def _has_room(self, told: Sized) -> bool:
        return self._keeps is None or len(told) < self._keeps
