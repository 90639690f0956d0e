"""Random histories: a file whose state is `same` is not one that the next plan would send, fetch or report."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, note, settings
from hypothesis import strategies as st

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keeper import KeeperServices
from jupyter_openbis_server.domain.sync.plan import DIFFERENCES, WORK
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.running.synchronise_as_job import SynchroniseAsJob
from jupyter_openbis_server.domain.sync.states.folder_state import EntryState
from jupyter_openbis_server.domain.sync.states.show_folder_state import ShowFolderState
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Watching
from jupyter_openbis_server.testing.fakes.sync.kept_folders import (
    MemoryBackgroundWork,
    MemoryKeptFolders,
    RecordedKeeping,
)
from jupyter_openbis_server.testing.fakes.sync.known_states import MemoryKnownStates
from jupyter_openbis_server.testing.fakes.sync.watching import MemoryFolderChanges
from tests.support.recorded_progress import RecordedProgress
from tests.support.sync_histories import EDITS, Edit, History
from tests.support.sync_world import LocalMemory, SyncWorld

DIRECTIONS = st.sampled_from(list(Direction))
SINCE = dt.datetime(2026, 5, 17, tzinfo=dt.timezone.utc)
FOLDERS = ("run", "run/more")
EDITS_HERE = EDITS.filter(lambda edit: edit.side == "here")


@given(
    st.lists(st.one_of(EDITS, EDITS, DIRECTIONS), max_size=12),
    DIRECTIONS,
    st.booleans(),
    st.lists(EDITS_HERE, max_size=3),
)
@settings(max_examples=100)
def test_same_is_never_said_of_a_file_that_is_not(
    steps: list[Edit | Direction], last: Direction, delete: bool, edits: list[Edit]
) -> None:
    world, outcomes = SyncWorld(LocalMemory()), RecentOutcomes()
    history, run = History(world), SynchroniseAsJob(world.run(), outcomes)

    def sync(direction: Direction) -> None:
        request = world.request(direction, delete=delete, delete_many=True)
        run("lab", request, Cancellation(), RecordedProgress())

    for step in (*steps, last, *edits):
        note(f"{step}")
        if isinstance(step, Edit):
            history.edit(step)
        else:
            sync(step)
    states = states_of(world, outcomes)
    note(f"{states}")
    plan = world.plan(last, delete=delete)
    for action in plan.of(*WORK, *DIFFERENCES):
        note(f"{action.kind} {action.path}")
        assert states.get(action.path) is not EntryState.SAME
        folder = action.path.rpartition("/")[0]
        while folder:
            assert states.get(folder) is not EntryState.SAME
            folder = folder.rpartition("/")[0]


def states_of(world: SyncWorld, outcomes: RecentOutcomes) -> dict[str, EntryState]:
    """Return the states of all files and folders, by path."""
    changes = MemoryFolderChanges()
    watch = WatchFolder(world.planner(), world.run(), Watching(changes, changes.clock))
    services = KeeperServices(watch, world.connections, outcomes, RecordedKeeping(), lambda: SINCE)
    keeping = FolderKeeping(MemoryKeptFolders(), MemoryBackgroundWork(), services)
    show = ShowFolderState(MemoryKnownStates(world.here.folders), world.connections, keeping, outcomes)
    found = {}
    for folder in ["", *(path for path in FOLDERS if world.here.is_folder(path))]:
        for each in show(f"{world.here.path}/{folder}".rstrip("/"), world.here.path).entries:
            found[f"{folder}/{each.name}".lstrip("/")] = each.state
    return found
