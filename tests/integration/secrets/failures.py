"""Failures of openBIS while credentials are sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from tests.integration.secrets.marks import USER

Failure = Callable[[FakeOpenbis], None]


def _fault(kind: FaultKind, **how: object) -> Failure:
    return lambda openbis: openbis.faults.inject(Fault(kind, times=None, **how))  # type: ignore[arg-type, func-returns-value]


def _nothing(openbis: FakeOpenbis) -> None:
    """No failure."""


def _sessions_end(openbis: FakeOpenbis) -> None:
    for token in openbis.sessions.of_user(USER):
        openbis.sessions.logout(token)


def _password_changes(openbis: FakeOpenbis) -> None:
    _sessions_end(openbis)
    openbis.users[USER] = "another one"


def _stops(openbis: FakeOpenbis) -> None:
    openbis.stop()


FAILURES: dict[str, Failure] = {
    "none": _nothing,
    "sessions end": _sessions_end,
    "every session ends": _fault(FaultKind.EXPIRE_SESSION),
    "the password changes": _password_changes,
    "status 500": _fault(FaultKind.STATUS, status=500),
    "connections break": _fault(FaultKind.RESET),
    "a proxy wants a login": _fault(FaultKind.LOGIN_PAGE),
    "a proxy redirects": _fault(FaultKind.LOGIN_REDIRECT),
    "answers are cut": _fault(FaultKind.TRUNCATE, after_bytes=20),
    "answers are no JSON": _fault(FaultKind.BAD_JSON),
    "answers are changed": _fault(FaultKind.FLIP_BODY_BYTE, offset=30),
    "chunks are damaged": _fault(FaultKind.CORRUPT_PAYLOAD_CRC),
    "nothing is registered": _fault(FaultKind.REGISTER_NOTHING),
    "it stops": _stops,
}


@contextmanager
def failing(openbis: FakeOpenbis, failure: str) -> Iterator[None]:
    """Make openBIS fail within the block."""
    users = dict(openbis.users)
    FAILURES[failure](openbis)
    try:
        yield
    finally:
        openbis.faults.clear()
        openbis.users.update(users)
        if failure == "it stops":
            openbis.start()
