"""Fingerprints of local files: whether a file is the same, without reading all of it."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from typing import BinaryIO

from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_SAMPLES = 16
_SAMPLE_BYTES = 64 * 1024
_RECENT_NS = 3 * 10**9
"""A change so soon after another one can have the same time: some file systems have times of two seconds."""


@dataclass(frozen=True)
class Fingerprint:
    """What a file looked like.

    Attributes:
        samples: MD5 of parts of it, in lower-case hex.
        state: Which file it is, its size, and when it was changed; None if the source is not a file on a disk.
        is_recent: Whether it was changed only just now: another change may have left no trace in `state`.
    """

    samples: str
    state: tuple[int, ...] | None
    is_recent: bool = False

    def shows_no_change(self, later: Fingerprint) -> bool:
        """Whether the content is certainly still the same; if not, only reading all of it shows that."""
        is_certain = self.state is not None and not self.is_recent
        return is_certain and (self.samples, self.state) == (later.samples, later.state)


def fingerprint_of(source: SourceFile) -> Fingerprint:
    """Return the fingerprint of a file of at least a sample's size. Raises SourceNotReadable, also if it is shorter."""
    try:
        with source.open() as stream:
            samples = _samples(source, stream)
            status = _status(stream)
    except OSError as error:
        raise SourceNotReadable(source.name, "cannot be read") from error
    if status is None:
        return Fingerprint(samples, None)
    state = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return Fingerprint(samples, state, time.time_ns() - status.st_mtime_ns < _RECENT_NS)


def _samples(source: SourceFile, stream: BinaryIO) -> str:
    """Return the MD5 of parts at equal distances, the first and the last of the file among them."""
    digest = hashlib.md5(usedforsecurity=False)
    for number in range(_SAMPLES):
        stream.seek((source.size - _SAMPLE_BYTES) * number // (_SAMPLES - 1))
        sample = stream.read(_SAMPLE_BYTES)
        if len(sample) < _SAMPLE_BYTES:
            raise SourceNotReadable(source.name, "has become shorter")
        digest.update(sample)
    return digest.hexdigest()


def _status(stream: BinaryIO) -> os.stat_result | None:
    try:
        return os.fstat(stream.fileno())
    except OSError:  # in memory
        return None
