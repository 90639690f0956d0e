"""Folders that are kept in openBIS: errors do not end the synchronisation."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import NotLoggedIn, OpenbisError, ServerBusy
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.sync.errors import (
    FolderAlreadyKept,
    FolderNotKept,
    InvalidKeptFolders,
    TooManyKeptFolders,
)
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keeper import KeeperServices
from jupyter_openbis_server.domain.sync.keeping.kept_folder import MAX_KEPT, KeptFolder, KeptState
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Pace, Watching
from jupyter_openbis_server.testing.fakes.sync.kept_folders import (
    MemoryBackgroundWork,
    MemoryKeptFolders,
    RecordedKeeping,
)
from jupyter_openbis_server.testing.fakes.sync.watching import MemoryFolderChanges
from tests.support.sync_world import LocalMemory, SyncWorld

SINCE = dt.datetime(2026, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
Event = tuple[float, Callable[[], object]]


class Server:
    """A server that keeps folders; the time passes while it waits."""

    def __init__(self) -> None:
        self.world = SyncWorld(LocalMemory())
        self.changes = MemoryFolderChanges()
        self.stored, self.background, self.listener = MemoryKeptFolders(), MemoryBackgroundWork(), RecordedKeeping()
        self.outcomes = RecentOutcomes()
        self.keeping = self.start()

    def start(self, **replaced: Any) -> FolderKeeping:
        """Return the service of a new program."""
        run = replace(self.world.run(), **replaced)
        services = KeeperServices(
            WatchFolder(self.world.planner(), run, Watching(self.changes, self.changes.clock)),
            self.world.connections,
            self.outcomes,
            self.listener,
            lambda: SINCE + dt.timedelta(seconds=self.changes.now),
            lambda cancellation, seconds: self.changes.wait(seconds, seconds, cancellation),
        )
        return FolderKeeping(self.stored, self.background, services)

    def folder(self, path: str | None = None, **changes: Any) -> KeptFolder:
        path = path or self.world.here.path
        owner = self.world.there.owner
        kept = KeptFolder(path, path, "lab", owner.perm_id, owner.identifier, SINCE, pace=Pace(10, 60))
        return replace(kept, **changes)

    def run(self, until: float, *events: Event) -> None:
        """Let the last thread run while events happen; the folder is no longer kept at the given second."""
        end = (until, lambda: self.keeping.close(0))
        self.changes.events = sorted([*events, end], key=lambda event: event[0])
        self.background.started[-1].run()

    @property
    def state(self) -> tuple[KeptState, str | None]:
        (status,) = self.keeping.all()
        return status.state, status.error.code if status.error else None

    def log_out(self) -> None:
        self.world.connections.change("lab", lambda now: now.disconnected(None, auto_login=False))

    def log_in(self) -> None:
        known = self.world.connections.get("lab")
        assert known.credentials
        self.world.sessions.log_in("lab", known.credentials)


@pytest.fixture
def server() -> Server:
    return Server()


def seen_at(server: Server, *seconds: float) -> tuple[list[tuple[KeptState, str | None]], list[Event]]:
    """Return a list for the states at some seconds, and the events that fill it."""
    states: list[tuple[KeptState, str | None]] = []
    return states, [(second, lambda: states.append(server.state)) for second in seconds]


def test_a_kept_folder_is_synchronised_and_counts_what_was_done(server: Server) -> None:
    write = server.world.here.write
    server.keeping.keep(server.folder())
    statuses = []
    server.run(
        100,
        (5.0, lambda: write("a.csv", b"1")),
        (12.0, lambda: statuses.append(server.keeping.all()[0])),
        (30.0, lambda: write("b.csv", b"1")),
        (90.0, lambda: statuses.append(server.keeping.all()[0])),
    )
    assert server.world.there.contents() == {"a.csv": b"1", "b.csv": b"1"}
    assert (statuses[0].waiting, statuses[0].waiting_count) == (("a.csv",), 1)
    last = statuses[1]
    assert (last.state, last.error, last.counts, last.waiting) == (KeptState.WATCHING, None, {Kind.SEND: 2}, ())
    assert last.last_synchronised is not None
    assert last.last_synchronised > SINCE
    assert server.listener.statuses == []


def test_the_user_need_not_wait_for_files_that_may_still_be_written(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder(pace=Pace(3600, 3600)))
    server.run(10, (5.0, lambda: server.keeping.synchronise_now(server.world.here.path)))
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_errors_are_reported_once_and_do_not_end_it(server: Server) -> None:
    tree = server.world.here.tree
    server.world.here.write("a.csv", b"1")
    tree.is_running = True
    server.keeping.keep(server.folder())
    states, events = seen_at(server, 1, 400)
    server.run(600, *events, (100.0, lambda: setattr(tree, "is_running", False)))
    assert states == [(KeptState.FAILING, "sync-running"), (KeptState.WATCHING, None)]
    assert server.world.there.contents() == {"a.csv": b"1"}
    assert [each.error.code if each.error else None for each in server.listener.statuses] == ["sync-running", None]


def test_openbis_is_not_asked_without_a_login_and_goes_on_with_one(server: Server) -> None:
    server.keeping.keep(server.folder())
    openbis = server.world.there.openbis
    states, events = seen_at(server, 200, 500)
    server.run(
        600,
        (50.0, server.log_out),
        (70.0, lambda: server.world.here.write("a.csv", b"1")),
        (130.0, openbis.go_down),  # a request would fail for another reason
        (400.0, openbis.come_back),
        (401.0, server.log_in),
        *events,
    )
    assert states == [(KeptState.NOT_LOGGED_IN, NotLoggedIn.code), (KeptState.WATCHING, None)]
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_it_goes_on_when_its_connection_is_back(server: Server) -> None:
    connections = server.world.connections
    removed = []
    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder(pace=Pace(80, 90)))
    states, events = seen_at(server, 150)
    server.run(
        800,
        (50.0, lambda: removed.append(connections.remove("lab"))),
        (300.0, lambda: connections.add(removed[0])),
        *events,
    )
    assert states == [(KeptState.FAILING, "unknown-connection")]
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_defects_are_reported_and_do_not_end_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a defect")

    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder())
    with monkeypatch.context() as patched:
        patched.setattr("jupyter_openbis_server.domain.sync.planning.plan_sync.PlanSync.__call__", fail)
        states, events = seen_at(server, 5)
        server.run(200, *events, (20.0, patched.undo))
    assert states == [(KeptState.FAILING, "internal-error")]
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_files_that_fail_are_known_until_they_succeed(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.world.here.tree.unreadable.add("a.csv")
    server.keeping.keep(server.folder(pace=Pace(1, 60)))
    seen = []
    server.run(
        400,
        (10.0, lambda: seen.append(server.outcomes.of(server.world.here.path).problems)),
        (20.0, server.world.here.tree.unreadable.clear),
        (390.0, lambda: seen.append(server.outcomes.of(server.world.here.path).problems)),
    )
    assert list(seen[0]) == ["a.csv"]
    assert seen[1] == {}


def test_read_only_mode_refuses_what_would_send(server: Server) -> None:
    server.keeping = server.start(guard=ChangeGuard(read_only=True))
    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder(direction=Direction.UP))
    states, events = seen_at(server, 5)
    server.run(10, *events)
    assert states == [(KeptState.FAILING, "read-only")]
    assert server.world.there.contents() == {}


def test_it_goes_on_after_a_restart(server: Server) -> None:
    server.keeping.keep(server.folder())
    server.run(5)
    assert server.keeping.all() == ()
    with pytest.raises(ServerBusy):
        server.keeping.keep(server.folder())
    server.keeping = server.start()
    server.world.here.write("a.csv", b"1")
    server.keeping.resume()
    server.keeping.resume()
    assert len(server.background.started) == 2
    server.run(100)
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_a_damaged_list_is_reported_and_no_folder_is_kept(server: Server) -> None:
    server.stored.is_damaged = True
    for use in (server.keeping.resume, lambda: server.keeping.keep(server.folder())):
        with pytest.raises(InvalidKeptFolders):
            use()
    assert server.keeping.all() == ()
    assert server.background.started == []


def test_other_settings_apply_after_the_end_of_the_former_thread(server: Server) -> None:
    server.keeping.keep(server.folder())
    server.keeping.keep(server.folder(since=SINCE + dt.timedelta(days=1)))
    assert len(server.background.started) == 1
    changed = server.folder(direction=Direction.UP)
    server.keeping.keep(changed)
    first, second = server.background.started
    assert server.stored.all() == (changed,)
    first.run()  # it has been ended
    server.world.there.write("b.csv", b"1")
    server.run(20)
    assert second.has_ended
    assert server.world.here.contents() == {}


def test_the_end_forgets_the_folder(server: Server) -> None:
    server.keeping.keep(server.folder("/data/one"))
    server.keeping.end("/data/one")
    assert (server.keeping.all(), server.stored.all(), server.keeping.of("/data/one")) == ((), (), None)
    for use in (server.keeping.end, server.keeping.synchronise_now):
        with pytest.raises(FolderNotKept):
            use("/data/one")


def test_a_folder_stays_kept_if_the_list_cannot_be_written(server: Server) -> None:
    server.keeping.keep(server.folder("/data/one"))
    server.stored.is_damaged = True
    with pytest.raises(InvalidKeptFolders):
        server.keeping.end("/data/one")
    with pytest.raises(InvalidKeptFolders):
        server.keeping.keep(server.folder("/data/one", delete=True))
    (status,) = server.keeping.all()
    assert not status.kept.delete


def test_nothing_begins_after_the_end_also_if_the_list_was_slow(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.stored, "put", lambda _: server.keeping.close(0))
    with pytest.raises(ServerBusy):
        server.keeping.keep(server.folder())
    assert server.background.started == []


@pytest.mark.parametrize("other", ["/data/one/two", "/data", "/"])
def test_folders_in_each_other_are_refused(server: Server, other: str) -> None:
    server.keeping.keep(server.folder("/data/one"))
    with pytest.raises(FolderAlreadyKept, match="/data/one"):
        server.keeping.keep(server.folder(other))
    server.keeping.keep(server.folder("/data/one more"))


def test_a_folder_with_two_names_has_one_thread(server: Server) -> None:
    server.keeping.keep(server.folder("/data/one"))
    server.keeping.keep(server.folder("/link", real_path="/data/one"))
    (status,) = server.keeping.all()
    assert server.keeping.of("/link") == server.keeping.of("/data/one") == status


def test_the_number_of_folders_and_of_threads_is_bounded(server: Server) -> None:
    for number in range(MAX_KEPT):
        server.keeping.keep(server.folder(f"/data/{number}"))
    with pytest.raises(TooManyKeptFolders):
        server.keeping.keep(server.folder("/data/more"))
    refused: list[OpenbisError] = []
    for number in range(MAX_KEPT + 1):  # threads that do not end, as their folders do not respond
        try:
            server.keeping.keep(server.folder("/data/0", pace=Pace(10, 61 + number)))
        except ServerBusy as error:
            refused.append(error)
    assert len(refused) == 1


def test_only_a_running_transfer_counts_as_one(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder())
    store, seen = server.world.object_files.store, []

    def stored(*arguments: Any, **options: Any) -> Any:
        seen.append((server.keeping.transfers(), server.state))
        return store(*arguments, **options)

    server.world.object_files.store = stored  # type: ignore[method-assign]
    server.run(100, (50.0, lambda: seen.append((server.keeping.transfers(), server.state))))
    (began,), (state, _) = seen[0]
    assert (began > SINCE, state) == (True, KeptState.SYNCHRONISING)
    assert seen[1] == ((), (KeptState.WATCHING, None))
