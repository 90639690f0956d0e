"""A data set cannot name a file outside its folder."""

import posixpath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import checked_path


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("original", ("original",)),
        ("original/run 1/data.csv", ("original", "run 1", "data.csv")),
        ("original/Mücke, 100 %.png", ("original", "Mücke, 100 %.png")),
        ("original/...", ("original", "...")),
        ("C:x", ("C:x",)),
        ("original/a\\b", ("original", "a\\b")),
        ("original/.hidden", ("original", ".hidden")),
        ("original/%2e%2e/x", ("original", "%2e%2e", "x")),
    ],
)
def test_path_is_split_into_its_parts(path, parts):
    assert checked_path(path) == parts


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../x",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "C:",
        "c:/x",
        "C:\\x",
        "a\0b",
    ],
)
def test_path_outside_the_data_set_is_refused(path):
    with pytest.raises(InvalidPath):
        checked_path(path)


@given(st.text(st.sampled_from("a./\\:\0 ~%"), max_size=12))
@example("a/../../b")
def test_an_accepted_path_stays_below_its_folder(path):
    try:
        parts = checked_path(path)
    except InvalidPath:
        return
    joined = posixpath.join("/downloads/1-1", *parts)
    assert posixpath.normpath(joined) == joined
    assert joined.startswith("/downloads/1-1/")
