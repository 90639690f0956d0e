"""Kept folders whose disk, login, connection or openBIS is replaced: nothing goes to the wrong place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, NotLoggedIn
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders, SyncFolderMissing
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptState
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Pace, Watching
from jupyter_openbis_server.testing.fakes.sync.sync_folders import MemoryTree
from jupyter_openbis_server.testing.fakes.sync.watching import RecordedSyncs
from tests.support.kept_server import SINCE, Server, seen_at


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.mark.parametrize("delete", [False, True])
def test_nothing_is_fetched_or_deleted_while_a_disk_is_missing(server: Server, *, delete: bool) -> None:
    here, trees = server.world.here, server.world.here.folders.trees
    here.write("a.csv", b"1")
    server.keeping.keep(server.folder(delete=delete))
    states, events = seen_at(server, 300, 1900)
    disk = here.tree
    unmounted = MemoryTree(exists=True)
    server.run(
        2000,
        (100.0, lambda: trees.update({here.path: unmounted})),
        (310.0, lambda: trees.update({here.path: disk})),
        *events,
    )
    assert states == [(KeptState.FAILING, "sync-folder-missing"), (KeptState.WATCHING, None)]
    assert (unmounted.files, unmounted.target) == ({}, None)
    assert here.contents() == server.world.there.contents() == {"a.csv": b"1"}
    assert server.world.there.trash() == []


def test_nothing_is_sent_with_the_login_of_another_user(server: Server) -> None:
    openbis, here = server.world.there.openbis, server.world.here
    openbis.users["bob"] = "secret"
    server.keeping.keep(server.folder(user="anna"))
    states, events = seen_at(server, 200, 500)

    def log_in(user: str) -> None:
        server.world.sessions.log_in("lab", Credentials(user, Secret(openbis.users[user])))

    server.run(
        600,
        (50.0, lambda: log_in("bob")),
        (55.0, lambda: here.write("a.csv", b"1")),
        (250.0, lambda: states.append((KeptState.FAILING, str(server.world.there.contents())))),
        (300.0, lambda: log_in("anna")),
        *events,
    )
    assert states == [
        (KeptState.NOT_LOGGED_IN, "wrong-user"),
        (KeptState.FAILING, "{}"),
        (KeptState.WATCHING, None),
    ]
    assert server.world.there.contents() == {"a.csv": b"1"}


@pytest.mark.parametrize("here", [True, False])
def test_a_round_ends_when_the_connection_leads_to_another_openbis(server: Server, *, here: bool) -> None:
    world, side = server.world, server.world.here if here else server.world.there
    side.write("a.csv", b"1")
    plan = world.plan()
    other = replace(world.connections.get("lab").instance, url="https://other.example.org")
    session = Session(other, Secret("token"), "anna")  # a request with it would fail for another reason
    world.connections.change("lab", lambda now: replace(now, instance=other, session=session))
    report = world.run().carry_out("lab", plan)
    assert isinstance(report.stopped_by, NotLoggedIn)
    assert "has changed" in str(report.stopped_by)
    assert len(world.here.contents()) + len(world.there.contents()) == 1


def test_a_plan_is_not_carried_out_in_another_folder(server: Server) -> None:
    here, trees = server.world.here, server.world.here.folders.trees
    here.write("a.csv", b"1")
    server.world.sync()
    here.remove("a.csv")
    plan = server.world.plan(delete=True)
    trees[here.path] = MemoryTree(exists=True)
    with pytest.raises(SyncFolderMissing):
        server.world.run().carry_out("lab", plan)
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_a_folder_to_which_a_link_leads_now_is_not_used(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.keeping.keep(server.folder(real_path="/data/before"))
    states, events = seen_at(server, 50)
    server.run(60, *events)
    assert states == [(KeptState.FAILING, "sync-folder-missing")]
    assert server.world.there.contents() == {}


def test_a_watched_folder_must_stay_the_same_after_the_first_time(server: Server) -> None:
    here, trees = server.world.here, server.world.here.folders.trees
    server.world.there.write("a.csv", b"1")
    unmounted = MemoryTree(exists=True)
    cancellation = Cancellation()
    server.changes.events = [
        (100.0, lambda: trees.update({here.path: unmounted})),
        (300.0, cancellation.cancel),
    ]
    watch = WatchFolder(server.world.planner(), server.world.run(), Watching(server.changes, server.changes.clock))
    heard = RecordedSyncs()
    with pytest.raises(Cancelled):
        watch("lab", server.world.request(), Pace(1, 60), heard, cancellation)
    assert {type(error) for error, _ in heard.errors} == {SyncFolderMissing}
    assert unmounted.files == {}


def test_a_folder_has_one_thread_also_if_a_link_has_changed(server: Server) -> None:
    keeping = server.keeping
    keeping.keep(server.folder("/link", real_path="/data/one"))
    keeping.keep(server.folder("/data/two"))
    keeping.keep(server.folder("/link", real_path="/data/two"))
    (status,) = keeping.all()
    assert (status.kept.folder, status.kept.real_path) == ("/link", "/data/two")
    assert [each.real_path for each in server.stored.all()] == ["/data/two"]
    keeping.end("/link")
    assert (keeping.all(), server.stored.all()) == ((), ())


def test_a_kept_folder_follows_the_new_name_of_its_connection(server: Server) -> None:
    server.keeping.keep(server.folder())
    former = server.background.started[-1]
    with server.keeping.renaming("lab", "yeast"):
        server.world.connections.change("lab", lambda now: replace(now, instance=replace(now.instance, name="yeast")))
    former.run()  # ends at once
    server.run(60, (30.0, lambda: server.world.here.write("a.csv", b"1")))
    assert server.world.there.contents() == {"a.csv": b"1"}
    assert [each.connection for each in server.stored.all()] == ["yeast"]


def test_a_folder_does_not_follow_a_name_that_could_not_be_given(server: Server) -> None:
    server.keeping.keep(server.folder())
    threads = len(server.background.started)
    with pytest.raises(Cancelled), server.keeping.renaming("lab", "yeast"):
        raise Cancelled
    assert [each.connection for each in server.stored.all()] == ["lab"]
    assert [each.kept.connection for each in server.keeping.all()] == ["lab"]
    assert len(server.background.started) == threads


def test_a_connection_keeps_its_name_if_its_folder_cannot_follow(server: Server) -> None:
    server.keeping.keep(server.folder())
    server.stored.is_damaged = True
    entered = []
    with pytest.raises(InvalidKeptFolders), server.keeping.renaming("lab", "yeast"):
        entered.append(True)
    with server.keeping.renaming("other", "yeast"):  # has no folders
        entered.append(True)
    assert entered == [True]
    assert [each.kept.connection for each in server.keeping.all()] == ["lab"]


def test_a_folder_that_is_kept_again_waits_for_the_end_of_the_former_thread(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.world.here.tree.is_running = True  # by the former thread, which ends later
    server.keeping.keep(server.folder())
    server.keeping.end(server.world.here.path)
    server.keeping.keep(server.folder())
    former, _ = server.background.started
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        server.world.here.tree.is_running = len(waits) < 3
        return len(waits) >= 3

    former.wait = wait  # type: ignore[method-assign]
    states, events = seen_at(server, 5)
    server.run(20, *events)
    assert states == [(KeptState.WATCHING, None)]


def test_the_same_request_tries_again_at_once_after_an_error(server: Server) -> None:
    server.world.here.write("a.csv", b"1")
    server.world.here.tree.is_running = True
    server.keeping.keep(server.folder(pace=Pace(1, 600)))
    server.run(
        100,
        (50.0, lambda: setattr(server.world.here.tree, "is_running", False)),
        (60.0, lambda: server.keeping.keep(server.folder(pace=Pace(1, 600)))),
    )
    assert server.world.there.contents() == {"a.csv": b"1"}


def test_a_file_that_always_fails_is_tried_with_growing_pauses_and_others_at_once(server: Server) -> None:
    here, attempts = server.world.here, []
    store = server.world.object_files.store

    def stored(*arguments: Any, **options: Any) -> Any:
        attempts.append(server.changes.now)
        return store(*arguments, **options)

    server.world.object_files.store = stored  # type: ignore[method-assign]
    here.write("bad.csv", b"1")
    here.tree.unreadable.add("bad.csv")
    server.keeping.keep(server.folder(pace=Pace(1, 60)))
    server.run(3600, (1805.0, lambda: here.write("good.csv", b"1")), (1810.0, lambda: attempts.append(-1.0)))
    before = attempts[: attempts.index(-1.0)]
    assert 1 < len([each for each in before if each < 1800]) < 10
    assert server.world.there.contents() == {"good.csv": b"1"}
    assert any(1805 <= each <= 1810 for each in before)


def test_an_upload_that_always_fails_is_no_activity_for_ever(server: Server) -> None:
    here, seen = server.world.here, []
    store = server.world.object_files.store

    def stored(*arguments: Any, **options: Any) -> Any:
        seen.extend(server.keeping.transfers())
        return store(*arguments, **options)

    server.world.object_files.store = stored  # type: ignore[method-assign]
    here.write("bad.csv", b"1")
    here.tree.unreadable.add("bad.csv")
    server.keeping.keep(server.folder(pace=Pace(1, 60)))
    server.run(3600, (1800.0, lambda: seen.append(SINCE)), (1801.0, lambda: here.write("good.csv", b"1")))
    before, after = seen[: seen.index(SINCE)], seen[seen.index(SINCE) + 1 :]
    assert len(before) > 1
    assert len(set(before)) == 1
    assert max(after) > before[0]  # other files
