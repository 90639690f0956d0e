"""Saving into connection files that people have edited."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.errors import InvalidConnection, TargetNotWritable
from tests.unit.adapters.filesystem.own_disk import run_on_disk

BY_HAND = """\
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
texts = st.text(st.characters(), min_size=1)  # halves of surrogate pairs too


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def saved(path: Path, text: str, entry: dict[str, object]) -> str:
    path.write_bytes(text.encode())
    YamlConnectionFile(path).save(entry)
    return path.read_bytes().decode()


# --- what is emptied


def test_comments_of_an_emptied_key_stay(path: Path) -> None:
    changed = saved(path, BY_HAND, {"name": "production", "url": "https://openbis.example.org", "username": None})
    assert changed == BY_HAND.replace("username: anna", "username:")


def test_a_renamed_entry_keeps_its_comments(path: Path) -> None:
    path.write_text(BY_HAND)
    YamlConnectionFile(path).save({"name": "new", "url": "test.example.org"}, replacing="test")
    assert path.read_text() == BY_HAND.replace("name: test", "name: new")


# --- what is removed


def removed(path: Path, text: str, name: str) -> str:
    path.write_bytes(text.encode())
    assert YamlConnectionFile(path).remove(name) is True
    return path.read_bytes().decode()


def test_the_first_entry_goes_and_what_speaks_of_the_next_one_stays(path: Path) -> None:
    gone = BY_HAND[BY_HAND.index('  - name: "production"') : BY_HAND.index("    # password: ask Anna")]
    assert removed(path, BY_HAND, "production") == BY_HAND.replace(gone, "")


def test_the_last_entry_goes_and_the_other_keys_stay(path: Path) -> None:
    text = removed(path, BY_HAND, "test")
    assert text == BY_HAND.replace("  - name: test\n    url: test.example.org\n", "")
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["production"]


def test_line_ends_and_rights_stay(path: Path) -> None:
    text = removed(path, "connections:\r\n- name: a\r\n  url: a.org\r\n- name: b\r\n  url: b.org\r\n", "a")
    assert text == "connections:\r\n- name: b\r\n  url: b.org\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_entry_that_shares_its_lines_is_left_to_people(path: Path) -> None:
    text = "connections: [{name: a, url: a.org}, {name: b, url: b.org, password: s3cret}]\n"
    path.write_text(text)
    with pytest.raises(InvalidConnection, match="the entry of a shares its lines with others") as caught:
        YamlConnectionFile(path).remove("a")
    assert "s3cret" not in str(caught.value)
    assert path.read_text() == text


def test_what_is_not_there_changes_nothing(path: Path) -> None:
    path.write_text(BY_HAND)
    before = path.stat()
    assert YamlConnectionFile(path).remove("nothing") is False
    assert YamlConnectionFile(path.with_name("nowhere.yaml")).remove("nothing") is False
    assert path.stat() == before


# --- what stays


def test_an_update_changes_its_value_and_not_a_byte_more(path: Path) -> None:
    text = saved(path, BY_HAND, {"name": "production", "url": "https://openbis.example.org", "username": "berta"})
    assert text == BY_HAND.replace("username: anna", "username: berta")


def test_a_new_key_stands_in_its_entry_and_the_comments_behind_it_stay_behind(path: Path) -> None:
    text = saved(path, BY_HAND, {"name": "test", "url": "test.example.org", "username": "otto"})
    expected = BY_HAND.replace("    url: test", "    username: otto\n    url: test")
    assert text == expected


def test_a_new_entry_stands_last_and_the_comments_about_what_follows_stay_there(path: Path) -> None:
    text = saved(path, BY_HAND, NEW)
    expected = BY_HAND.replace(
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
def test_the_looks_of_a_file_stay(path: Path, before: str) -> None:
    text = saved(path, before, NEW)
    assert text.startswith(before.rstrip("\r\n]"))
    assert ("\r\n" in text) == ("\r\n" in before)
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["a", "new"]


@pytest.mark.parametrize("before", ["", "# a comment\n", "# no line end", "---\n# a comment\n", "connections:\n"])
def test_an_empty_file_keeps_its_comments(path: Path, before: str) -> None:
    text = saved(path, before, NEW)
    assert text.startswith(before)
    assert [each.name for each in ConnectionFiles([path.parent]).read().definitions] == ["new"]


def test_a_file_about_other_things_gets_a_list_of_connections(path: Path) -> None:
    text = saved(path, "other: 1 # mine\n", NEW)
    assert text.startswith("other: 1 # mine\nconnections:\n  - name: new\n")


def test_other_entries_stay_however_odd_they_are(path: Path) -> None:
    text = saved(path, "connections:\n  - just a text\n  - {url: a.org}\n  - name: 7\n    url: b.org\n", NEW)
    assert text.startswith(
        "connections:\n  - just a text\n  - {url: a.org}\n  - name: 7\n    url: b.org\n  - name: new"
    )


def test_long_lines_stay_lines(path: Path) -> None:
    before = f"connections:\n  - name: a\n    url: a.org\n    note: {'word ' * 100}end\n"
    assert saved(path, before, NEW).startswith(before)


def test_a_name_that_looks_like_a_number_is_a_name(path: Path) -> None:
    path.write_text("connections:\n  - name: 7\n    url: b.org\n")
    assert YamlConnectionFile(path).save({"name": "7", "url": "c.org"}) is True


@example(name="\x85a", username="\x85", password="a\x85")
@settings(deadline=None)  # a disk takes the time it takes
@given(name=texts.filter(str.strip), username=texts, password=texts)
def test_every_text_is_read_back_as_it_was_saved(
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


# --- how it is written


def test_the_file_is_for_its_owner_only(path: Path) -> None:
    path.write_text("connections: []\n")
    path.chmod(0o666)
    YamlConnectionFile(path).save(NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / ".jupyter" / FILE_NAME
    YamlConnectionFile(path).save(NEW)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_linked_file_stays_linked(tmp_path: Path, path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    path.symlink_to("dotfiles/connections.yaml")
    YamlConnectionFile(path).save(NEW)
    assert path.is_symlink()
    assert "new.example.org" in (tmp_path / "dotfiles" / "connections.yaml").read_text()


# --- what is refused


@pytest.mark.parametrize(
    "text", ["- a\n", "connections: {a: b}\n", "connections: [\n", "a: 'geheim\n", "x: *geheim\n", "null\n", "7\n"]
)
def test_a_file_that_is_something_else_is_named_and_not_quoted(path: Path, text: str) -> None:
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


def test_on_a_full_disk_the_old_file_stays(tmp_path: Path) -> None:
    script = """
import json, sys
from pathlib import Path
from jupyter_openbis_server.adapters.filesystem.connection_file import YamlConnectionFile
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
