"""Transfers as activity of the Jupyter server, so that cullers of idle servers do not stop one with transfers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from jupyter_openbis_server.domain.jobs.job import Job

SETTING = "openbis_last_activity"
"""Of all settings that end with `_last_activity`, Jupyter uses the latest (`ServerWebApplication.last_activity`)."""


class TransferActivity:
    """Port `JobListener`: keeps Jupyter's last activity up to date while transfers run or wait.

    Args:
        settings: Settings of Jupyter's web application.
        clock: Returns the time, with time zone.
        limit: Seconds from its start during which a transfer counts as activity; 0: never.
    """

    def __init__(self, settings: MutableMapping[str, Any], clock: Callable[[], dt.datetime], limit: float) -> None:
        self._settings = settings
        self._clock = clock
        self._limit = dt.timedelta(seconds=limit)
        self._unended: dict[str, dt.datetime] = {}

    def changed(self, job: Job) -> None:
        """See the port."""
        if job.state.is_final:
            if self._unended.pop(job.id, None) and self._counts(job.started or job.created):
                self._settings[SETTING] = self._clock()
        else:
            self._unended[job.id] = job.started or job.created

    def note(self, others: Iterable[dt.datetime] = ()) -> None:
        """Set the last activity to now if a transfer runs or waits. Call it every few seconds.

        Args:
            others: When the transfers began that are no jobs.
        """
        if any(self._counts(begun) for begun in (*self._unended.values(), *others)):
            self._settings[SETTING] = self._clock()

    def _counts(self, begun: dt.datetime) -> bool:
        return self._clock() - begun < self._limit
