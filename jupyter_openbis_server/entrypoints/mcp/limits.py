"""Limits of an assistant: how much one answer may have, and how much may be asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.shared.rate_limit import MIN_RATE, RateLimit

DEFAULT_ANSWER_BYTES = 64 << 10
MIN_ANSWER_BYTES = 4 << 10
DEFAULT_TRANSFER_BYTES = 1 << 30
DEFAULT_CALLS_PER_MINUTE = 300
MIN_CALLS_PER_MINUTE = 60
"""With less, single calls would wait: the limiter keeps the share of one second."""
MAX_ARGUMENT_BYTES = 256 << 10
MAX_ROWS = 100
MAX_DATA_SETS = 20
"""Of one download."""
MAX_FILES = 10_000
"""Of one download or upload."""
MAX_CONCURRENT_CALLS = 4
MAX_IMAGE_BYTES = 1 << 20
MAX_IMAGE_SIDE = 1024
"""Pixels."""
MAX_WAITING_SECONDS = 10.0
"""Calls that would have to wait longer for the rate are refused."""


@dataclass(frozen=True)
class Limits:
    """The limits that the user can set.

    Attributes:
        answer_bytes: Maximum size of the data of one answer as JSON; images come on top, see `MAX_IMAGE_BYTES`.
        transfer_bytes: Maximum size of one download or upload.
        calls_per_minute: Further calls wait, or are refused.
    """

    answer_bytes: int = DEFAULT_ANSWER_BYTES
    transfer_bytes: int = DEFAULT_TRANSFER_BYTES
    calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE

    @property
    def transfer(self) -> Amount:
        """Maximum number and size of the files of one download or upload."""
        return Amount(MAX_FILES, self.transfer_bytes)


class CallRate:
    """The rate of calls, by the limiter of transfers: a call costs as much of it as its share of a minute."""

    def __init__(self, calls_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = RateLimit(MIN_RATE, clock)
        self._limit.take(-MIN_RATE)  # begin with the share of a second
        self._cost = round(MIN_RATE * 60 / calls_per_minute)

    def take(self) -> float:
        """Take one call; return the seconds that it has to wait. A call that is refused has taken none.

        Raises:
            OverflowError: it would have to wait longer than `MAX_WAITING_SECONDS`.
        """
        seconds = self._limit.take(self._cost)
        if seconds > MAX_WAITING_SECONDS:
            self._limit.take(-self._cost)
            raise OverflowError
        return seconds
