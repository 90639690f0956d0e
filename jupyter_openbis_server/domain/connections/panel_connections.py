"""Connections of the openBIS panel."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition


@dataclass(frozen=True)
class PanelConnections:
    """The connections of the openBIS panel, or the reason why they are unknown.

    Attributes:
        definitions: The connections, without credentials.
        is_answered: Whether the panel has responded: only then `definitions` is complete.
        problem: Why it cannot be queried, and what to do, in one line; empty if it responded, or if there is no panel.
    """

    definitions: tuple[ConnectionDefinition, ...] = ()
    is_answered: bool = True
    problem: str = ""

    @classmethod
    def none(cls, problem: str = "") -> PanelConnections:
        """Return the result without a response of the panel."""
        return cls(is_answered=False, problem=problem)
