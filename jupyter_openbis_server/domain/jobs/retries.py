"""Automatic repetition of interrupted transfers: which errors, and when."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DownloadFailed,
    HostNotAllowed,
    OpenbisError,
    PartialDownloadFailure,
    UntrustedCertificate,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.object_files.errors import FilesNotUploaded
from jupyter_openbis_server.domain.sync.errors import PartialSyncFailure, SyncRunning

_LASTING = (UntrustedCertificate, HostNotAllowed)
_FIRST_PAUSE = 5.0
_MAX_PAUSE = 120.0
_JITTER = 0.25


def is_transient(error: OpenbisError | None) -> bool:
    """Return whether the same transfer may succeed later without a change by the user, and can be repeated safely.

    That is so if openBIS, a data store or a proxy did not respond, or not completely, or another program is
    synchronising the folder. An upload whose registration is
    unconfirmed is never repeated: it may create a duplicate.
    """
    if error is None or isinstance(error, UploadUnconfirmed):
        return False
    if isinstance(error, (PartialDownloadFailure, PartialSyncFailure)):
        return any(map(is_transient, error.failures))
    if isinstance(error, (DownloadFailed, FilesNotUploaded)):
        return is_transient(error.cause)
    if isinstance(error, UploadFailed):
        return isinstance(error.__cause__, OpenbisError) and is_transient(error.__cause__)
    return isinstance(error, ConnectionFailed | SyncRunning) and not isinstance(error, _LASTING)


@dataclass(frozen=True)
class RetryPolicy:
    """When interrupted transfers are repeated: with growing pauses, for a limited time.

    Attributes:
        seconds: Time from the last progress after which a transfer is not repeated any more; 0: never.
        jitter: Returns a number from 0 to 1, so that transfers that were interrupted together do not return together.
    """

    seconds: float = 0.0
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def pause(self, failures: int, elapsed: float) -> float | None:
        """Return the seconds until the next attempt; None if there is none.

        The last attempt is at the end of the time.

        Args:
            failures: Number of failures since the last progress, from 1.
            elapsed: Seconds since the first of them.
        """
        left = self.seconds - elapsed
        if left <= 0:
            return None
        usual = min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 10), _MAX_PAUSE)
        return min(usual * (1 - _JITTER + 2 * _JITTER * self.jitter()), left)


NO_RETRIES = RetryPolicy()


class Attempts:
    """The attempts of one job. Not thread-safe.

    Args:
        policy: When the job is repeated.
    """

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._failures = 0
        self._since = 0.0
        self._most = 0

    def pause_after(self, error: OpenbisError | None, bytes_done: int, now: float) -> float | None:
        """Return the seconds until the next attempt after a failure; None if there is none.

        Args:
            error: Why the last attempt has failed.
            bytes_done: Bytes that are transferred; more than at each earlier failure counts as progress.
            now: Current time in seconds.
        """
        if not is_transient(error):
            return None
        if not self._failures or bytes_done > self._most:
            self._failures, self._since = 0, now
        self._most = max(self._most, bytes_done)
        self._failures += 1
        return self._policy.pause(self._failures, now - self._since)
