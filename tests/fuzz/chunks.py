"""Fuzzing of the parser of the fast download with invalid streams of chunks.

The bytes of the fuzzer define the stream: chunks with invalid headers, mostly with correct checksums (no fuzzer
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

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import Chunk, DamagedHeader, read_chunks

_MAX_BYTES_READ = 65 * 2**20
_MAX_INPUT = 4096
_HEAD = struct.Struct(">ihbhqi")
_INSTRUCTION = struct.Struct(">BihbhqiH")


def check(data: bytes) -> None:
    """Parse the stream that the bytes describe.

    Raises:
        AssertionError: the parser returns other chunks than those sent, or reads more bytes than a chunk has.
    """
    body = BytesIO(_stream_of(data))
    asked: list[int] = []
    sent = bytearray()

    def read(size: int) -> bytes:
        asked.append(size)
        piece = body.read(size)
        sent.extend(piece)
        return piece

    try:
        for chunk in read_chunks(read):
            _compare(chunk, bytes(sent))
            sent.clear()
    except DamagedHeader:
        pass
    assert all(0 <= size < _MAX_BYTES_READ for size in asked), f"too many bytes were requested: {max(asked)}"


def _compare(chunk: Chunk, sent: bytes) -> None:
    """Check that a chunk equals its bytes."""
    number, id_length, _, path_length, offset, length = _HEAD.unpack_from(sent)
    payload, checksum = sent[-8 - length : -8], sent[-8:]
    assert len(sent) == _HEAD.size + id_length + path_length + 8 + length + 8
    assert (chunk.number, chunk.offset, bytes(chunk.payload)) == (number, offset, payload)
    assert min(number, offset) >= 0, "impossible numbers"
    assert chunk.is_intact == (checksum == _crc(payload, wrong=False))


def _stream_of(data: bytes) -> bytes:
    stream = bytearray()
    while len(data) >= _INSTRUCTION.size:
        flags, number, id_length, is_folder, path_length, offset, length, real = _INSTRUCTION.unpack_from(data)
        data = data[_INSTRUCTION.size :]
        texts_length = max(0, id_length) % 64 + max(0, path_length) % 64
        texts, payload, data = data[:texts_length], data[texts_length:][: real % 512], data[texts_length + real % 512 :]
        if flags & 1:  # otherwise the lengths are arbitrary
            id_length, path_length, length = len(texts), 0, len(payload)
        head = _HEAD.pack(number, id_length, is_folder, path_length, offset, length) + texts
        chunk = head + _crc(head, wrong=flags & 6 == 6) + payload + _crc(payload, wrong=flags & 24 == 24)
        stream += chunk[: real % len(chunk)] if flags & 96 == 96 else chunk
    return bytes(stream + data)


def _crc(content: bytes, *, wrong: bool) -> bytes:
    return struct.pack(">q", zlib.crc32(content) ^ wrong)


def guided(seconds: float, seed: int) -> None:
    """Fuzz with atheris, guided by coverage. Ends the process; the status is 0 without failures."""
    import atheris  # noqa: PLC0415 - not for every Python

    atheris.instrument_func(read_chunks)
    limits = {
        "max_total_time": int(seconds),
        "seed": seed,
        "max_len": _MAX_INPUT,
        "timeout": 10,
        "artifact_prefix": f"{tempfile.gettempdir()}/chunks-",
    }
    atheris.Setup([sys.argv[0], *(f"-{name}={value}" for name, value in limits.items())], check)
    atheris.Fuzz()


def at_random(seconds: float, seed: int) -> int:
    """Fuzz without guidance, for Pythons that atheris does not support. Return the number of streams."""
    chance, end, number = random.Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = chance.randbytes(chance.randrange(_MAX_INPUT))
        check(data)
        number += 1
    return number
