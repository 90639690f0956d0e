"""Random histories of both sides, with the local side in memory."""

from hypothesis import given, settings

from tests.support.sync_histories import HISTORIES, Edit, Sync, check_history
from tests.support.sync_world import LocalMemory, SyncWorld


@given(HISTORIES)
@settings(max_examples=150)
def test_nothing_is_lost_or_doubled_in_any_history(steps: list[Edit | Sync]) -> None:
    check_history(SyncWorld(LocalMemory()), steps)
