"""What the openBIS panel says of its connections."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.connection_definition import ConnectionDefinition


@dataclass(frozen=True)
class PanelConnections:
    """The connections of the openBIS panel, or why they are not known.

    Attributes:
        definitions: The connections, without credentials.
        is_answered: Whether the panel has answered: only then it has no other connections.
        problem: Why it cannot be asked, and what to do, in one line; empty if it has answered, or if there is no panel.
    """

    definitions: tuple[ConnectionDefinition, ...] = ()
    is_answered: bool = True
    problem: str = ""

    @classmethod
    def none(cls, problem: str = "") -> PanelConnections:
        """Return what is known without an answer."""
        return cls(is_answered=False, problem=problem)
