"""Validation of file names and relative paths."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.folders import names
from jupyter_openbis_server.adapters.filesystem.folders.names import (
    check_relative,
    checked_names,
    is_reserved_on_windows,
)
from jupyter_openbis_server.domain.errors import InvalidPath

paths = st.lists(st.sampled_from(["..", ".", "a", "ü", "/", "\\", "C:", "%2e", " "]), max_size=8).map("".join)


@given(path=paths)
def test_no_relative_path_leaves_its_folder(path: str) -> None:
    try:
        check_relative(path)
    except InvalidPath:
        return
    assert os.path.normpath(f"/some/folder/{path}").startswith("/some/folder")


@given(path=st.text(st.sampled_from("a./\\:\0 ~%üe\u0301\ud800\udc80\n"), max_size=12))
def test_an_accepted_path_of_a_data_set_can_be_a_file_in_its_folder(path: str) -> None:
    try:
        parts = checked_names(path)
    except InvalidPath:
        return
    assert "/".join(parts) == path
    assert os.path.normpath(f"/some/folder/{path}") == f"/some/folder/{path}"
    assert b"\0" not in os.fsencode(path)


@pytest.mark.parametrize(
    "path", ["/etc", "\\\\host\\share", "C:\\x", "C:/x", "..", "a/../b", "a\\..\\..\\b", "nul\0byte", "half \ud83e"]
)
def test_paths_that_are_absolute_on_any_system_or_lead_up_are_refused(path: str) -> None:
    with pytest.raises(InvalidPath):
        check_relative(path)


@pytest.mark.parametrize("path", ["a", "a/b", "...", "a..b/..c", "100 %/#1", "🧪/ü", "a:b", "~", ""])
def test_unusual_paths_below_the_folder_are_allowed(path: str) -> None:
    check_relative(path)


@pytest.mark.parametrize(
    "name", ["file.txt:stream", "NUL", "con", "Com1.csv", "a.", "a ", "a?", 'a"b', "a\\b", "tab\t", "<a>"]
)
def test_names_reserved_by_windows_are_recognised(name: str) -> None:
    assert is_reserved_on_windows(name)


@pytest.mark.parametrize("name", ["console.log", "a.b", ".hidden", "null", "com.txt", "ü #1 %.csv", "🧪"])
def test_ordinary_names_are_allowed_on_windows(name: str) -> None:
    assert not is_reserved_on_windows(name)


@pytest.mark.parametrize("on_windows", [True, False])
def test_reserved_names_are_refused_on_windows_only(on_windows: bool, monkeypatch) -> None:
    monkeypatch.setattr(names, "ON_WINDOWS", on_windows)
    for path in ("original/NUL", "aux.txt/data.csv", "original/10:30.txt"):
        if on_windows:
            with pytest.raises(InvalidPath, match="Windows"):
                checked_names(path)
        else:
            assert checked_names(path) == tuple(path.split("/"))
