"""Names of the folders of data sets: portable for any name, and found again by the permId."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.folders.names import checked_names, is_reserved_on_windows
from jupyter_openbis_server.domain.downloads.folder_names import (
    MAX_NAME_BYTES,
    FolderNames,
    folder_name,
    perm_id_above,
    perm_id_in,
)
from jupyter_openbis_server.domain.errors import InvalidInput

PERM_ID = "20230315101500001-1001"
SIGNS = '/\\:*?"<>|.~- _()\t\n\r\0\x7f'
WORDS = ["CON", "nul.", "COM¹.x", "\u202e", "\u200d", "\ud800", "e\u0301", "\U0001f9ec", "\ue000"]
SPECIAL = st.sampled_from([*SIGNS, *WORDS])
NAMES = st.text() | st.lists(SPECIAL | st.text(max_size=3), max_size=60).map("".join)


@given(NAMES)
def test_any_name_becomes_a_portable_file_name_with_the_perm_id(name: str) -> None:
    folder = folder_name(name, PERM_ID)
    assert perm_id_in(folder) == PERM_ID
    assert checked_names(folder) == (folder,)
    assert not is_reserved_on_windows(folder)
    assert len(folder.encode()) <= MAX_NAME_BYTES + len(PERM_ID) + 4
    assert unicodedata.normalize("NFC", folder) == folder
    assert not {unicodedata.category(each) for each in folder} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert folder[0] not in ".-~ "
    assert "  " not in folder


@given(NAMES, NAMES)
def test_names_of_two_data_sets_never_collide(one: str, other: str) -> None:
    assert folder_name(one, "1-1").casefold() != folder_name(other, "2-2").casefold()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Growth curves", "Growth curves"),
        (" 42 °C:  30 min / wild\ttype ", "42 °C_ 30 min _ wild type"),
        ("Zu\u0308rich", "Zürich"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("name\u202etxt.exe", "nametxt.exe"),
        ("CON", "_CON"),
        ("aux.2024", "_aux.2024"),
        ("COM¹", "_COM¹"),
        ("--help", "help"),
        ("~root", "root"),
        (".hidden", "hidden"),
        ("v1.2.", "v1.2"),
        ("Probe (1-1)", "Probe (1-1)"),
        ("ä" * 60, "ä" * 40),
    ],
)
def test_name_stays_readable(name: str, expected: str) -> None:
    assert folder_name(name, PERM_ID) == f"{expected} ({PERM_ID})"


@pytest.mark.parametrize("name", [None, "", "   ", "...", "///", "\u200b\u202e", "\0"])
def test_folder_is_the_perm_id_without_a_name(name: str | None) -> None:
    assert folder_name(name, PERM_ID) == PERM_ID


def test_the_outermost_data_set_counts() -> None:
    assert perm_id_above(f"/data/All ({PERM_ID})/Some (2-2)", "/data") == PERM_ID
    assert perm_id_above("/data/1-1/2-2", "/data") == "1-1"
    assert perm_id_above("/data", "/data") == ""


def test_other_kinds_of_names_are_refused() -> None:
    assert FolderNames.parse("name") is FolderNames.NAME
    with pytest.raises(InvalidInput, match="permId or name"):
        FolderNames.parse("code")
