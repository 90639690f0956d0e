"""Saving into connection files that were edited by users."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.errors import InvalidConnection, TargetNotWritable
from tests.support.tmpfs import run_on_disk

EDITED = """\
# Connections of the Mosquito group
connections:
  # the real one
  - name: "production"   # do not rename
    url: 'https://openbis.example.org'    # via VPN only
    username: anna
    colour: 0123   # of our own making
    # password: ask Anna

  # for playing
  - name: test
    url: test.example.org
    # nothing secret here

# read by another program
other:
  key: [1, 2]
# the end
"""
NEW = {"name": "new", "url": "https://new.example.org", "verify_certificates": True}
texts = st.text(st.characters(), min_size=1)  # lone surrogates too


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def saved(path: Path, text: str, entry: dict[str, object]) -> str:
    path.write_bytes(text.encode())
    YamlConnectionFile(path).save(entry)
    return path.read_bytes().decode()


# --- emptied values


def test_comments_of_an_emptied_key_are_kept(path: Path) -> None:
    changed = saved(path, EDITED, {"name": "production", "url": "https://openbis.example.org", "username": None})
    assert changed == EDITED.replace("username: anna", "username:")


def test_a_renamed_entry_keeps_its_comments(path: Path) -> None:
    path.write_text(EDITED)
    YamlConnectionFile(path).save({"name": "new", "url": "test.example.org"}, replacing="test")
    assert path.read_text() == EDITED.replace("name: test", "name: new")


# --- removal


def removed(path: Path, text: str, name: str) -> str:
    path.write_bytes(text.encode())
    assert YamlConnectionFile(path).remove(name) is True
    return path.read_bytes().decode()


def test_first_entry_is_removed_and_comments_on_the_next_one_stay(path: Path) -> None:
    entry = EDITED[EDITED.index('  - name: "production"') : EDITED.index("    # password: ask Anna")]
    assert removed(path, EDITED, "production") == EDITED.replace(entry, "")


def test_last_entry_is_removed_and_the_other_keys_stay(path: Path) -> None:
    text = removed(path, EDITED, "test")
    assert text == EDITED.replace("  - name: test\n    url: test.example.org\n", "")
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["production"]


def test_line_ends_and_permissions_are_kept(path: Path) -> None:
    text = removed(path, "connections:\r\n- name: a\r\n  url: a.org\r\n- name: b\r\n  url: b.org\r\n", "a")
    assert text == "connections:\r\n- name: b\r\n  url: b.org\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_entry_that_shares_its_lines_is_not_removed(path: Path) -> None:
    text = "connections: [{name: a, url: a.org}, {name: b, url: b.org, password: s3cret}]\n"
    path.write_text(text)
    with pytest.raises(InvalidConnection, match="the entry of a shares its lines with others") as caught:
        YamlConnectionFile(path).remove("a")
    assert "s3cret" not in str(caught.value)
    assert path.read_text() == text


def version_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written or replaced."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def test_removing_a_missing_entry_changes_nothing(path: Path) -> None:
    path.write_text(EDITED)
    before = version_of(path)
    assert YamlConnectionFile(path).remove("nothing") is False
    assert YamlConnectionFile(path.with_name("nowhere.yaml")).remove("nothing") is False
    assert version_of(path) == before


# --- unchanged content


def test_update_changes_its_value_only(path: Path) -> None:
    text = saved(path, EDITED, {"name": "production", "url": "https://openbis.example.org", "username": "berta"})
    assert text == EDITED.replace("username: anna", "username: berta")


def test_new_key_is_inserted_into_its_entry_and_comments_keep_their_position(path: Path) -> None:
    text = saved(path, EDITED, {"name": "test", "url": "test.example.org", "username": "otto"})
    expected = EDITED.replace("    url: test", "    username: otto\n    url: test")
    assert text == expected


def test_new_entry_is_the_last_and_comments_on_the_next_key_stay(path: Path) -> None:
    text = saved(path, EDITED, NEW)
    expected = EDITED.replace(
        "secret here\n",
        "secret here\n  - name: new\n    url: https://new.example.org\n    verify_certificates: true\n",
    )
    assert text == expected


@pytest.mark.parametrize(
    "before",
    [
        "connections:\n- name: a\n  url: a.org\n",
        "connections:\n    - name: a\n      url: a.org\n",
        "---\nconnections:\n  - name: a\n    url: a.org\n",
        "connections:\r\n  - name: a\r\n    url: a.org # x\r\n",
        "connections:\n  - name: a\n    url: a.org  # no line end",
        "connections: [{name: a, url: a.org}]\n",
    ],
)
def test_formatting_of_a_file_is_kept(path: Path, before: str) -> None:
    text = saved(path, before, NEW)
    assert text.startswith(before.rstrip("\r\n]"))
    assert ("\r\n" in text) == ("\r\n" in before)
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["a", "new"]


@pytest.mark.parametrize("before", ["", "# a comment\n", "# no line end", "---\n# a comment\n", "connections:\n"])
def test_an_empty_file_keeps_its_comments(path: Path, before: str) -> None:
    text = saved(path, before, NEW)
    assert text.startswith(before)
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["new"]


def test_file_with_other_keys_gets_a_list_of_connections(path: Path) -> None:
    text = saved(path, "other: 1 # mine\n", NEW)
    assert text.startswith("other: 1 # mine\nconnections:\n  - name: new\n")


def test_other_entries_are_unchanged_even_if_invalid(path: Path) -> None:
    text = saved(path, "connections:\n  - just a text\n  - {url: a.org}\n  - name: 7\n    url: b.org\n", NEW)
    assert text.startswith(
        "connections:\n  - just a text\n  - {url: a.org}\n  - name: 7\n    url: b.org\n  - name: new"
    )


def test_long_lines_are_not_wrapped(path: Path) -> None:
    before = f"connections:\n  - name: a\n    url: a.org\n    note: {'word ' * 100}end\n"
    assert saved(path, before, NEW).startswith(before)


def test_name_that_looks_like_a_number_is_quoted(path: Path) -> None:
    path.write_text("connections:\n  - name: 7\n    url: b.org\n")
    assert YamlConnectionFile(path).save({"name": "7", "url": "c.org"}) is True


@example(name="\x85a", username="\x85", password="a\x85")
@settings(deadline=None)  # a disk takes the time it takes
@given(name=texts.filter(str.strip), username=texts, password=texts)
def test_every_text_is_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, name: str, username: str, password: str
) -> None:
    path = tmp_path_factory.mktemp("any") / FILE_NAME
    entry = {"name": name, "url": "a.org", "username": username, "token": password}
    YamlConnectionFile(path).save(NEW)
    for was_known in (False, True):
        assert YamlConnectionFile(path).save(entry) is was_known
    entries = ConnectionFiles([path.parent]).read()
    assert entries.problems == ()
    definition = entries.definitions[-1]
    assert definition.credentials is not None
    assert (definition.name, definition.username) == (name.strip(), username)
    assert definition.credentials.secret.reveal() == password


# --- permissions and folders


def test_file_is_accessible_for_its_owner_only(path: Path) -> None:
    path.write_text("connections: []\n")
    path.chmod(0o666)
    YamlConnectionFile(path).save(NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_missing_folder_is_created_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / ".jupyter" / FILE_NAME
    YamlConnectionFile(path).save(NEW)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_link_to_the_file_is_kept(tmp_path: Path, path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    path.symlink_to("dotfiles/connections.yaml")
    YamlConnectionFile(path).save(NEW)
    assert path.is_symlink()
    assert "new.example.org" in (tmp_path / "dotfiles" / "connections.yaml").read_text()


# --- errors


@pytest.mark.parametrize(
    "text", ["- a\n", "connections: {a: b}\n", "connections: [\n", "a: 'geheim\n", "x: *geheim\n", "null\n", "7\n"]
)
def test_file_in_another_format_is_named_and_not_quoted(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(InvalidConnection) as caught:
        YamlConnectionFile(path).save(NEW)
    assert caught.value.field == str(path)
    assert "geheim" not in str(caught.value)
    assert path.read_text() == text
    assert [each.name for each in path.parent.iterdir()] == [FILE_NAME]


def test_a_file_that_cannot_be_read_is_not_replaced(path: Path) -> None:
    path.mkdir()
    with pytest.raises(InvalidConnection, match="cannot be read"):
        YamlConnectionFile(path).save(NEW)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetNotWritable):
        YamlConnectionFile(tmp_path / "file" / FILE_NAME).save(NEW)


def test_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    script = """
import json, sys
from pathlib import Path
from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.domain.errors import StorageError

path = Path(sys.argv[1], "openbis-connections.yaml")
YamlConnectionFile(path).save({"name": "a", "url": "a.org"})
before = path.read_text()
try:
    YamlConnectionFile(path).save({"name": "b", "url": "b.org", "note": "x" * 200_000})
except StorageError as error:
    names = [each.name for each in path.parent.iterdir()]
    print(json.dumps([type(error).__name__, path.read_text() == before, names]))
"""
    assert json.loads(run_on_disk(tmp_path, "size=64k", script)) == ["DiskFull", True, [FILE_NAME]]
