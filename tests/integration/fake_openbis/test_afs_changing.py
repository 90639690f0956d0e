"""Changes of files in AFS (openbis-afs 2 and 4). Each test looks at the disk or at a listing afterwards."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.fake_openbis.afs_client import (
    EXPERIMENT,
    TIMEOUT,
    AfsClient,
    code,
    encoded,
    failure,
    start_with_afs,
)

TIMESTAMP = r"\d{4}(_\d\d){5}_\d{3}"


@pytest.fixture
def fake(start_fake_openbis) -> FakeOpenbis:
    return start_with_afs(start_fake_openbis)


@pytest.fixture
def afs(fake) -> AfsClient:
    return AfsClient(fake)


def content(afs: AfsClient, path: str) -> bytes:
    return (afs.folder / path.lstrip("/")).read_bytes()


# --- write ---


def test_writing_creates_the_file_and_its_folders(afs):
    assert afs.write(("/a/b/c.txt", 0, b"content")) == "true"
    assert content(afs, "/a/b/c.txt") == b"content"


def test_a_shorter_version_keeps_the_old_tail(afs):
    afs.put("/a", b"old content")
    afs.write(("/a", 0, b"new"))
    assert content(afs, "/a") == b"new content"


def test_an_offset_beyond_the_end_leaves_a_hole(afs):
    afs.write(("/a", 4, b"x"))
    assert content(afs, "/a") == b"\0\0\0\0x"


def test_several_files_and_owners_are_written_by_one_request(afs, fake):
    other = AfsClient(fake, owner=fake.laboratory.experiment(EXPERIMENT).perm_id)
    chunks = [(afs.owner, "/a", 0, 0, b"01"), (other.owner, "/b", 0, 0, b"b"), (afs.owner, "/a", 2, 0, b"23")]
    assert afs.chunks("write", chunks).text == "true"
    assert (content(afs, "/a"), content(other, "/b")) == (b"0123", b"b")


def test_parallel_writers_of_a_new_owner_lose_nothing(afs, fake):
    size, parts = 100_000, range(16)
    with ThreadPoolExecutor(8) as writers:
        answers = list(writers.map(lambda part: afs.write(("/a/b", part * size, bytes([part]) * size)), parts))
    assert answers == ["true"] * len(parts)
    assert content(afs, "/a/b") == b"".join(bytes([part]) * size for part in parts)
    assert fake.laboratory.data_set(afs.owner).sample == afs.owner


def test_the_limit_of_a_written_chunk_is_ignored(afs):
    assert afs.chunks("write", [(afs.owner, "/a", 0, 2**31 - 1, b"x")]).text == "true"
    assert content(afs, "/a") == b"x"


def test_no_chunk_is_written_if_one_is_refused(afs):
    afs.change("create", source="/folder", directory="true")
    assert code(afs.write_answer(("/a", 0, b"x"), ("/folder", 0, b"x"))) == 10014
    assert code(afs.write_answer(("/a", 0, b"x"), ("/a&b", 0, b"x"))) == 10023
    assert code(afs.write_answer(("/a", 0, b"x"), ("/b", -1, b"x"))) == 30001
    query = {"method": "write", "sessionToken": afs.token}
    without_data = encoded([(afs.owner, "/a", 0, 0, b"")])[:-4] + b"\xff\xff\xff\xff"
    assert code(requests.post(afs.url, params=query, data=without_data, timeout=TIMEOUT)) == 30001
    assert afs.paths() == ["/folder"]


def test_a_commit_that_fails_is_not_reported(afs):
    afs.put("/file")
    assert afs.write(("/file/below", 0, b"x"), ("/behind", 0, b"x")) == "true"
    assert afs.change("create", source="/file/below", directory="true") == "true"
    assert afs.paths() == ["/file"]


# --- create and truncate ---


def test_empty_files_and_folders_are_created_with_the_folders_above(afs):
    assert afs.change("create", source="/a/empty.txt", directory="false") == "true"
    assert afs.change("create", source="/b/c", directory="true") == "true"
    assert content(afs, "/a/empty.txt") == b""
    assert afs.paths() == ["/a/empty.txt", "/a", "/b/c", "/b"]


@pytest.mark.parametrize("directory", ["true", "false"])
def test_what_exists_is_not_created(afs, directory):
    afs.put("/a/b")
    for source in ("/a", "/a/b"):
        refusal = failure(afs.call("create", owner=afs.owner, source=source, directory=directory))
        assert refusal.code == 10016
        assert re.fullmatch(
            rf"Path given to: Create - In store: 1/[\w-]+/../../../{afs.owner}{source}", refusal.message
        )
    assert content(afs, "/a/b") == b"content"


def test_truncating_cuts_and_never_extends(afs):
    afs.put("/a", b"content")
    assert afs.change("truncate", source="/a", size="3") == "true"
    assert content(afs, "/a") == b"con"
    assert afs.change("truncate", source="/a", size="100") == "true"
    assert content(afs, "/a") == b"con"
    assert afs.change("truncate", source="/a", size="0") == "true"
    assert content(afs, "/a") == b""


def test_truncate_refuses_folders_missing_files_and_negative_sizes(afs):
    afs.put("/a/b")
    for source, size, expected in (("/a", 0, 10014), ("/missing", 0, 10015), ("/a/b", -1, 10029)):
        assert code(afs.call("truncate", owner=afs.owner, source=source, size=size)) == expected
    assert content(afs, "/a/b") == b"content"


# --- move and copy ---


def test_moving_creates_folders_and_never_replaces(afs):
    afs.put("/a/b", b"1")
    afs.put("/c", b"2")
    assert code(afs.move("/c", "/a/b")) == 10016
    assert code(afs.move("/missing", "/d")) == 10015
    assert afs.move("/a", "/x/y").text == "true"
    assert afs.paths() == ["/c", "/x/y/b", "/x/y", "/x"]
    assert content(afs, "/x/y/b") == b"1"


def test_copying_replaces_files(afs):
    afs.put("/a", b"new")
    afs.put("/b", b"old content")
    assert afs.move("/a", "/b", "copy").text == "true"
    assert afs.move("/a", "/c/d", "copy").text == "true"
    assert [content(afs, path) for path in ("/a", "/b", "/c/d")] == [b"new"] * 3
    assert code(afs.move("/missing", "/d", "copy")) == 10015


def test_folders_are_copied_also_into_themselves(afs):
    afs.put("/a/b")
    assert afs.move("/a", "/a/c", "copy").text == "true"
    assert afs.paths() == ["/a/b", "/a/c/b", "/a/c", "/a"]


def test_a_folder_is_not_copied_over_a_folder_with_content(afs):
    afs.put("/a/b")
    afs.put("/c/d")
    assert afs.move("/a", "/c", "copy").text == "true"
    assert afs.paths() == ["/a/b", "/a", "/c/d", "/c"]


@pytest.mark.parametrize(("method", "left"), [("move", []), ("copy", ["/a"])])
def test_files_go_to_other_owners(afs, fake, method, left):
    afs.put("/a", b"1")
    other = fake.laboratory.experiment(EXPERIMENT).perm_id
    values = {"sourceOwner": afs.owner, "source": "/a", "targetOwner": other, "target": "/b/c"}
    assert afs.call(method, **values).text == "true"
    assert content(AfsClient(fake, owner=other), "/b/c") == b"1"
    assert afs.paths() == left


# --- delete ---


def test_deleting_without_trash_is_final(afs):
    afs.put("/a/b")
    assert afs.change("delete", source="/a", trash="false") == "true"
    assert afs.paths() == []
    assert code(afs.call("delete", owner=afs.owner, source="/a", trash="false")) == 10015


def test_the_trash_is_a_hidden_folder_that_keeps_paths(afs):
    afs.put("/a/b")
    assert afs.change("delete", source="/a/b", trash="true") == "true"
    assert afs.paths() == ["/.afs.trash/a/b", "/.afs.trash/a", "/.afs.trash", "/a"]


def test_deleting_inside_the_trash_is_final(afs):
    afs.put("/a")
    afs.change("delete", source="/a", trash="true")
    assert afs.change("delete", source="/.afs.trash/a", trash="true") == "true"
    assert afs.paths() == ["/.afs.trash"]


def test_what_has_the_same_name_in_the_trash_gets_its_date_of_change(afs):
    for text in (b"1", b"2"):
        afs.put("/a", text)
        afs.change("delete", source="/a", trash="true")
    newer, older, trash = afs.paths()
    assert (newer, trash) == ("/.afs.trash/a", "/.afs.trash")
    assert re.fullmatch(rf"/\.afs\.trash/a#{TIMESTAMP}", older)
    assert (content(afs, newer), content(afs, older)) == (b"2", b"1")


def test_folders_of_the_same_name_are_merged_in_the_trash(afs):
    for name in ("/a/b", "/a/c"):
        afs.put(name)
        afs.change("delete", source="/a", trash="true")
    assert afs.paths() == ["/.afs.trash/a/b", "/.afs.trash/a/c", "/.afs.trash/a", "/.afs.trash"]


def test_files_are_restored_from_the_trash_by_moving(afs):
    afs.put("/a")
    afs.change("delete", source="/a", trash="true")
    assert afs.move("/.afs.trash/a", "/a").text == "true"
    assert content(afs, "/a") == b"content"


def test_the_owners_folder_itself_does_not_go_to_the_trash(afs):
    afs.put("/a")
    assert afs.change("delete", source="/", trash="true") == "true"
    assert afs.paths() == ["/a"]


# --- hidden folders ---


def test_checksums_are_kept_in_a_hidden_folder_that_no_request_reaches(afs):
    afs.put("/a/b")
    checksum = afs.call("hash", owner=afs.owner, source="/a/b").text
    assert afs.paths() == ["/a/.afs/b-hash.md5", "/a/.afs", "/a/b", "/a"]
    assert content(afs, "/a/.afs/b-hash.md5") == checksum.encode()
    assert code(afs.read_answer(("/a/.afs/b-hash.md5", 0, 32))) == 10023


def test_checksums_move_with_their_file_and_are_forgotten_when_it_changes(afs):
    for path in ("/a", "/c"):
        afs.put(path)
        afs.call("hash", owner=afs.owner, source=path)
    afs.move("/a", "/x/b")
    assert afs.paths() == ["/.afs/c-hash.md5", "/.afs", "/c", "/x/.afs/b-hash.md5", "/x/.afs", "/x/b", "/x"]
    afs.change("truncate", source="/x/b", size="1")
    afs.change("delete", source="/c", trash="false")
    assert afs.paths() == ["/.afs", "/x/.afs", "/x/b", "/x"]


def test_the_checksum_of_a_replaced_file_is_that_of_the_new_one(afs):
    afs.put("/a", b"1")
    afs.put("/b", b"2")
    old = afs.call("hash", owner=afs.owner, source="/b").text
    afs.move("/a", "/b", "copy")
    assert (
        afs.call("hash", owner=afs.owner, source="/b").text
        == afs.call("hash", owner=afs.owner, source="/a").text
        != old
    )


def test_snapshots_are_dated_copies_beside_the_file(afs):
    afs.put("/a/b", b"1")
    assert afs.change("snapshot", source="/a/b") == "true"
    afs.put("/a/b", b"2")
    snapshot, folder, top, file, _ = afs.paths()
    assert re.fullmatch(rf"/a/\.afs\.snapshots/b/{TIMESTAMP}", snapshot)
    assert (folder, top, file) == ("/a/.afs.snapshots/b", "/a/.afs.snapshots", "/a/b")
    assert afs.read((snapshot, 0, 1)) == [b"1"]


def test_snapshots_of_the_same_moment_are_numbered_and_move_with_their_file(afs):
    afs.put("/a")
    for _ in range(20):
        afs.change("snapshot", source="/a")
    assert len(afs.paths("/.afs.snapshots/a")) == 20
    afs.move("/a", "/b")
    assert len(afs.paths("/.afs.snapshots/b")) == 20
    afs.change("delete", source="/b", trash="false")
    assert afs.paths() == []


def test_snapshot_refuses_folders_and_missing_files(afs):
    afs.put("/a/b")
    assert code(afs.call("snapshot", owner=afs.owner, source="/a")) == 10014
    assert code(afs.call("snapshot", owner=afs.owner, source="/missing")) == 10015


def test_trash_and_snapshots_are_not_changed(afs):
    afs.put("/a")
    afs.change("snapshot", source="/a")
    kept = afs.paths("/.afs.snapshots/a")[0]
    afs.put("/b")
    afs.change("delete", source="/b", trash="true")
    before = afs.listing()
    for path, expected in ((kept, 10028), ("/.afs.trash/b", 10027)):
        assert code(afs.write_answer((path, 0, b"x"))) == expected
        assert code(afs.call("create", owner=afs.owner, source=path + "2", directory="true")) == expected
        assert code(afs.call("truncate", owner=afs.owner, source=path, size="0")) == expected
        assert code(afs.call("snapshot", owner=afs.owner, source=path)) == expected
        assert code(afs.move("/a", path + "2")) == code(afs.move("/a", path + "2", "copy")) == expected
    assert afs.listing() == before
