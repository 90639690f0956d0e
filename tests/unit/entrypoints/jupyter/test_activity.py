"""Transfers count as activity for culling, up to a limit."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.entrypoints.jupyter.loop.activity import TransferActivity

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
QUEUED = Job("7f", "lab", DownloadRequest(("1-1",), "/data"), NOON)


class Scenario:
    """An activity with a clock, and the activity that Jupyter sees."""

    def __init__(self, limit: float) -> None:
        self.now = NOON
        self.settings: dict[str, Any] = {}
        self.activity = TransferActivity(self.settings, lambda: self.now, limit)

    def after(self, seconds: float) -> dt.datetime | None:
        """Return the last activity after some time and another update."""
        self.now += dt.timedelta(seconds=seconds)
        self.activity.note()
        return self.settings.get("openbis_last_activity")


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_a_transfer_that_runs_or_waits_is_activity(state: JobState) -> None:
    trial = Scenario(limit=3600)
    trial.activity.changed(replace(QUEUED, state=state))
    assert [trial.after(600) == trial.now for _ in range(5)] == [True] * 5


def test_transfers_that_are_no_jobs_are_activity_up_to_the_limit() -> None:
    trial = Scenario(limit=60)
    trial.activity.note([NOON - dt.timedelta(seconds=61)])
    assert trial.settings == {}
    trial.activity.note([NOON - dt.timedelta(seconds=59)])
    assert trial.settings["openbis_last_activity"] == NOON


def test_without_transfers_there_is_no_activity() -> None:
    assert Scenario(limit=3600).after(10) is None


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_end_of_a_transfer_is_the_last_activity(state: JobState) -> None:
    trial = Scenario(limit=3600)
    trial.activity.changed(QUEUED)
    trial.now += dt.timedelta(seconds=5)
    trial.activity.changed(replace(QUEUED, state=state))
    ended = trial.now
    assert trial.after(600) == ended


def test_a_transfer_that_hangs_is_activity_up_to_the_limit_only() -> None:
    trial = Scenario(limit=60)
    trial.activity.changed(replace(QUEUED, state=JobState.RUNNING, started=NOON))
    last = trial.after(59)
    assert last == trial.now
    assert trial.after(2) == last


def test_each_transfer_has_its_own_limit() -> None:
    trial = Scenario(limit=60)
    trial.activity.changed(QUEUED)
    trial.now += dt.timedelta(seconds=100)
    trial.activity.changed(replace(QUEUED, id="8a", created=trial.now))
    assert trial.after(30) == trial.now


def test_limit_of_zero_disables_it() -> None:
    trial = Scenario(limit=0)
    trial.activity.changed(QUEUED)
    trial.activity.changed(replace(QUEUED, state=JobState.DONE))
    assert trial.after(0) is None
