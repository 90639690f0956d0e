"""Requests of users to keep a folder in openBIS."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion


@dataclass(frozen=True)
class KeepRequest:
    """A folder to be kept in openBIS. Attributes as in `KeptFolder`.

    Attributes:
        entity: Identifier, permId or link of the sample or experiment with the files; empty: that of the last
            synchronisation.
    """

    folder: str
    connection: str
    entity: str = ""
    direction: Direction = Direction.BOTH
    delete: bool = False
    exclusion: Exclusion = DEFAULT_EXCLUSION
    pace: Pace = field(default_factory=Pace)
