"""Listing and reading files in AFS (openbis-afs 2 to 4)."""

import hashlib
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.fake_openbis.afs_client import (
    EXPERIMENT,
    AfsClient,
    Entry,
    code,
    decoded,
    failure,
    start_with_afs,
)


@pytest.fixture
def fake(start_fake_openbis) -> FakeOpenbis:
    return start_with_afs(start_fake_openbis)


@pytest.fixture
def afs(fake) -> AfsClient:
    return AfsClient(fake)


# --- list ---


def test_a_line_has_owner_path_name_kind_size_and_time(afs):
    place = afs.put("/Größe/a b.txt", b"12345")
    (entry,) = afs.listing("/Größe")
    expected_time = place.stat().st_mtime_ns // 1_000_000
    assert entry == Entry(afs.owner, "/Größe/a b.txt", "a b.txt", False, 5, expected_time)
    (folder,) = afs.listing("/", recursively="false")
    assert (folder.path, folder.directory, folder.size) == ("/Größe", True, None)


def test_files_come_before_their_folder_when_listed_recursively(afs):
    for path in ("/b/c/1", "/b/2", "/a"):
        afs.put(path)
    assert afs.paths() == ["/a", "/b/2", "/b/c/1", "/b/c", "/b"]
    assert afs.paths("/b") == ["/b/2", "/b/c/1", "/b/c"]
    assert afs.paths("/b", recursively="false") == ["/b/2", "/b/c"]


def test_a_file_lists_itself(afs):
    afs.put("/a/b")
    assert afs.paths("/a/b") == afs.paths("/a/b", recursively="false") == ["/a/b"]


def test_the_root_may_be_an_empty_text_when_listing_only(afs):
    afs.put("/a")
    assert afs.paths("") == afs.paths("/") == ["/a"]
    assert code(afs.call("free", owner=afs.owner, source="")) == 10018


@pytest.mark.parametrize("source", ["/", "/missing", "/missing/file"])
def test_listing_what_is_missing_names_the_java_class(afs, source):
    refusal = failure(afs.call("list", owner=afs.owner, source=source, recursively="true"))
    assert refusal.code == 30001
    assert refusal.message.startswith("Unknown error of type NoSuchFileException, please contact support")


def test_an_empty_folder_has_an_empty_listing(afs):
    afs.change("create", source="/a", directory="true")
    answer = afs.call("list", owner=afs.owner, source="/a", recursively="true")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("source", "expected"),
    [("/a/../b", 10017), ("a", 10018), ("/a&b", 10023), ("/a:b", 10023), ("/😀", 10023), ("/.afs", 10023)],
)
def test_paths_are_checked_by_every_method(afs, source, expected):
    afs.put("/x")
    for method in ("list", "hash", "preview", "free", "create", "delete", "truncate", "snapshot"):
        more = {"list": "recursively", "create": "directory", "delete": "trash", "truncate": "size"}.get(method)
        values = {more: "0"} if more else {}
        assert code(afs.call(method, owner=afs.owner, source=source, **values)) == expected, method
    for method in ("copy", "move"):
        assert code(afs.move(source, "/y", method)) == expected
        assert code(afs.move("/x", source, method)) == expected
    assert code(afs.read_answer((source, 0, 1))) == expected
    assert code(afs.write_answer((source, 0, b""))) == expected
    assert afs.paths() == ["/x"]


# --- read ---


def test_chunks_of_several_files_and_owners_come_in_the_order_asked(afs, fake):
    afs.put("/a", b"0123456789")
    other = AfsClient(fake, owner=fake.laboratory.experiment(EXPERIMENT).perm_id)
    other.put("/b", b"abc")
    wanted = [(other.owner, "/b", 1, 2, b""), (afs.owner, "/a", 8, 2, b""), (afs.owner, "/a", 0, 3, b"")]
    answer = afs.chunks("read", wanted)
    assert decoded(answer.content) == [
        (other.owner, "/b", 1, 2, b"bc"),
        (afs.owner, "/a", 8, 2, b"89"),
        (afs.owner, "/a", 0, 3, b"012"),
    ]


@pytest.mark.parametrize(("offset", "limit", "found"), [(0, 11, 10), (5, 6, 5), (10, 1, -1), (99, 1, -1)])
def test_reading_past_the_end_is_an_error(afs, offset, limit, found):
    afs.put("/a", b"0123456789")
    refusal = failure(afs.read_answer(("/a", offset, limit)))
    assert refusal.code == 30001
    assert refusal.message.endswith(
        f"IOException, please contact support, this error comes with message: "
        f"Expected to read {limit} bytes but was only {found}."
    )


