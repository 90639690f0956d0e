"""Random histories of both sides, with the local side on the disk."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from tests.support.sync_histories import HISTORIES, Edit, Sync, check_history
from tests.support.sync_world import LocalDisk, SyncWorld


@given(HISTORIES)
@settings(max_examples=40)
def test_nothing_is_lost_or_doubled_on_the_disk(steps: list[Edit | Sync]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_history(SyncWorld(LocalDisk(Path(folder) / "lab")), steps)
