"""Random histories of both sides, with the local side on the disk."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from tests.support.sync_world import LocalDisk, SyncWorld
from tests.unit.domain.sync.test_histories import HISTORIES, Edit, History, Sync, run


@given(HISTORIES)
@settings(max_examples=400)
def test_nothing_is_lost_or_doubled_on_the_disk(steps: list[Edit | Sync]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(History(SyncWorld(LocalDisk(Path(folder) / "lab"))), steps)