def test_an_empty_range_can_be_read_anywhere(afs):
    afs.put("/a", b"01")
    assert afs.read(("/a", 0, 0), ("/a", 2, 0), ("/a", 9, 0)) == [b"", b"", b""]


def test_one_bad_chunk_fails_the_request(afs):
    afs.put("/a")
    assert failure(afs.read_answer(("/a", 0, 1), ("/missing", 0, 1))).message.count("NoSuchFileException") == 1
    afs.change("create", source="/folder", directory="true")
    assert code(afs.read_answer(("/a", 0, 1), ("/folder", 0, 1))) == 10014


def test_chunks_must_be_complete(afs):
    afs.put("/a")
    assert code(afs.read_answer(("/a", -1, 1))) == 30001
    assert code(afs.read_answer(("/a", 0, -1))) == 30001


# --- hash, preview, free ---


def test_the_hash_is_the_md5_of_the_present_content(afs):
    for content in (b"", b"one", bytes(3 * 2**20)):
        afs.change("delete", source="/a", trash="false") if content else None
        afs.put("/a", content)
        assert afs.call("hash", owner=afs.owner, source="/a").text == hashlib.md5(content).hexdigest()
    afs.write(("/a", 1, b"x"))
    assert afs.call("hash", owner=afs.owner, source="/a").text == hashlib.md5(b"\0x" + bytes(3 * 2**20 - 2)).hexdigest()


@pytest.mark.parametrize("method", ["hash", "preview"])
def test_only_files_have_a_hash_and_a_preview(afs, method):
    afs.put("/a/b")
    assert code(afs.call(method, owner=afs.owner, source="/missing")) == 10015
    assert code(afs.call(method, owner=afs.owner, source="/a")) == 10014
    assert "Path given to: " in failure(afs.call(method, owner=afs.owner, source="/missing")).message


class Image:
    """What Pillow gives, as far as previews use it."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        if not self.content.startswith(b"image"):
            raise OSError("cannot identify image file")

    def __enter__(self) -> "Image":  # noqa: PYI034 -- it has no subclasses
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def convert(self, mode: str) -> "Image":
        return self

    def thumbnail(self, size: tuple[int, int]) -> None:
        self.size = size

    def save(self, file: Any, form: str, quality: int) -> None:
        file.write(f"{form} {quality} {self.size} ".encode() + self.content)


@pytest.fixture
def pillow(monkeypatch) -> None:
    package, module = types.ModuleType("PIL"), types.ModuleType("PIL.Image")
    module.open = Image
    monkeypatch.setitem(sys.modules, "PIL", package)
    monkeypatch.setitem(sys.modules, "PIL.Image", module)


def preview(afs: AfsClient, source: str) -> bytes:
    return afs.call("preview", owner=afs.owner, source=source).content


def test_images_have_a_preview_if_pillow_is_installed(afs, pillow):
    afs.put("/a.png", b"image 1")
    assert preview(afs, "/a.png") == b"JPEG 50 (1980, 1980) image 1"
    afs.write(("/a.png", 6, b"2"))
    assert preview(afs, "/a.png") == b"JPEG 50 (1980, 1980) image 2"


@pytest.mark.parametrize("name", ["/a.txt", "/a.PNG", "/broken.png"])
def test_other_files_have_an_empty_preview(afs, pillow, name):
    afs.put(name, b"broken" if "broken" in name else b"image")
    assert preview(afs, name) == b""
    assert afs.paths() == [name]


def test_without_pillow_no_file_has_a_preview(afs, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    afs.put("/a.png", b"image")
    assert preview(afs, "/a.png") == b""


def test_free_space_is_json_with_types_and_needs_no_file(afs):
    content = afs.call("free", owner=afs.owner, source="/missing/file").json()
    java_class, space = content["result"]
    assert (content["id"], content["error"], java_class) == ("1", None, "ch.ethz.sis.afsapi.dto.FreeSpace")
    assert 0 < space["free"] <= space["total"]
    assert afs.call("free", owner=afs.owner, source="/").status_code == 200


# --- what the disk refuses ---


def test_a_file_that_is_deleted_during_the_request_is_missing(afs):
    place = afs.put("/a/b")
    place.with_name("deleted").symlink_to("nowhere")
    refusal = failure(afs.call("list", owner=afs.owner, source="/a", recursively="true"))
    assert (refusal.code, "NoSuchFileException" in refusal.message) == (30001, True)


def test_other_errors_of_the_disk_are_unknown_errors(afs):
    afs.put("/a").with_name(".afs").write_text("a file where a folder should be")
    refusal = failure(afs.call("hash", owner=afs.owner, source="/a"))
    assert (refusal.code, "IOException" in refusal.message) == (30001, True)
