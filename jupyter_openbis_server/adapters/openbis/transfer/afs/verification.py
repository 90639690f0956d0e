"""How the content of downloaded files is compared with what the file server (AFS) has.

Sizes are always compared. An MD5 costs a request for each file, and the server reads the file for it. Very small files
are read a second time instead, many in one request, and listed once more: 1,000 files of 10 KiB take four requests, and
all of them are compared. For files between these, a second time would double the bytes that are sent, and an MD5 the
requests; so a sample of them is compared, and of very many files, since each list has all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile

MIN_BYTES = 1024 * 1024
"""Files from this size on are always compared. Smaller ones arrive in one piece, so they cannot be of two versions."""
MAX_READ_TWICE = 16 * 1024
"""Files up to this size are read twice: that costs a third of the rest of the work, or less."""
MAX_FILES_READ_TWICE = 20_000
"""Of more files, a sample is compared."""
MAX_SAMPLES = 50
"""How many files a sample has in one transfer."""


class Verification(Enum):
    """How the MD5 that a file must have is found out."""

    NONE = "none"
    ASKED = "asked"
    READ_TWICE = "read twice"


def verifications(files: Sequence[DataSetFile]) -> Mapping[DataSetFile, Verification]:
    """Return how each of the files is verified; the sample is taken from all over the transfer."""
    tiny = [each for each in files if 0 < each.size <= MAX_READ_TWICE]
    twice = frozenset(tiny if len(tiny) <= MAX_FILES_READ_TWICE else ())
    others = [each for each in files if 0 < each.size < MIN_BYTES and each not in twice]
    samples = frozenset(others[:: max(1, -(-len(others) // MAX_SAMPLES))])
    asked = samples.union(each for each in files if each.size >= MIN_BYTES)
    return {each: _verification(each, asked, twice) for each in files}


def _verification(file: DataSetFile, asked: Collection[DataSetFile], twice: Collection[DataSetFile]) -> Verification:
    if file in asked:
        return Verification.ASKED
    return Verification.READ_TWICE if file in twice else Verification.NONE
