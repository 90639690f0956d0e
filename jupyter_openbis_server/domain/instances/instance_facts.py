"""Facts about an openBIS installation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class InstanceFacts:
    """Facts that an openBIS installation reports about itself.

    Attributes:
        version: Version of openBIS, e.g. `20.10.7`; None if it is not reported.
        api_version: Version of its v3 API, e.g. `(3, 6)`.
        clock: Time of the server, to the second; None if it is not reported.
        has_fast_download: Whether many files are sent in one transfer, and interrupted files can be resumed.
    """

    version: str | None
    api_version: tuple[int, ...]
    clock: dt.datetime | None
    has_fast_download: bool
