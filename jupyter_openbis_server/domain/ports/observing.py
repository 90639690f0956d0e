"""Who tells operators what goes on."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Action


class Observer(Protocol):
    """Is told what operators want to know. Called from any thread; must be quick and must not raise."""

    def acted(self, action: Action) -> None:
        """Take note of what a user has done, once for each action. Its error is told by `failed`, too."""

    def failed(self, error: OpenbisError) -> None:
        """Take note of an error that a user has got."""

    def asked(self, method: str, seconds: float) -> None:
        """Take note of a call of openBIS's API, which has ended in one way or another.

        Args:
            method: The API's name for it.
            seconds: From the call to its complete answer.
        """
