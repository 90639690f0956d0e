"""Random faults of the fake openBIS."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from soak.client import Figures

_PAUSE_SECONDS = (0.05, 0.8)
_SILENCE_SECONDS = 7.0
"""Longer than the read timeout of the server that is tested."""
_KINDS = (
    FaultKind.LATENCY,
    FaultKind.HANG,
    FaultKind.STATUS,
    FaultKind.RESET,
    FaultKind.LOGIN_PAGE,
    FaultKind.EXPIRE_SESSION,
    FaultKind.TRUNCATE,
    FaultKind.FLIP_BODY_BYTE,
    FaultKind.BAD_JSON,
    FaultKind.CORRUPT_PAYLOAD,
    FaultKind.CORRUPT_PAYLOAD_CRC,
    FaultKind.CORRUPT_HEADER_CRC,
    FaultKind.UNREADABLE_CHUNK,
    FaultKind.STALL,
    FaultKind.WRONG_FILE_CRC,
    FaultKind.WRONG_FILE_LENGTH,
    FaultKind.REGISTER_NOTHING,
    FaultKind.AFS_LOST_COMMIT,
    FaultKind.AFS_BUSY,
    FaultKind.AFS_DISK_FULL,
    FaultKind.AFS_NO_SUCH_FILE,
    FaultKind.AFS_SHORT_READ,
)
_RESTART_ONE_IN = 60


@contextmanager
def inject_faults(openbis: FakeOpenbis, figures: Figures, seed: int) -> Iterator[None]:
    """Inject random faults during a `with` block, and stop them afterwards."""
    ended = threading.Event()
    thread = threading.Thread(target=_inject, args=(openbis, figures, random.Random(seed), ended))  # noqa: S311
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        openbis.faults.clear()


def _inject(openbis: FakeOpenbis, figures: Figures, chance: random.Random, ended: threading.Event) -> None:
    while not ended.wait(chance.uniform(*_PAUSE_SECONDS)):
        if chance.randrange(_RESTART_ONE_IN) == 0:
            figures.count("fault: restart of openBIS")
            openbis.stop()
            ended.wait(1.0)
            openbis.start()
            continue
        kind = chance.choice(_KINDS)
        figures.count(f"fault: {kind.value}")
        openbis.faults.inject(
            Fault(
                kind,
                occurrence=chance.randint(1, 20),
                times=chance.randint(1, 4),
                seconds=chance.choice((0.2, 1.0, _SILENCE_SECONDS)),
                status=chance.choice((500, 502, 503, 404)),
                after_bytes=chance.choice((0, 10, 100_000)),
                offset=chance.randrange(200),
            )
        )
