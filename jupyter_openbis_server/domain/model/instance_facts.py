"""What an openBIS installation tells of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class InstanceFacts:
    """What is known of an installation.

    Attributes:
        version: Of openBIS, e.g. `20.10.7`; None if it does not tell.
        api_version: Of its v3 API, e.g. `(3, 6)`.
        clock: What time it is there, to the second; None if it does not tell.
    """

    version: str | None
    api_version: tuple[int, ...]
    clock: dt.datetime | None
