"""Whole files, read piece by piece."""

import pytest

from jupyter_openbis_server.domain.errors import FileNotInDataSet, IntegrityError, InvalidPath
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.files.stream_file import StreamFile

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
