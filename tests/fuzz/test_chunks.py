"""A short run of `make fuzz` for the parser of chunks, and damaged streams."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import DamagedHeader, read_chunks
from tests.fuzz import chunks
from tests.support.file_transfer_chunks import chunk

SECONDS = 4
ROOT = Path(__file__).parents[2]
WHOLE = [(number, number << 20, bytes([number]) * size) for number, size in enumerate((0, 1, 7, 300, 70_000))]
STREAM = b"".join(chunk(*each) for each in WHOLE)
PLACES = st.integers(0, len(STREAM))


def test_parser_returns_only_chunks_that_were_sent() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "chunks", "--seconds", str(SECONDS), "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 30, check=False, cwd=ROOT)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    found = re.search(r"Done (\d+) runs", output)
    assert found, output
    assert int(found[1]) > 1000


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_are_chunks_or_refused(data: bytes) -> None:
    chunks.check(data)


@given(PLACES, PLACES, st.binary(max_size=50))
def test_stream_with_replaced_bytes_returns_only_chunks_that_were_sent(start: int, end: int, other: bytes) -> None:
    body = BytesIO(STREAM[:start] + other + STREAM[end:])
    try:
        for each in read_chunks(body.read):
            if each.is_intact:
                assert (each.number, each.offset, bytes(each.payload)) in WHOLE
    except DamagedHeader:
        assert body.getvalue() != STREAM
