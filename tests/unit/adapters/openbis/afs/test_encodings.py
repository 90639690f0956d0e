"""Chunks, lists of files, paths and errors on the wire."""

import datetime as dt
import io
import json
import struct
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import (
    BLOCK_BYTES,
    Chunk,
    ChunksCutOff,
    EncodedChunks,
    MalformedChunks,
    blocks_in,
    encoded_size,
)
from jupyter_openbis_server.adapters.openbis.api.afs.errors import (
    Asked,
    Failure,
    FileExists,
    FileServerBusy,
    NoRight,
    error_of,
    failure_in,
)
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile, MalformedList, files_in
from jupyter_openbis_server.adapters.openbis.api.afs.paths import is_hidden, problem_of_path
from jupyter_openbis_server.adapters.openbis.http.errors import Unavailable
from jupyter_openbis_server.domain.errors import (
    FileNotInDataSet,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
)
from tests.unit.adapters.openbis.afs.scripted_file_server import OWNER, chunks_of, failure
from tests.unit.adapters.openbis.wire import TOKEN

A, B = Chunk(OWNER, "/a.txt", 0, 3), Chunk(OWNER, "/ü/b.txt", 5_000_000_000, 2)
ANSWER = chunks_of((OWNER, "/a.txt", 0, 3, b"abc"), (OWNER, "/ü/b.txt", 5_000_000_000, 2, b"de"))


def blocks(answer: bytes, *chunks: Chunk) -> list[tuple[int, int, bytes]]:
    return [(each.number, each.offset, each.data) for each in blocks_in(io.BytesIO(answer).read, chunks)]


# --- chunks


def test_chunks_to_read_have_no_data() -> None:
    body = EncodedChunks([A, B])
    sent = b"".join(body)
    assert sent == chunks_of((OWNER, "/a.txt", 0, 3, b""), (OWNER, "/ü/b.txt", 5_000_000_000, 2, b""))
    assert sum(map(encoded_size, (A, B))) == len(sent) - 4 == body.size - 4


def test_chunks_to_write_have_data() -> None:
    body = EncodedChunks([A, B], [[b"a", b"bc"], [b"de"]])
    assert b"".join(body) == b"".join(body) == ANSWER
    assert body.size == len(ANSWER)


def test_data_of_many_chunks_is_sent_in_few_blocks() -> None:
    chunks = [Chunk(OWNER, f"/{number}.txt", 0, 10_000) for number in range(100)]
    body = EncodedChunks(chunks, [[bytes(10_000)]] * len(chunks))
    sizes = [len(block) for block in body]
    assert sum(sizes) == body.size
    assert len(sizes) < 20


def test_answer_is_read_in_order() -> None:
    assert blocks(ANSWER, A, B) == [(0, 0, b"abc"), (1, 5_000_000_000, b"de")]


