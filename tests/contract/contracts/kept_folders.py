"""The contract of `KeptFolders`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder
from jupyter_openbis_server.domain.sync.keeping.ports import KeptFolders
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

SINCE = dt.datetime(2026, 5, 17, 14, 30, 1, 5, tzinfo=dt.timezone.utc)
FIRST = KeptFolder("/home/me/data", "/mnt/data", "lab", "20240501120000000-1", "/LAB/YEAST/PLATES", SINCE)
SECOND = KeptFolder(
    "/home/me/Bilder äöü",
    "/home/me/Bilder äöü",
    "second",
    "20240501120000000-2",
    "/LAB/YEAST/PICTURES",
    SINCE,
    Direction.UP,
    delete=True,
    exclusion=Exclusion(hidden=True, patterns=("*.tmp", "raw/**")),
    pace=Pace(0.5, 3600.0),
)


class KeptFoldersContract:
    """Fixtures: `kept`, `damage` (makes the list unreadable)."""

    def test_a_new_list_is_empty(self, kept: KeptFolders) -> None:
        assert kept.all() == ()
        kept.remove(FIRST)

    def test_all_settings_are_kept_in_the_order_of_the_folders(self, kept: KeptFolders) -> None:
        kept.put(FIRST)
        kept.put(SECOND)
        assert kept.all() == (FIRST, SECOND)

    def test_a_folder_is_replaced_by_its_real_path(self, kept: KeptFolders) -> None:
        kept.put(FIRST)
        kept.put(SECOND)
        again = replace(FIRST, folder="/another/way", direction=Direction.DOWN)
        kept.put(again)
        assert kept.all() == (again, SECOND)
        kept.remove(FIRST)
        assert kept.all() == (SECOND,)

    def test_a_damaged_list_is_reported_and_not_replaced(self, kept: KeptFolders, damage: Callable[[], None]) -> None:
        kept.put(FIRST)
        damage()
        for use in (kept.all, lambda: kept.put(SECOND), lambda: kept.remove(FIRST)):
            with pytest.raises(InvalidKeptFolders, match=r"Move .* away"):
                use()
