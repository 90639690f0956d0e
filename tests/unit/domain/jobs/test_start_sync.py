"""Synchronisations as jobs: what stays in memory, and when they are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable, ReadOnly, UnknownConnection
from jupyter_openbis_server.domain.jobs.job import Job, JobKind, JobState
from jupyter_openbis_server.domain.jobs.job_size import items_of
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.start_sync import StartSync
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.sync.errors import NotSynchronised
from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.overview import MAX_SHOWN
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.request import Direction, SyncRequest
from jupyter_openbis_server.domain.sync.running.synchronise_as_job import SynchroniseAsJob
from jupyter_openbis_server.domain.sync.show_sync_plan import ShowSyncPlan
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.testing.fakes.sync.known_states import MemoryKnownStates
from tests.support.sync_world import LocalMemory, SyncWorld

NOON = dt.datetime(2026, 5, 17, 12, tzinfo=dt.timezone.utc)


class Server:
    """A server with jobs."""

    def __init__(self) -> None:
        self.world, self.queue, self.outcomes = SyncWorld(LocalMemory()), MemoryWorkQueue(), RecentOutcomes()
        self.jobs = Jobs(self.queue, MemoryJobListener(), lambda: NOON)
        self.look = LookAtSync(MemoryKnownStates(self.world.here.folders))

    def start(self, request: SyncRequest, *, name: str = "lab", read_only: bool = False, **how: Any) -> Job:
        synchronise = SynchroniseAsJob(self.world.run(), self.outcomes)
        guard = ChangeGuard(read_only=read_only)
        folders = MemoryDownloadFolders()
        return StartSync(self.world.connections, folders, self.jobs, self.look, synchronise, guard)(
            name, request, **how
        )

    def run(self, request: SyncRequest) -> Job:
        job = self.start(request)
        self.queue.run_all()
        return self.jobs.get(job.id)


@pytest.fixture
def server() -> Server:
    return Server()


def test_an_ended_job_keeps_a_part_of_what_was_done_and_all_numbers(server: Server) -> None:
    for number in range(MAX_SHOWN + 7):
        server.world.here.write(f"{number}.csv", b"1")
    plan = ShowSyncPlan(server.look, server.world.planner())("lab", server.world.request())
    assert (len(plan.work), plan.shown_counts, plan.to_send.files) == (
        MAX_SHOWN,
        {Kind.SEND: MAX_SHOWN + 7},
        MAX_SHOWN + 7,
    )
    job = server.run(server.world.request())
    assert (job.state, job.kind, job.error) == (JobState.DONE, JobKind.SYNC, None)
    assert job.sync
    assert (len(job.sync.done), job.sync.counts, job.sync.is_settled) == (
        MAX_SHOWN,
        {Kind.SEND: MAX_SHOWN + 7},
        True,
    )
    assert items_of(job) == MAX_SHOWN


def test_an_ended_job_says_what_it_was_about(server: Server) -> None:
    owner = server.world.there.owner
    job = server.run(server.world.request())
    assert (job.local_folder, job.owner_perm_id, job.owner_kind, job.is_of_owner, job.owner_folder) == (
        server.world.here.path,
        owner.perm_id,
        owner.kind,
        True,
        "",
    )
    assert [each.reference for each in job.subjects] == [owner.perm_id]


def test_the_owner_is_that_of_the_last_time(server: Server) -> None:
    unnamed = SyncRequest(server.world.here.path, "")
    with pytest.raises(NotSynchronised):
        server.start(unnamed)
    server.run(server.world.request())
    server.world.here.write("a.csv", b"1")
    assert server.run(unnamed).state is JobState.DONE
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_failures_of_single_files_make_the_job_fail_with_all_that_was_done(server: Server) -> None:
    for name in ("a", "b", "c"):
        server.world.here.write(name, b"1")
    server.world.here.tree.unreadable |= {"a", "b"}
    job = server.run(server.world.request())
    assert (job.state, job.error and job.error.code) == (JobState.FAILED, "partial-sync-failure")
    assert "1 more failed." in str(job.error)
    assert job.sync
    assert (job.sync.failed_count, job.sync.counts, job.sync.is_settled) == (2, {Kind.SEND: 1}, False)
    assert sorted(server.outcomes.of(server.world.here.path).problems) == ["a", "b"]


def test_an_error_that_ends_it_early_is_that_of_the_job(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InstanceUnreachable("lab", "no answer")

    server.world.here.write("a", b"1")
    monkeypatch.setattr(server.world.object_files, "store", fail)
    job = server.run(server.world.request())
    assert (job.state, job.error and job.error.code) == (JobState.FAILED, "instance-unreachable")
    assert job.error
    assert job.error.__traceback__ is None
    assert job.sync
    assert job.sync.counts == {}


def test_read_only_mode_refuses_directions_that_send(server: Server) -> None:
    for direction in (Direction.UP, Direction.BOTH):
        with pytest.raises(ReadOnly):
            server.start(server.world.request(direction), read_only=True)
    assert server.start(server.world.request(Direction.DOWN), read_only=True)


def test_the_connection_must_exist(server: Server) -> None:
    with pytest.raises(UnknownConnection):
        server.start(server.world.request(), name="other")


def test_the_same_key_starts_one_job(server: Server) -> None:
    first, again = (server.start(server.world.request(), key="click") for _ in range(2))
    assert first.id == again.id