def test_long_chunk_is_read_in_blocks() -> None:
    content = bytes(range(256)) * (BLOCK_BYTES // 256) + b"end"
    answer = chunks_of((OWNER, "/a.txt", 7, len(content), content))
    found = blocks(answer, Chunk(OWNER, "/a.txt", 7, len(content)))
    assert [offset for _, offset, _ in found] == [7, 7 + BLOCK_BYTES]
    assert b"".join(data for _, _, data in found) == content


def test_small_chunks_are_not_read_one_by_one() -> None:
    chunks = [Chunk(OWNER, f"/{number}.txt", 0, 3) for number in range(1000)]
    answer = io.BytesIO(chunks_of(*((OWNER, each.source, 0, 3, b"abc") for each in chunks)))
    asked = []

    def read(size: int) -> bytes:
        asked.append(size)
        return answer.read(size)

    assert [each.data for each in blocks_in(read, chunks)] == [b"abc"] * len(chunks)
    assert len(asked) < 10


def test_chunk_with_less_data_than_asked_for_is_accepted() -> None:
    assert blocks(chunks_of((OWNER, "/a.txt", 0, 3, b"ab")), A) == [(0, 0, b"ab")]


@pytest.mark.parametrize(
    "answer",
    [
        chunks_of((OWNER, "/a.txt", 0, 3, b"abcd")),
        chunks_of((OWNER, "/b.txt", 0, 3, b"abc")),
        chunks_of(("other", "/a.txt", 0, 3, b"abc")),
        chunks_of((OWNER, "/a.txt", 1, 3, b"abc")),
        chunks_of((OWNER, "/a.txt", 0, 3, b"abc"), (OWNER, "/a.txt", 0, 3, b"abc")),
        chunks_of((OWNER, "/a.txt", 0, 3, b"abc")) + b"x",
        chunks_of((OWNER, "/a.txt", 0, 3, b""))[:-4] + struct.pack(">i", -1),
        struct.pack(">ii", 1, 2**31 - 1),
        struct.pack(">ii", 1, -1),
        b"<html><body>Log in</body></html>",
    ],
    ids=range(10),
)
def test_malformed_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(MalformedChunks):
        blocks(answer, A)


@pytest.mark.parametrize("length", range(len(ANSWER)))
def test_answer_that_ends_early_is_detected(length: int) -> None:
    with pytest.raises(ChunksCutOff):
        blocks(ANSWER[:length], A, B)


def test_no_more_is_asked_of_the_connection_than_fits_in_memory() -> None:
    asked = []

    def read(size: int) -> bytes:
        asked.append(size)
        return (struct.pack(">i", 1) if len(asked) == 1 else struct.pack(">i", 2**31 - 1))[:size]

    with pytest.raises(MalformedChunks):
        list(blocks_in(read, [A]))
    assert max(asked) <= BLOCK_BYTES


# --- lists of files


def listed(*pieces: bytes) -> list[AfsFile]:
    return list(files_in(pieces, OWNER))


def line(path: str = "/a.txt", folder: str = "false", size: str = "3", time: str = "1764000000123") -> bytes:
    return "\t".join((OWNER, path, path.rpartition("/")[2], folder, size, time)).encode()


def test_lines_are_read_however_they_are_cut() -> None:
    answer = line() + b"\n" + line("/ü b", "true", "")
    time = dt.datetime(2025, 11, 24, 16, 0, 0, 123000, tzinfo=dt.timezone.utc)
    expected = [AfsFile("/a.txt", False, 3, time), AfsFile("/ü b", True, 0, time)]
    for cut in range(len(answer)):
        assert listed(answer[:cut], answer[cut:]) == expected
    assert listed() == listed(b"") == []


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        line().replace(OWNER.encode(), b"other"),
        line("a.txt"),
        line(folder="maybe"),
        line(size=""),
        line(size="-1"),
        line(size="9" * 19),
        line(time="now"),
        line(time="9" * 18),
        line("/a\tb"),
        line() + b"\n\n" + line(),
        b"\xff" + line(),
    ],
    ids=range(12),
)
def test_malformed_list_is_refused(answer: bytes) -> None:
    with pytest.raises(MalformedList):
        listed(answer)


def test_time_can_be_missing() -> None:
    assert listed(line(time=""))[0].modified is None


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_any_answer_is_a_list_or_refused(pieces: list[bytes]) -> None:
    with suppress(MalformedList):
        listed(*pieces)


# --- paths


@pytest.mark.parametrize(
    "path",
    ["a", "a b/c.txt", "Ünïcode/日本語", "x+y=z;[1](2){3}@~#!$%',-_^.csv", "..a", "ü" * 127, ".hidden", ".afsx/afs"],
)
def test_accepted_paths(path: str) -> None:
    assert problem_of_path(unicodedata.normalize("NFC", path)) is None


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "empty"),
        ("a//b", "empty"),
        ("/a", "empty"),
        ("a/", "empty"),
        ("a/../b", r"'\.\.'"),
        ("./a", r"'\.'"),
        ("a:b", "':'"),
        ("a&b*c?", r"'&', '\*', '\?'"),
        ('"<>|', "and others"),
        ("a\tb", r"'\\t'"),
        ("a\nb", r"'\\n'"),
        ("a\\b", "accept"),
        ("a\0b", r"U\+0000"),
        ("a\u200bb", r"U\+200B"),
        ("🙂", "🙂"),
        ("half \ud83d", r"U\+D83D"),
        ("u\u0308", "composed"),
        ("٣", "accept"),
        (" a", "blank"),
        ("a /b", "blank"),
        ("a/b.", "dot"),
        ("a..", "dot"),
        ("ü" * 128, "255 bytes"),
        (".jupyter-openbis-upload-1", "belong"),
        (".afs", "belong"),
        ("a/.afs.trash/b", "belong"),
        (".afs.snapshots", "belong"),
    ],
)
def test_refused_paths(path: str, problem: str) -> None:
    with pytest.raises(AssertionError, match=problem):
        assert problem_of_path(path) is None, problem_of_path(path)


