"""Paths that AFS accepts (openbis-afs 4)."""

import pytest

from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind
from jupyter_openbis_server.fake_openbis.afs.paths import check_may_change, check_path

REFUSED_CHARACTERS = '&:*?"<>|\\`\t\n\r\0\x7f€😀\u0301\u200b'


def refusal(source: str) -> Kind | None:
    try:
        check_path("Read", source, source)
    except AfsError as error:
        return error.kind
    return None


@pytest.mark.parametrize(
    "source",
    [
        "/",
        "/a",
        "/a/b.txt",
        "/a b/c",
        "/.hidden",
        "/.afs.trash/a",
        "/$!#%'()+,-.;=@[]^_{}~",
        "/Größe µm",
        "/日本",
        "//a",
    ],
)
def test_accepted_paths(source):
    assert refusal(source) is None


@pytest.mark.parametrize("character", REFUSED_CHARACTERS)
def test_refused_characters_in_names_of_files_and_folders(character):
    assert refusal(f"/a{character}b") is Kind.PATH_INVALID
    assert refusal(f"/a{character}b/c") is Kind.PATH_INVALID


@pytest.mark.parametrize("source", ["/ a", "/a ", "/a.", "/..", "/a/..", "/.afs", "/a/.afs/b-hash.md5"])
def test_refused_names(source):
    assert refusal(source) is Kind.PATH_INVALID


@pytest.mark.parametrize("source", ["/../a", "/a/../b", "a/../b"])
def test_parent_folders_are_refused(source):
    assert refusal(source) is Kind.PATH_RELATIVE


@pytest.mark.parametrize("source", ["", "a", "a/b", " /a"])
def test_paths_begin_with_a_slash(source):
    assert refusal(source) is Kind.PATH_NOT_START_WITH_ROOT


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("/.afs.trash", Kind.PATH_IN_TRASH),
        ("/.afs.trash/a/b", Kind.PATH_IN_TRASH),
        ("/.afs.snapshots/a/2026", Kind.PATH_IN_SNAPSHOTS),
        ("/a/.afs.snapshots/b/2026", Kind.PATH_IN_SNAPSHOTS),
    ],
)
def test_trash_and_snapshots_are_not_changed(source, kind):
    with pytest.raises(AfsError) as caught:
        check_may_change("Write", source, source)
    assert caught.value.kind is kind


def test_folders_named_like_the_trash_may_be_changed():
    check_may_change("Write", "/a/.afs.trash/b", "")
