"""Streams of chunks that no data store sends, for the parser of the fast download.

The bytes of the fuzzer say what the stream is made of: chunks with odd headers, mostly with right checksums (no fuzzer
guesses a CRC32), some cut, some garbled.
"""

from __future__ import annotations

import random
import struct
import sys
import tempfile
import time
import zlib
from io import BytesIO

from jupyter_openbis_server.adapters.pybis.chunks import Chunk, DamagedHeader, read_chunks

_MOST_BYTES_READ = 65 * 2**20
_LONGEST_INPUT = 4096
_HEAD = struct.Struct(">ihbhqi")
_INSTRUCTION = struct.Struct(">BihbhqiH")


def check(data: bytes) -> None:
    """Parse the stream that the bytes describe.

    Raises:
        AssertionError: the parser gives what was not sent, or wants more bytes than a chunk has.
    """
    body = BytesIO(_stream_of(data))
    asked: list[int] = []

    def read(size: int) -> bytes:
        asked.append(size)
        return body.read(size)

    start = 0
    try:
        for chunk in read_chunks(read):
            _compare(chunk, body.getvalue()[start : body.tell()])
            start = body.tell()
    except DamagedHeader:
        pass
    assert all(0 <= size < _MOST_BYTES_READ for size in asked), f"so many bytes were asked for: {max(asked)}"


def _compare(chunk: Chunk, sent: bytes) -> None:
    """See whether a chunk is what its bytes say."""
    number, id_length, _, path_length, offset, length = _HEAD.unpack_from(sent)
    payload, checksum = sent[-8 - length : -8], sent[-8:]
    assert len(sent) == _HEAD.size + id_length + path_length + 8 + length + 8
    assert (chunk.number, chunk.offset, bytes(chunk.payload)) == (number, offset, payload)
    assert min(number, offset) >= 0, "impossible numbers"
    assert chunk.is_intact == (checksum == _crc(payload, wrong=False))


def _stream_of(data: bytes) -> bytes:
    stream = bytearray()
    while len(data) >= _INSTRUCTION.size:
        what, number, id_length, is_folder, path_length, offset, length, real = _INSTRUCTION.unpack_from(data)
        data = data[_INSTRUCTION.size :]
        texts_length = max(0, id_length) % 64 + max(0, path_length) % 64
        texts, payload, data = data[:texts_length], data[texts_length:][: real % 512], data[texts_length + real % 512 :]
        if what & 1:  # else the lengths are whatever they are
            id_length, path_length, length = len(texts), 0, len(payload)
        head = _HEAD.pack(number, id_length, is_folder, path_length, offset, length) + texts
        chunk = head + _crc(head, wrong=what & 6 == 6) + payload + _crc(payload, wrong=what & 24 == 24)
        stream += chunk[: real % len(chunk)] if what & 96 == 96 else chunk
    return bytes(stream + data)


def _crc(content: bytes, *, wrong: bool) -> bytes:
    return struct.pack(">q", zlib.crc32(content) ^ wrong)


def guided(seconds: float, seed: int) -> None:
    """Let atheris look for inputs that reach more of the parser. Ends the process; the status is 0 if all was well."""
    import atheris  # noqa: PLC0415 - not for every Python

    atheris.instrument_func(read_chunks)
    limits = {
        "max_total_time": int(seconds),
        "seed": seed,
        "max_len": _LONGEST_INPUT,
        "timeout": 10,
        "artifact_prefix": f"{tempfile.gettempdir()}/chunks-",
    }
    atheris.Setup([sys.argv[0], *(f"-{name}={value}" for name, value in limits.items())], check)
    atheris.Fuzz()


def at_random(seconds: float, seed: int) -> int:
    """The same without guidance, for Pythons that atheris does not know. Returns how many streams were parsed."""
    chance, end, number = random.Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = chance.randbytes(chance.randrange(_LONGEST_INPUT))
        check(data)
        number += 1
    return number
