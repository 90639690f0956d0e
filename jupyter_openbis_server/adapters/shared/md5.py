"""MD5 as openBIS's file server (AFS) states it: it detects changed and damaged files, and is no protection.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from jupyter_openbis_server.domain.shared.cancellation import Cancellation


def md5_of(blocks: Iterable[bytes | bytearray | memoryview]) -> str:
    """Return the MD5 of consecutive blocks in lower-case hex. Raises Cancelled between two blocks."""
    cancellation, digest = Cancellation.current(), hashlib.md5(usedforsecurity=False)
    for block in blocks:
        cancellation.check()
        digest.update(block)
    return digest.hexdigest()
