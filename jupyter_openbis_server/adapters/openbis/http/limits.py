"""How patient and how greedy the adapter is towards an openBIS instance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class HttpLimits:
    """How long and how much; seconds and bytes.

    Attributes:
        connect_seconds: Until a connection stands.
        read_seconds: Between two pieces of an answer.
        answer_seconds: Until a JSON answer is complete, and until each piece of a file is there, a megabyte at most:
            nobody can keep us busy by sending a byte now and then.
        registration_seconds: Until the data store has registered an uploaded data set; it moves the files meanwhile.
        answer_bytes: Size of a JSON answer.
        retries: How often an idempotent request is repeated whose answer did not come through.
        retry_seconds: Pause before the first repetition; it doubles from one to the next.
        pool_size: Idle connections kept per host.
        download_streams: How many streams a fast download wishes for. openBIS has a limited number of them for all
            users; more than a few gain nothing.
        download_connections: How many files are downloaded at a time where each one takes a request. A few more than
            browsers and command line tools open: each waits a moment while its file is checked and put away.
        few_files: Up to so many files are downloaded with a request for each, also where openBIS can do better.
        few_bytes: How many bytes they may have in all.
        upload_streams: How many parts of big files are uploaded at a time: a few fill the line, and more get in each
            other's way.
        upload_connections: How many small files are uploaded at a time. They cost one latency of the network each.
    """

    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    registration_seconds: float = 900
    answer_bytes: int = 256 * 1024 * 1024
    retries: int = 2
    retry_seconds: float = 0.5
    pool_size: int = 32
    download_streams: int = 4
    download_connections: int = 20
    few_files: int = 16
    few_bytes: int = 16 * 1024 * 1024
    upload_streams: int = 4
    upload_connections: int = 32

    def pauses(self) -> Iterator[float]:
        """Yield the pause before each repetition."""
        return (self.retry_seconds * 2**number for number in range(self.retries))
