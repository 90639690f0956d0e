"""Which files of a transfer are compared with the MD5 that the file server (AFS) computes.

Sizes are always compared. An MD5 costs a request for each file, and the server reads the file for it. The content of
small files arrives in few requests, 1,000 files of 10 KiB in one; an MD5 of each would be nearly all requests of a
download. So a sample of them is compared: those 1,000 files take 52 requests (the list, one to read, 50 for MD5).
"""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile

MIN_BYTES = 1024 * 1024
"""Files from this size on are always compared. Smaller ones arrive in one piece, so they cannot be of two versions."""
MAX_SMALL_FILES = 50
"""How many smaller files of one transfer are compared."""


def files_to_verify(files: Sequence[DataSetFile]) -> frozenset[DataSetFile]:
    """Return the files whose MD5 is compared: all large ones, and small ones from all over the transfer."""
    large = [each for each in files if each.size >= MIN_BYTES]
    small = [each for each in files if 0 < each.size < MIN_BYTES]
    step = max(1, -(-len(small) // MAX_SMALL_FILES))
    return frozenset((*large, *small[::step]))
