"""Whole files, read piece by piece."""

import pytest

from jupyter_openbis_server.domain.errors import FileNotInDataSet, IntegrityError, InvalidPath
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.files.stream_file import ReadBeginning, StreamFile

IMAGE = "original/plate 1/Bild äöü.png"


@pytest.fixture
def stream(session_manager, data_sets, data_store) -> StreamFile:
    return StreamFile(
        ListFiles(session_manager, data_sets, data_store), ReadFile(session_manager, data_sets, data_store)
    )


@pytest.mark.parametrize("reads_parts", [True, False])
def test_content_is_yielded_in_pieces_where_parts_are_sent(stream, data_store, world, monkeypatch, reads_parts):
    content = world.data_set.files[IMAGE]
    monkeypatch.setattr("jupyter_openbis_server.domain.files.stream_file.PIECE_BYTES", 2**20)
    monkeypatch.setattr(data_store, "reads_parts", lambda *_: reads_parts)
    pieces = list(stream("lab", world.data_set.perm_id, IMAGE))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) == (2**20 if reads_parts else len(content))


def test_empty_file_has_no_pieces(stream, world):
    assert list(stream("lab", world.data_set.perm_id, "/original/empty.txt")) == []


def test_missing_files_and_folders_are_errors_before_the_first_piece(stream, world):
    with pytest.raises(FileNotInDataSet):
        stream("lab", world.data_set.perm_id, "original/none.txt")
    with pytest.raises(InvalidPath, match="this is a folder"):
        stream("lab", world.data_set.perm_id, "original")


def test_wrong_checksum_is_an_error_after_the_content(stream, data_store, openbis, world, monkeypatch):
    content = world.data_set.files[IMAGE]
    monkeypatch.setattr(data_store, "read", lambda *given, **_: b"\0" * (given[4] - given[3]))
    pieces = stream("lab", world.data_set.perm_id, IMAGE)
    assert len(next(pieces)) == len(content)
    with pytest.raises(IntegrityError, match="checksum"):
        next(pieces)


# --- the beginning of a file


@pytest.fixture
def head(stream) -> ReadBeginning:
    return ReadBeginning(stream.trees, stream.read_file)


def _file(openbis, world, content: bytes) -> str:
    return openbis.add_data_set("RAW_DATA", world.sample, {"original/a.txt": content}).perm_id


@pytest.mark.parametrize(
    ("content", "lines", "expected"),
    [
        (b"a\nb\nc\n", 2, b"a\nb\n"),
        (b"a\nb", 2, b"a\nb"),
        (b"a\r\nb\r\n", 1, b"a\r\n"),
        (b"a\n", 0, b""),
        (b"", 3, b""),
        (b"x" * 200_000 + b"\nnext\nlast\n", 2, b"x" * 200_000 + b"\nnext\n"),
    ],
)
def test_first_lines_are_read(head, openbis, world, content, lines, expected):
    assert b"".join(head("lab", _file(openbis, world, content), "original/a.txt", lines=lines)) == expected


def test_no_more_than_the_needed_ranges_are_requested(head, openbis, world, data_store, monkeypatch):
    perm_id = _file(openbis, world, b"line\n" * 2**20)
    ranges = []
    read = data_store.read
    monkeypatch.setattr(data_store, "read", lambda *args, **more: (ranges.append(args[3:5]), read(*args, **more))[1])
    assert b"".join(head("lab", perm_id, "original/a.txt", lines=14_000)) == b"line\n" * 14_000
    assert ranges == [(0, 2**16), (2**16, 3 * 2**16)]
    ranges.clear()
    assert len(b"".join(head("lab", perm_id, "original/a.txt", count=7))) == 7
    assert ranges == [(0, 7)]


def test_beginning_in_several_ranges_is_of_one_version(head, openbis, world, monkeypatch):
    perm_id = _file(openbis, world, b"line\n" * 2**20)
    checked = []
    monkeypatch.setattr(ReadFile, "check_unchanged", lambda _, name, data_set, file, *__: checked.append(file.path))
    b"".join(head("lab", perm_id, "original/a.txt", count=7))
    assert checked == []
    b"".join(head("lab", perm_id, "original/a.txt", lines=14_000))
    assert checked == ["original/a.txt"]


def test_beginning_of_a_folder_or_missing_file_is_an_error(head, world):
    with pytest.raises(InvalidPath, match="this is a folder"):
        head("lab", world.data_set.perm_id, "original", lines=1)
    with pytest.raises(FileNotInDataSet):
        head("lab", world.data_set.perm_id, "original/none.txt", count=1)
