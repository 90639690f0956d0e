"""States of the files in a synchronised folder, from what is known here."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import Stamp
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keeper import KeeperServices
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.report import SyncFailure
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.running.synchronise_as_job import SynchroniseAsJob
from jupyter_openbis_server.domain.sync.states.folder_state import EntryState, FolderState
from jupyter_openbis_server.domain.sync.states.show_folder_state import ShowFolderState
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Watching
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.testing.fakes.sync.kept_folders import (
    MemoryBackgroundWork,
    MemoryKeptFolders,
    RecordedKeeping,
)
from jupyter_openbis_server.testing.fakes.sync.known_states import MemoryKnownStates
from jupyter_openbis_server.testing.fakes.sync.watching import MemoryFolderChanges
from tests.support.recorded_progress import RecordedProgress
from tests.support.sync_world import LocalMemory, SyncWorld

SINCE = dt.datetime(2026, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
FOLDER = "/data/lab"
S = EntryState


class Browser:
    """A file browser that shows folders of a server."""

    def __init__(self) -> None:
        self.world, self.outcomes = SyncWorld(LocalMemory()), RecentOutcomes()
        changes = MemoryFolderChanges()
        watch = WatchFolder(self.world.planner(), self.world.run(), Watching(changes, changes.clock))
        services = KeeperServices(watch, self.world.connections, self.outcomes, RecordedKeeping(), lambda: SINCE)
        self.keeping = FolderKeeping(MemoryKeptFolders(), MemoryBackgroundWork(), services)
        known = MemoryKnownStates(self.world.here.folders)
        self.show = ShowFolderState(known, self.world.connections, self.keeping, self.outcomes)

    def sync(self, direction: Direction = Direction.BOTH, **how: Any) -> None:
        run = SynchroniseAsJob(self.world.run(), self.outcomes)
        run("lab", self.world.request(direction, **how), Cancellation(), RecordedProgress())

    def keep(self, **changes: Any) -> None:
        owner = self.world.there.owner
        self.keeping.keep(KeptFolder(FOLDER, FOLDER, "lab", owner.perm_id, owner.identifier, SINCE, **changes))

    def state(self, folder: str = FOLDER) -> FolderState:
        return self.show(folder, "/data")

    def states(self, folder: str = FOLDER) -> dict[str, EntryState]:
        return {each.name: each.state for each in self.state(folder).entries}

    def write(self, *paths: str, content: bytes = b"1") -> None:
        for each in paths:
            self.world.here.write(each, content)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def test_files_that_were_changed_or_are_new_differ_from_the_others(browser: Browser) -> None:
    browser.write("same", "changed", "run/same", "old/same")
    browser.sync()
    browser.write("changed", content=b"22")
    browser.write("new", "run/new")
    assert browser.states() == {"changed": S.CHANGED, "new": S.NEW, "old": S.SAME, "run": S.NEW, "same": S.SAME}
    assert browser.states(f"{FOLDER}/run") == {"new": S.NEW, "same": S.SAME}


def test_an_empty_folder_has_a_state_of_its_own(browser: Browser) -> None:
    browser.world.here.tree.make_folder("old")
    browser.sync()
    browser.world.here.tree.make_folder("new/empty")
    assert browser.states() == {"new": S.NEW, "old": S.SAME}
    assert browser.states(f"{FOLDER}/new") == {"empty": S.NEW}


def test_a_conflict_ends_when_the_user_has_decided(browser: Browser) -> None:
    browser.write("run/a.csv")
    browser.sync()
    browser.write("run/a.csv", content=b"here")
    browser.world.there.write("run/a.csv", b"in openBIS")
    browser.sync()
    (copied,) = {path for path in browser.world.here.contents() if path != "run/a.csv"}
    name = copied.removeprefix("run/")
    assert browser.states(f"{FOLDER}/run") == {"a.csv": S.CONFLICT, name: S.COPY}
    assert browser.states() == {"run": S.CONFLICT}
    browser.world.here.remove(copied)
    assert browser.states(f"{FOLDER}/run") == {"a.csv": S.CHANGED}


def test_what_openbis_has_changed_and_stays_different_is_not_the_same(browser: Browser) -> None:
    browser.write("edited", "removed", "same")
    browser.sync()
    browser.world.there.write("edited", b"in openBIS")
    browser.world.there.remove("removed")
    browser.sync()
    browser.sync(Direction.UP, delete=False)
    assert browser.states() == {"edited": S.SAME, "removed": S.SAME, "same": S.SAME}  # fetched; sent again
    browser.world.there.write("edited", b"in openBIS again")
    browser.sync(Direction.UP)
    browser.world.there.remove("removed")
    assert browser.states()["edited"] is S.CHANGED
    browser.sync()
    found = {each.name: (each.state, each.problem) for each in browser.state().entries}
    assert found["removed"] == (S.CHANGED, "it was removed in openBIS, and is kept here")
    assert (found["edited"][0], found["same"][0]) == (S.SAME, S.SAME)


def test_a_folder_with_missing_files_is_not_the_same(browser: Browser) -> None:
    browser.write("run/a", "run/b.tmp", "run/c")
    browser.sync()
    browser.world.here.remove("run/b.tmp")
    assert browser.states() == {"run": S.CHANGED}
    browser.keep(exclusion=Exclusion(patterns=("*.tmp",)))
    assert browser.states() == {"run": S.SAME}
    browser.world.here.remove("run/a")
    browser.world.here.remove("run/c")
    assert browser.states() == {"run": S.CHANGED}


def test_times_in_whole_seconds_do_not_show_what_was_written_at_once(browser: Browser) -> None:
    tree = browser.world.here.tree
    tree.put("fine", b"1", Stamp(1, 1_500_000_000_123_456_789, 5, 5, is_certain=False))
    tree.put("coarse", b"1", Stamp(1, 1_500_000_000_000_000_000, 6, 6, is_certain=False))
    browser.sync()
    assert browser.states() == {"coarse": S.UNKNOWN, "fine": S.SAME}


def test_what_failed_is_named_with_the_reason_until_it_succeeds(browser: Browser) -> None:
    browser.write("run/a.csv", "b.csv")
    browser.world.here.tree.unreadable.add("run/a.csv")
    browser.sync()
    (entry,) = browser.state(f"{FOLDER}/run").entries
    assert (entry.state, "run/a.csv" in entry.problem) == (S.FAILED, True)
    assert browser.states() == {"b.csv": S.SAME, "run": S.FAILED}
    browser.world.here.tree.unreadable.clear()
    browser.sync()
    assert browser.states() == {"b.csv": S.SAME, "run": S.SAME}


def test_a_file_that_could_not_be_fetched_counts_for_its_folder_only(browser: Browser) -> None:
    browser.write("run/a.csv")
    browser.sync()
    browser.world.there.write("run/b.csv", b"1")
    report = browser.world.sync()
    (action,) = report.done
    failed = SyncFailure(action, TargetNotWritable("run/b.csv", "no"))
    browser.world.here.remove("run/b.csv")
    browser.outcomes.record(replace(report, done=(), failed=(failed,)))
    assert browser.states() == {"run": S.FAILED}
    assert browser.states(f"{FOLDER}/run") == {"a.csv": S.SAME}


def test_the_exclusion_is_that_of_the_kept_folder(browser: Browser) -> None:
    browser.write("a.tmp", ".hidden", "run/a.tmp")
    browser.world.here.tree.unusable["link"] = "a link"
    browser.world.here.tree.put("link", b"", None)
    browser.sync(exclusion=Exclusion(patterns=("*.tmp",)))
    assert browser.states()["a.tmp"] is S.NEW
    browser.keep(exclusion=Exclusion(patterns=("*.tmp",)))
    assert browser.states() == {".hidden": S.IGNORED, "a.tmp": S.IGNORED, "link": S.IGNORED, "run": S.SAME}
    problems = {each.name: each.problem for each in browser.state().entries}
    assert (problems["link"], problems["a.tmp"]) == ("a link", "")


def test_files_that_may_still_be_written_wait(browser: Browser) -> None:
    browser.sync()
    browser.write("run/a.csv")
    browser.outcomes.record(browser.world.sync(Direction.DOWN), ("run/a.csv",))
    assert browser.states() == {"run": S.WAITING}
    assert browser.states(f"{FOLDER}/run") == {"a.csv": S.WAITING}


def test_folders_that_are_too_large_are_said_to_be_unknown(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.write("a", "big/1", "big/2", "big/3")
    browser.sync()
    monkeypatch.setattr("jupyter_openbis_server.domain.sync.states.show_folder_state.MAX_LOOKED_AT", 3)
    assert (browser.states(), browser.state().is_complete) == ({"a": S.SAME, "big": S.UNKNOWN}, True)
    browser.write("big/1", content=b"22")
    assert browser.states()["big"] is S.CHANGED
    monkeypatch.setattr("jupyter_openbis_server.domain.sync.states.show_folder_state.MAX_LOOKED_AT", 1)
    assert (len(browser.states()), browser.state().is_complete) == (1, False)


def test_the_nearest_synchronised_folder_above_decides(browser: Browser) -> None:
    browser.write("run/deep/a.csv")
    browser.sync()
    found = browser.state(f"{FOLDER}/run/deep").synchronised
    assert found is not None
    assert (found.folder, found.connection, found.keeping) == (FOLDER, "lab", None)
    assert found.target.owner == browser.world.there.owner.perm_id
    assert browser.state("/data") == browser.state("/other") == FolderState()
    assert browser.show(f"{FOLDER}/run", f"{FOLDER}/run") == FolderState()
    browser.keep()
    found = browser.state().synchronised
    assert found is not None
    assert found.keeping == browser.keeping.all()[0]


def test_a_connection_is_named_only_if_it_leads_to_the_same_openbis(browser: Browser) -> None:
    browser.sync()
    browser.world.connections.remove("lab")
    browser.keep()
    found = browser.state().synchronised
    assert found is not None
    assert found.connection is None


def test_outcomes_of_the_last_folders_stay_in_memory(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.domain.sync.recent_outcomes._MAX_PATHS_OF_ALL", 3)
    report = browser.world.sync()
    for folder, waiting in (("/one", ("a", "b")), ("/two", ("a", "b")), ("/three", ("a", "b", "c", "d"))):
        plan = replace(report.plan, request=replace(report.request, folder=folder))
        browser.outcomes.record(replace(report, plan=plan), waiting)
        assert browser.outcomes.of(folder).waiting == set(waiting)
    assert browser.outcomes.of("/one").waiting == browser.outcomes.of("/two").waiting == set()


def test_folders_that_must_not_be_used_are_refused(browser: Browser) -> None:
    with pytest.raises(InvalidPath):
        browser.show("data", "/data")