def test_folders_of_the_server_are_hidden_at_any_depth() -> None:
    assert all(map(is_hidden, ("/.afs", "/a/.afs/b-hash.md5", "/.afs.trash/x", "/.afs.snapshots")))
    assert is_hidden("/.jupyter-openbis-upload-1/a")
    assert not any(map(is_hidden, ("/a.afs", "/.afsx", "/afs/b")))


# --- errors


def error(code: int | None, text: str = "no", method: str = "list") -> Exception:
    return error_of(Failure(code, text), Asked(method, OWNER, "a.txt"), "lab", TOKEN)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *((code, FileServerBusy) for code in (10011, 10020, 10024)),
        (10015, FileNotInDataSet),
        (10016, FileExists),
        (30002, Unavailable),
        (40001, NoRight),
        (40003, SessionExpired),
        *((code, RequestRefused) for code in (10003, 10012, 10017, 10023, 10027, 30001, 30009, 40004, 99999, None)),
        *((code, UnexpectedResponse) for code in (30004, 30005, 30006, 30007, 30008)),
    ],
)
def test_codes_have_their_errors(code: int | None, expected: type) -> None:
    assert type(error(code)) is expected


def test_missing_file_is_detected_by_the_java_class() -> None:
    found = error(30001, "java.nio.file.NoSuchFileException: /x/y")
    assert isinstance(found, FileNotInDataSet)
    assert "a.txt" in str(found)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("/store/1/OWNER", FileNotInDataSet),
        ("/store/1/OWNER/a.txt", FileNotInDataSet),
        ("/store/1/OWNER/a.txt/b", FileServerBusy),
        ("/store/1/OTHER/b", FileNotInDataSet),
    ],
)
def test_file_that_vanishes_in_a_list_is_not_taken_for_the_folder(missing: str, expected: type) -> None:
    failure = Failure(30001, f"java.nio.file.NoSuchFileException: {missing}")
    assert type(error_of(failure, Asked("list", "OWNER", "a.txt"), "lab", "token")) is expected


def test_file_that_vanishes_in_a_list_of_all_is_not_taken_for_an_owner_without_files() -> None:
    for path, expected in (("", FileNotInDataSet), ("/new", FileServerBusy)):
        failure = Failure(30001, f"java.nio.file.NoSuchFileException: /store/1/OWNER{path}")
        assert type(error_of(failure, Asked("list", "OWNER"), "lab", "token")) is expected


@pytest.mark.parametrize("code", [30005, 30006])
def test_server_that_does_not_know_chunks_is_too_old(code: int) -> None:
    assert "too old" in str(error(code, method="read"))
    assert "too old" not in str(error(code, method="list"))


def test_token_in_a_message_is_masked() -> None:
    assert TOKEN not in str(error(30001, f"sessionToken={TOKEN} is odd"))


NESTED = {"error": ["java.lang.X", {"message": "inner", "exceptionCode": 10024}]}


@pytest.mark.parametrize("message", [NESTED, json.dumps(NESTED), {"error": ["a", {"message": NESTED}]}])
def test_nested_error_counts(message: object) -> None:
    assert failure_in(failure(30001, message).body) == Failure(10024, "inner")


def test_code_of_the_outer_error_counts_if_the_inner_one_has_none() -> None:
    inner = {"error": ["java.lang.X", {"message": "inner"}]}
    assert failure_in(failure(10011, inner).body) == Failure(10011, "inner")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"error": null}',
        b'{"error": "x"}',
        b'{"error": ["x"]}',
        b'{"error": ["x", 1]}',
        b'{"error": [' * 100_000,
        b"\xff",
    ],
    ids=range(10),
)
def test_other_bodies_are_no_errors_of_the_server(body: bytes) -> None:
    assert failure_in(body) is None


def test_deeply_nested_errors_end() -> None:
    message: object = "end"
    for _ in range(50):
        message = {"error": ["x", {"message": message}]}
    assert failure_in(json.dumps(message).encode()) is not None
