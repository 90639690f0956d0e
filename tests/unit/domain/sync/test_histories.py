"""Random histories of both sides, with the local side in memory."""

from hypothesis import example, given, settings

from jupyter_openbis_server.domain.sync.request import Direction
from tests.support.sync_histories import HISTORIES, Edit, Sync, check_history
from tests.support.sync_world import LocalMemory, SyncWorld

AN_INTERRUPTED_CONFLICT = [
    Edit("here", "write", "b.csv", "a.csv"),
    Edit("there", "write", "b.csv", "a.csv"),
    Sync(Direction.BOTH, False, 5, False, True, Edit("here", "write", "a.csv", "a.csv")),
    Edit("here", "remove", "b.csv", "a.csv"),
]


@given(HISTORIES)
@example(AN_INTERRUPTED_CONFLICT)
@settings(max_examples=150)
def test_nothing_is_lost_or_doubled_in_any_history(steps: list[Edit | Sync]) -> None:
    check_history(SyncWorld(LocalMemory()), steps)
