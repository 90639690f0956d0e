"""Kept folders and states as JSON."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import NotLoggedIn
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptState, KeptStatus
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.states.folder_state import (
    EntryState,
    EntryWithState,
    FolderState,
    Synchronised,
)
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.schemas.sync.kept_folders import (
    FolderStateResponse,
    KeptFolderResponse,
    folder_state_content,
    kept_folder_content,
    shown_folder,
)

SINCE = dt.datetime(2026, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
KEPT = KeptFolder(
    "/home/me/data",
    "/home/me/data",
    "lab",
    "1-1",
    "/A/B",
    SINCE,
    Direction.UP,
    delete=True,
    exclusion=Exclusion(patterns=("*.tmp",)),
    pace=Pace(1, 2),
)


@pytest.mark.parametrize(
    ("folder", "root", "shown"),
    [
        ("/home/me/data/run", "/home/me", "data/run"),
        ("/home/me", "/home/me", ""),
        ("/home/me/.hidden", "/home/me", ".hidden"),
        ("/home/meredith", "/home/me", "/home/meredith"),
        ("/other", "/home/me", "/other"),
        ("/data", "/", "data"),
        ("/", "/", ""),
    ],
)
def test_folders_are_named_as_in_jupyter(folder: str, root: str, shown: str) -> None:
    assert shown_folder(folder, root) == shown


def test_a_kept_folder_has_all_its_settings() -> None:
    status = KeptStatus(
        KEPT, KeptState.NOT_LOGGED_IN, error=NotLoggedIn("lab"), counts={Kind.SEND: 2, Kind.FETCH: 0}, waiting=("a",)
    )
    answer = KeptFolderResponse().dump(kept_folder_content(status, "/home/me"))
    assert answer.pop("error")["code"] == "not-logged-in"
    assert answer == {
        "folder": "data",
        "connection": "lab",
        "permId": "1-1",
        "identifier": "/A/B",
        "direction": "up",
        "delete": True,
        "hidden": False,
        "exclude": ["*.tmp"],
        "settleSeconds": 1.0,
        "intervalSeconds": 2.0,
        "state": "notLoggedIn",
        "since": "2026-05-17T14:30:00+00:00",
        "lastSynchronised": None,
        "counts": {"send": 2},
        "differences": [],
        "differenceCounts": {},
        "waiting": ["a"],
        "waitingCount": 0,
    }


def test_states_name_the_synchronised_folder() -> None:
    target = SyncTarget("https://openbis.example.org", "1-1", "/A/B")
    found = Synchronised("/home/me/data", target, None, KeptStatus(KEPT))
    entries = (EntryWithState("a", EntryState.FAILED, "no"), EntryWithState("b", EntryState.SAME))
    answer = FolderStateResponse().dump(folder_state_content(FolderState(found, entries, False), "/home/me"))
    keeping = answer["synchronised"].pop("keeping")
    assert (keeping["folder"], keeping["state"]) == ("data", "watching")
    assert answer == {
        "synchronised": {
            "folder": "data",
            "url": target.url,
            "permId": "1-1",
            "identifier": "/A/B",
            "connection": None,
        },
        "entries": [
            {"name": "a", "state": "failed", "problem": "no"},
            {"name": "b", "state": "same", "problem": None},
        ],
        "complete": False,
    }
