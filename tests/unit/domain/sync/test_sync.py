"""Synchronisations, case by case: what each direction does, and what stays different until the user decides."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, ConnectionFailed, DiskFull, ReadOnly
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, NoFileServer
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, SyncRunning, TooManyDeletions
from jupyter_openbis_server.domain.sync.plan import Kind, SyncPlan
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.domain.sync.request import Direction, Prefer
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.workspace.exclusion import NO_EXCLUSION, Exclusion
from tests.support.recorded_progress import RecordedProgress
from tests.support.sync_world import TRASH, Interruption, LocalMemory, SyncWorld

BOTH, UP, DOWN = Direction.BOTH, Direction.UP, Direction.DOWN


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld(LocalMemory())


@pytest.fixture
def synced(world: SyncWorld) -> SyncWorld:
    """Both sides have the same files."""
    for path in ("a.csv", "run/b.csv", "run/c.csv"):
        world.here.write(path, f"content of {path}".encode())
    world.sync()
    assert world.here.contents() == world.there.contents()
    return world


def kinds(plan: SyncPlan) -> dict[str, Kind]:
    return {each.path: each.kind for each in (*plan.work, *plan.differences)}


class TestNewFiles:
    @pytest.mark.parametrize(
        ("direction", "here", "there"),
        [(BOTH, Kind.SEND, Kind.FETCH), (UP, Kind.SEND, Kind.EDITED_THERE), (DOWN, Kind.EDITED_HERE, Kind.FETCH)],
    )
    def test_are_transferred_in_the_direction(self, world, direction, here, there):
        world.here.write("here.csv", b"1")
        world.there.write("there.csv", b"2")
        assert kinds(world.plan(direction)) == {"here.csv": here, "there.csv": there}
        world.sync(direction)
        assert ("here.csv" in world.there.contents()) is (here is Kind.SEND)
        assert ("there.csv" in world.here.contents()) is (there is Kind.FETCH)

    def test_with_the_same_content_are_not_transferred(self, world):
        world.here.write("a.csv", b"same")
        world.there.write("a.csv", b"same")
        plan = world.plan()
        assert (plan.work, plan.differences, plan.unchanged) == ((), (), Amount(1, 4))
        world.sync()
        assert world.plan().actions == ()

    def test_empty_files_and_folders_are_files_and_folders(self, world):
        world.here.write("empty.txt", b"")
        world.here.tree.make_folder("nothing/in it")
        world.sync()
        assert world.there.contents() == {"empty.txt": b""}
        assert world.there.files["nothing/in it"].content is None
        assert world.plan().work == ()

    def test_excluded_files_are_ignored_on_both_sides(self, world):
        world.here.write(".git/config", b"1")
        world.there.write(".hidden/a", b"2")
        world.there.write("b.tmp", b"3")
        assert world.plan(exclusion=Exclusion(patterns=("*.tmp",))).work == ()
        assert set(kinds(world.plan(exclusion=NO_EXCLUSION))) == {".git/config", ".hidden/a", "b.tmp"}

    def test_what_is_called_as_the_folder_of_programs_is_never_fetched(self, world):
        world.there.write(".openbis-sync/replaced/old/a.csv", b"1")
        world.there.write(".OPENBIS-SYNC/state.jsonl", b"2")
        assert world.plan(exclusion=NO_EXCLUSION).actions == ()

    def test_files_that_are_excluded_from_now_on_are_not_deleted(self, synced):
        synced.here.remove("run/b.csv")
        plan = synced.plan(delete=True, exclusion=Exclusion(patterns=("b.csv",)))
        assert plan.work == ()
        synced.sync(delete=True, exclusion=Exclusion(patterns=("b.csv",)))
        assert kinds(synced.plan(delete=True)) == {"run/b.csv": Kind.DELETE_THERE}


class TestChangedFiles:
    @pytest.mark.parametrize("direction", [BOTH, UP])
    def test_of_here_replace_those_in_openbis(self, synced, direction):
        synced.here.write("a.csv", b"new content")
        report = synced.sync(direction)
        assert report.is_settled
        assert synced.there.contents()["a.csv"] == b"new content"
        assert synced.there.trash() == [b"content of a.csv"]

    @pytest.mark.parametrize("direction", [BOTH, DOWN])
    def test_of_openbis_replace_those_here(self, synced, direction):
        synced.there.write("a.csv", b"new content")
        assert synced.sync(direction).is_settled
        assert synced.here.contents()["a.csv"] == b"new content"

    @pytest.mark.parametrize(
        ("direction", "side", "kind"), [(DOWN, "here", Kind.EDITED_HERE), (UP, "there", Kind.EDITED_THERE)]
    )
    def test_of_the_other_direction_are_kept(self, synced, direction, side, kind):
        getattr(synced, side).write("a.csv", b"new content")
        report = synced.sync(direction)
        assert kinds(synced.plan(direction)) == {"a.csv": kind}
        assert not report.is_settled
        assert report.is_complete
        assert getattr(synced, side).contents()["a.csv"] == b"new content"

    @pytest.mark.parametrize(
        ("direction", "side", "prefer"), [(DOWN, "here", Prefer.OPENBIS), (UP, "there", Prefer.HERE)]
    )
    def test_of_the_other_direction_are_replaced_on_request_only(self, synced, direction, side, prefer):
        getattr(synced, side).write("a.csv", b"new content")
        synced.sync(direction, prefer=prefer)
        assert getattr(synced, side).contents()["a.csv"] == b"content of a.csv"
        assert getattr(synced, side).trash() == [b"new content"]

    def test_that_have_only_another_time_are_noted(self, synced):
        synced.here.write("a.csv", b"content of a.csv")
        synced.there.write("run/b.csv", b"content of run/b.csv")
        plan = synced.plan()
        assert {each.kind for each in plan.actions} == {Kind.NOTE}
        synced.sync()
        assert synced.plan().actions == ()

    def test_preferring_a_side_is_about_conflicts_only(self, synced):
        synced.here.write("a.csv", b"new here")
        synced.there.write("run/b.csv", b"new there")
        for prefer in Prefer:
            assert kinds(synced.plan(prefer=prefer)) == {"a.csv": Kind.SEND, "run/b.csv": Kind.FETCH}


class TestConflicts:
    @pytest.fixture
    def conflict(self, synced: SyncWorld) -> SyncWorld:
        synced.here.write("a.csv", b"version of here")
        synced.there.write("a.csv", b"version of openBIS")
        return synced

    @pytest.mark.parametrize("direction", [BOTH, DOWN])
    def test_keep_both_versions(self, conflict, direction):
        report = conflict.sync(direction)
        assert report.copies == (("a.csv", "a (openBIS).csv"),)
        assert conflict.here.contents()["a.csv"] == b"version of here"
        assert conflict.here.contents()["a (openBIS).csv"] == b"version of openBIS"
        assert conflict.there.contents()["a.csv"] == b"version of openBIS"
        assert not report.is_settled

    def test_stay_until_they_are_decided(self, conflict):
        conflict.sync()
        for _ in range(2):
            assert kinds(conflict.plan()) == {"a.csv": Kind.CONFLICT}
            conflict.sync()
        assert len(conflict.here.contents()) == 4
        assert "a (openBIS).csv" not in conflict.there.contents()

    def test_removing_the_copy_decides_for_the_local_version(self, conflict):
        conflict.sync()
        conflict.here.remove("a (openBIS).csv")
        assert conflict.sync().is_settled
        assert conflict.there.contents()["a.csv"] == b"version of here"
        assert conflict.there.trash() == [b"version of openBIS"]

    def test_renaming_the_copy_over_the_file_decides_for_openbis(self, conflict):
        conflict.sync()
        conflict.here.remove("a.csv")
        conflict.here.rename("a (openBIS).csv", "a.csv")
        report = conflict.sync()
        assert report.is_settled
        assert report.done == ()
        assert conflict.here.contents()["a.csv"] == b"version of openBIS"
        assert conflict.plan().actions == ()

    def test_copies_follow_further_changes_in_openbis(self, conflict):
        conflict.sync()
        conflict.there.write("a.csv", b"another version of openBIS")
        conflict.sync()
        assert conflict.here.contents()["a (openBIS).csv"] == b"another version of openBIS"
        assert conflict.here.trash() == [b"version of openBIS"]
        assert conflict.here.contents()["a.csv"] == b"version of here"

    def test_a_name_in_use_is_not_taken(self, conflict):
        conflict.here.write("a (openBIS).csv", b"mine")
        report = conflict.sync()
        assert report.copies == (("a.csv", "a (openBIS 2).csv"),)
        assert conflict.here.contents()["a (openBIS).csv"] == b"mine"

    @pytest.mark.parametrize(
        ("prefer", "wins", "loses"),
        [(Prefer.HERE, b"version of here", "there"), (Prefer.OPENBIS, b"version of openBIS", "here")],
    )
    @pytest.mark.parametrize("is_known", [False, True])
    def test_are_decided_by_the_request(self, conflict, prefer, wins, loses, is_known):
        if is_known:
            conflict.sync()
        conflict.sync(prefer=prefer)
        assert conflict.here.contents()["a.csv"] == conflict.there.contents()["a.csv"] == wins
        assert len(getattr(conflict, loses).trash()) == 1 + (is_known and loses == "here")
        assert conflict.here.contents() == conflict.there.contents()
        assert conflict.sync().is_settled
        assert set(conflict.there.contents()) == {"a.csv", "run/b.csv", "run/c.csv"}

    def test_copies_that_the_user_has_changed_are_not_lost(self, conflict):
        conflict.sync()
        plan = conflict.plan(prefer=Prefer.HERE)
        conflict.here.write("a (openBIS).csv", b"notes about it")
        conflict.run().carry_out("lab", plan)
        assert conflict.there.contents()["a.csv"] == b"version of here"
        assert b"notes about it" in (*conflict.here.contents().values(), *conflict.here.trash())

    def test_a_removed_file_of_an_open_conflict_is_decided_with_its_copy(self, conflict):
        conflict.sync()
        conflict.here.remove("a.csv")
        conflict.sync(prefer=Prefer.HERE, delete=True)
        assert set(conflict.here.contents()) == set(conflict.there.contents()) == {"run/b.csv", "run/c.csv"}

    def test_upwards_are_reported_only(self, conflict):
        report = conflict.sync(UP)
        assert kinds(report.plan) == {"a.csv": Kind.CONFLICT}
        assert report.copies == ()
        assert conflict.there.contents()["a.csv"] == b"version of openBIS"

    def test_files_of_one_name_that_were_never_the_same_are_conflicts(self, world):
        world.here.write("a.csv", b"1")
        world.there.write("a.csv", b"22")
        assert kinds(world.plan()) == {"a.csv": Kind.CONFLICT}

    def test_files_and_folders_of_one_name_are_not_touched(self, world):
        world.here.write("a", b"1")
        world.there.write("a/b", b"2")
        world.there.write("c", b"1")
        world.here.write("c/d", b"2")
        plan = world.plan()
        assert set(kinds(plan).values()) == {Kind.BLOCKED}
        assert "file here where openBIS has a folder" in plan.differences[0].problem
        before = world.here.contents(), world.there.contents()
        world.sync(delete=True)
        assert (world.here.contents(), world.there.contents()) == before


class TestDeletedFiles:
    @pytest.mark.parametrize(
        ("side", "direction", "kind"),
        [
            ("here", BOTH, Kind.REMOVED_HERE),
            ("here", UP, Kind.REMOVED_HERE),
            ("there", BOTH, Kind.REMOVED_THERE),
            ("there", DOWN, Kind.REMOVED_THERE),
        ],
    )
    def test_are_reported_and_kept(self, synced, side, direction, kind):
        getattr(synced, side).remove("a.csv")
        synced.sync(direction)
        assert kinds(synced.plan(direction)) == {"a.csv": kind}
        assert "a.csv" in (synced.there if side == "here" else synced.here).contents()

    @pytest.mark.parametrize(("side", "direction"), [("here", BOTH), ("here", UP), ("there", BOTH), ("there", DOWN)])
    def test_are_deleted_on_request_and_are_in_the_trash(self, synced, side, direction):
        other = "there" if side == "here" else "here"
        getattr(synced, side).remove("a.csv")
        report = synced.sync(direction, delete=True)
        assert report.is_settled
        assert "a.csv" not in getattr(synced, other).contents()
        assert getattr(synced, other).trash() == [b"content of a.csv"]
        assert synced.plan(direction).actions == ()

    @pytest.mark.parametrize(("side", "direction"), [("here", DOWN), ("there", UP)])
    def test_come_back_on_the_side_that_follows(self, synced, side, direction):
        getattr(synced, side).remove("a.csv")
        synced.sync(direction)
        assert getattr(synced, side).contents()["a.csv"] == b"content of a.csv"

    @pytest.mark.parametrize("side", ["here", "there"])
    def test_that_were_changed_on_the_other_side_come_back(self, synced, side):
        getattr(synced, "there" if side == "here" else "here").write("a.csv", b"more work")
        getattr(synced, side).remove("a.csv")
        assert synced.sync(delete=True).is_settled
        assert getattr(synced, side).contents()["a.csv"] == b"more work"

    def test_folders_go_with_their_last_file(self, synced):
        synced.here.remove("run")
        synced.sync(delete=True)
        assert {each for each in synced.there.files if not each.startswith(TRASH)} == {"a.csv"}

    def test_folders_with_other_files_stay(self, synced):
        synced.here.write("run/.notes", b"ignored")
        for path in ("run/b.csv", "run/c.csv", "run"):
            synced.there.remove(path)
        assert synced.sync(delete=True, delete_many=True).is_settled
        assert synced.here.contents() == {"a.csv": b"content of a.csv", "run/.notes": b"ignored"}

    def test_a_missing_disk_is_not_taken_for_deleted_files(self, world):
        for number in range(30):
            world.here.write(f"{number}.csv", b"%d" % number)
        world.sync()
        for number in range(20):
            world.here.remove(f"{number}.csv")
        with pytest.raises(TooManyDeletions, match="20 of 30 files would be deleted in openBIS"):
            world.sync(delete=True)
        assert len(world.there.contents()) == 30
        world.sync(delete=True, delete_many=True)
        assert len(world.there.contents()) == 10

    @pytest.mark.parametrize("side", ["here", "there"])
    @pytest.mark.parametrize(("files", "removed", "many"), [(1, 1, False), (2, 2, True), (4, 2, False), (4, 3, True)])
    def test_many_are_more_than_half_and_more_than_one(self, world, side, files, removed, many):
        for number in range(files):
            world.here.write(f"{number}.csv", b"%d" % number)
        world.sync()
        for number in range(removed):
            getattr(world, side).remove(f"{number}.csv")
        assert world.plan(delete=True).deletes_many is many
        with pytest.raises(TooManyDeletions) if many else nullcontext():
            world.sync(delete=True)


class TestRenamedFiles:
    @pytest.mark.parametrize(("side", "kind"), [("here", Kind.MOVE_THERE), ("there", Kind.MOVE_HERE)])
    def test_are_renamed_on_the_other_side(self, synced, side, kind):
        getattr(synced, side).rename("run/b.csv", "new/d.csv")
        plan = synced.plan(delete=True)
        assert [(each.kind, each.moved_from, each.path) for each in plan.work] == [(kind, "run/b.csv", "new/d.csv")]
        assert synced.sync(delete=True).is_settled
        assert synced.here.contents() == synced.there.contents()
        assert "run/b.csv" not in synced.here.contents()
        assert synced.plan(delete=True).work == ()

    def test_are_stored_again_if_nothing_is_deleted(self, synced):
        synced.here.rename("run/b.csv", "d.csv")
        assert kinds(synced.plan()) == {"d.csv": Kind.SEND, "run/b.csv": Kind.REMOVED_HERE}

    def test_of_equal_content_are_each_renamed_once(self, world):
        for name in ("a", "b"):
            world.here.write(name, b"same")
        world.sync()
        for name in ("a", "b"):
            world.here.rename(name, f"new {name}")
        assert {each.kind for each in world.plan(delete=True).work} == {Kind.MOVE_THERE}
        world.sync(delete=True)
        assert set(world.there.contents()) == {"new a", "new b"}


class TestProblems:
    def test_names_that_openbis_refuses_are_named(self, world):
        world.here.write("a:b.csv", b"1")
        world.here.write("c.csv", b"2")
        report = world.sync()
        assert [(each.path, each.kind) for each in report.plan.differences] == [("a:b.csv", Kind.BLOCKED)]
        assert set(world.there.contents()) == {"c.csv"}

    def test_files_that_cannot_be_read_do_not_stop_the_others(self, synced):
        synced.here.write("bad.csv", b"1")
        synced.here.write("good.csv", b"2")
        synced.here.tree.unreadable.add("bad.csv")
        report = synced.sync()
        assert [action.path for action, _ in report.failed] == ["bad.csv"]
        assert "good.csv" in synced.there.contents()
        synced.here.tree.unreadable.clear()
        assert synced.sync().is_settled

    def test_unreadable_files_that_must_be_compared_are_blocked(self, synced):
        synced.here.write("a.csv", b"content of A.csv")
        synced.here.tree.unreadable.add("a.csv")
        plan = synced.plan()
        assert kinds(plan) == {"a.csv": Kind.BLOCKED}
        assert "cannot be read" in plan.differences[0].problem

    def test_nothing_is_done_below_links(self, synced):
        synced.here.remove("run")
        synced.here.tree.unusable["run"] = "a link; links are not synchronised"
        plan = synced.plan(delete=True)
        assert set(kinds(plan)) == {"run/b.csv", "run/c.csv"}
        assert set(kinds(plan).values()) == {Kind.BLOCKED}
        assert plan.unusable == (("run", "a link; links are not synchronised"),)

    def test_a_file_that_is_changed_meanwhile_is_kept(self, synced):
        synced.there.write("a.csv", b"new there")
        change = Interruption(1, lambda: synced.here.write("a.csv", b"new here"))
        report = synced.sync(interruption=change)
        assert [action.path for action, _ in report.failed] == ["a.csv"]
        assert synced.here.contents()["a.csv"] == b"new here"
        assert kinds(synced.plan()) == {"a.csv": Kind.CONFLICT}

    def test_a_file_that_is_changed_in_openbis_meanwhile_is_kept(self, synced):
        synced.here.write("a.csv", b"new here")
        change = Interruption(1, lambda: synced.there.write("a.csv", b"new there"))
        report = synced.sync(interruption=change)
        ((action, error),) = report.failed
        assert (action.path, type(error)) == ("a.csv", FilesChanged)
        assert synced.there.contents()["a.csv"] == b"new there"

    def test_an_expired_session_is_renewed_in_the_middle(self, world):
        for name in ("a", "b"):
            world.here.write(name, b"content of " + name.encode())
        report = world.sync(interruption=Interruption(1, world.there.openbis.expire_all_sessions))
        assert report.is_settled
        assert world.there.contents() == world.here.contents()

    def test_a_restarted_openbis_ends_the_work_and_the_next_one_continues(self, synced):
        for name in ("new", "other"):
            synced.here.write(name, b"content of " + name.encode())
        report = synced.sync(interruption=Interruption(1, synced.there.openbis.go_down))
        assert isinstance(report.stopped_by, ConnectionFailed)
        synced.there.openbis.come_back()
        assert synced.sync().is_settled
        assert synced.here.contents() == synced.there.contents()

    def test_a_full_disk_ends_the_work(self, synced):
        synced.there.write("new", b"1")

        def full() -> None:
            raise DiskFull("new")

        report = synced.sync(interruption=Interruption(1, full))
        assert isinstance(report.stopped_by, DiskFull)
        assert "new" not in synced.here.contents()
        assert synced.sync().is_settled

    def test_it_is_cancelled(self, synced):
        cancelled = Cancellation()
        cancelled.cancel()
        with pytest.raises(Cancelled):
            synced.planner()("lab", synced.request(), cancelled)

    def test_older_servers_are_named(self, world):
        world.there.openbis.has_file_server = False
        with pytest.raises(NoFileServer):
            world.plan()

    def test_one_folder_has_one_target(self, synced):
        other = synced.there.openbis.add_sample("/LAB/YEAST/OTHER")
        with pytest.raises(InvalidSyncState, match="/LAB/YEAST/PLATES"):
            synced.planner()("lab", replace(synced.request(), entity=other.perm_id))

    def test_two_programs_exclude_each_other(self, synced):
        target = SyncTarget(synced.there.openbis.url, synced.there.owner.perm_id, "")
        with synced.here.folders.open(synced.here.path, target), pytest.raises(SyncRunning):
            synced.sync()

    @pytest.mark.parametrize("direction", [BOTH, UP])
    def test_read_only_programs_do_not_change_openbis(self, world, direction):
        run = RunSync(
            world.sessions,
            world.planner(),
            world.object_files,
            world.data_store,
            world.here.folders,
            ChangeGuard(read_only=True),
        )
        with pytest.raises(ReadOnly):
            run("lab", world.request(direction))
        world.there.write("a", b"1")
        assert run("lab", world.request(DOWN)).is_settled


def test_progress_counts_both_ways(world):
    world.here.write("a.csv", b"12345")
    world.there.write("b.csv", b"123")
    progress = RecordedProgress()
    world.run()("lab", world.request(), progress=progress)
    assert progress.begun == [(Amount(2, 8), Amount())]
    assert (progress.bytes, sorted(progress.files)) == (8, ["a.csv", "b.csv"])


def test_a_second_synchronisation_has_nothing_to_do(synced):
    assert synced.plan().actions == ()
    assert synced.plan().unchanged.files == 3
    report = synced.sync()
    assert (report.done, report.failed, report.is_settled) == ((), (), True)


@pytest.mark.parametrize("is_confirmed", [True, False])
@pytest.mark.parametrize("delete", [True, False])
def test_a_backup_of_openbis_does_not_take_the_newest_version_away(world, *, delete: bool, is_confirmed: bool):
    world.here.write("a.csv", b"version 1")
    world.sync()
    backup = dict(world.there.files)
    world.here.write("a.csv", b"version 2")
    world.here.write("new.csv", b"new")
    interruption = Interruption(0 if is_confirmed else 7, raise_connection_failed)
    world.sync(interruption=interruption)
    if not is_confirmed:
        assert interruption.changes >= interruption.at
    assert world.there.contents() == {"a.csv": b"version 2", "new.csv": b"new"}
    world.there.files.clear()
    world.there.files.update(backup)
    world.sync(delete=delete)
    left = [*world.here.contents().values(), *world.here.trash(), *world.there.contents().values()]
    assert {b"version 1", b"version 2", b"new"} <= set(left)


def test_what_is_known_about_a_folder_below_stays_on_its_side(world):
    world.here.write("run/.openbis-sync/state.jsonl", b"here")
    world.there.write("run/.openbis-sync/state.jsonl", b"there")
    world.there.write("other/.openbis-sync/running", b"there")
    assert "run/.openbis-sync/state.jsonl" not in kinds(world.plan(exclusion=NO_EXCLUSION))
    world.sync(exclusion=NO_EXCLUSION)
    assert world.here.contents() == {"run/.openbis-sync/state.jsonl": b"here"}
    assert world.there.contents()["run/.openbis-sync/state.jsonl"] == b"there"


def test_a_version_that_openbis_has_in_its_trash_is_not_kept_here_twice(synced):
    synced.there.write("a.csv", b"newer")
    synced.sync()
    assert synced.here.contents()["a.csv"] == b"newer"
    assert synced.here.trash() == []


def raise_connection_failed() -> None:
    raise ConnectionFailed("lab", "no network")
