"""How the program fares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Health:
    """What can be told without asking any openBIS.

    Attributes:
        ready: Whether work is taken; no longer when the program is about to end.
        running_jobs: How many transfers run.
        waiting_jobs: How many wait for their turn.
        connections: How many connections are registered.
        connected: How many of them have an open session, as far as is known.
    """

    ready: bool
    running_jobs: int
    waiting_jobs: int
    connections: int
    connected: int
