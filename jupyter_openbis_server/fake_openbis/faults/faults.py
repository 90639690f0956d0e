"""Faults on demand: rules saying where, when and how the fake openBIS misbehaves."""

import itertools
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class FaultKind(str, Enum):
    """What goes wrong. The first group hits requests, the second reply bodies, the third single chunks and rows.

    The fourth group hits single paths of AFS's requests: a request with several chunks has several occasions.
    """

    LATENCY = "latency"  # answers after ``seconds``
    HANG = "hang"  # says nothing for ``seconds`` or until released
    STATUS = "status"  # answers ``status`` with an HTML page, as a proxy does
    RESET = "reset"  # resets the connection instead of answering
    LOGIN_PAGE = "login-page"  # answers 200 with the HTML login page of a proxy
    LOGIN_REDIRECT = "login-redirect"  # redirects to that page
    EXPIRE_SESSION = "expire-session"  # ends the session of the request (all sessions if it names none), then goes on

    TRUNCATE = "truncate"  # cuts the body after ``after_bytes`` and closes the connection
    FLIP_BODY_BYTE = "flip-body-byte"  # changes the body's byte at ``offset``
    BAD_JSON = "bad-json"  # cuts a JSON reply in half but delivers it properly
    MUTATE = "mutate"  # changes something in a reply that fits the buffer, as ``seed`` says, and closes the connection

    CORRUPT_PAYLOAD = "corrupt-payload"  # changes the chunk payload's byte at ``offset``, its CRC being right for it
    CORRUPT_PAYLOAD_CRC = "corrupt-payload-crc"  # a wrong CRC behind a chunk's payload
    CORRUPT_HEADER_CRC = "corrupt-header-crc"  # a wrong CRC behind a chunk's header
    UNREADABLE_CHUNK = "unreadable-chunk"  # the file cannot be read when the chunk is served
    STALL = "stall"  # sends nothing more before a chunk (of the servlet: a MiB) for ``seconds`` or until released
    WRONG_FILE_CRC = "wrong-file-crc"  # searchFiles returns a wrong CRC
    WRONG_FILE_LENGTH = "wrong-file-length"  # searchFiles returns a length that is one byte too long
    REGISTER_NOTHING = "register-nothing"  # createUploadedDataSet takes the files, registers nothing, answers null

    AFS_LOST_COMMIT = "afs-lost-commit"  # a change is answered with ``true``, but it and all behind it are lost
    AFS_BUSY = "afs-busy"  # the locks of a path cannot be obtained: 10024
    AFS_DISK_FULL = "afs-disk-full"  # the disk is full when a change is prepared: 30001
    AFS_NO_SUCH_FILE = "afs-no-such-file"  # the file or folder is missing, as if it was deleted just before: 30001
    AFS_VANISHED = "afs-vanished"  # a file or folder vanishes while those above it are listed: 30001 with its path
    AFS_SHORT_READ = "afs-short-read"  # a chunk that is read comes without its last byte
    AFS_FILE_CHANGED = "afs-file-changed"  # the byte at ``offset`` is changed on disk before a chunk is read


REQUEST_KINDS = (
    FaultKind.LATENCY,
    FaultKind.HANG,
    FaultKind.EXPIRE_SESSION,
    FaultKind.STATUS,
    FaultKind.RESET,
    FaultKind.LOGIN_PAGE,
    FaultKind.LOGIN_REDIRECT,
)
BODY_KINDS = (FaultKind.TRUNCATE, FaultKind.FLIP_BODY_BYTE, FaultKind.BAD_JSON, FaultKind.MUTATE)
TAMPERING_KINDS = (FaultKind.TRUNCATE, FaultKind.FLIP_BODY_BYTE)
CHUNK_KINDS = (
    FaultKind.CORRUPT_PAYLOAD,
    FaultKind.CORRUPT_PAYLOAD_CRC,
    FaultKind.CORRUPT_HEADER_CRC,
    FaultKind.UNREADABLE_CHUNK,
)
LISTING_KINDS = (FaultKind.WRONG_FILE_CRC, FaultKind.WRONG_FILE_LENGTH)


@dataclass(frozen=True)
class RequestTarget:
    """Target of a request: its path, its JSON-RPC or servlet method, and the file if there is one."""

    path: str
    method: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Fault:
    """One rule. Everything that is given must match for an occasion to count.

    Attributes:
        kind: What goes wrong.
        path_prefix: Beginning of the request's path.
        method: Name of the JSON-RPC method, or of the file-transfer method.
        file_suffix: End of the path of the file concerned, for chunk and listing faults.
        occurrence: The first matching occasion that is hit, counted from 1.
        times: How many occasions are hit in a row; None for all from then on.
        seconds: How long latency and hangs last; None hangs until released.
        status: The HTTP status for ``STATUS``.
        after_bytes: How much of the body is sent before ``TRUNCATE`` cuts it.
        offset: Which byte is changed.
        seed: What ``MUTATE`` changes; the same seed changes the same reply alike.
    """

    kind: FaultKind
    path_prefix: str = ""
    method: str | None = None
    file_suffix: str = ""
    occurrence: int = 1
    times: int | None = 1
    seconds: float | None = None
    status: int = 503
    after_bytes: int = 0
    offset: int = 0
    seed: int = 0

    def matches(self, place: RequestTarget) -> bool:
        """Whether an event at this place counts as an occasion."""
        return (
            place.path.startswith(self.path_prefix)
            and (self.method is None or self.method == place.method)
            and (not self.file_suffix or (place.file or "").endswith(self.file_suffix))
        )


@dataclass
class _Rule:
    fault: Fault
    occasions: int = 0
    hits: int = 0

    def triggers(self, place: RequestTarget) -> bool:
        if not self.fault.matches(place):
            return False
        self.occasions += 1
        since = self.occasions - self.fault.occurrence
        hit = since >= 0 and (self.fault.times is None or since < self.fault.times)
        self.hits += hit
        return hit


class Faults:
    """The rules in force. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules: dict[int, _Rule] = {}
        self._hanging: set[Future[None]] = set()

    def inject(self, fault: Fault) -> int:
        """Put a rule in force.

        Returns:
            Its number, for ``remove`` and ``hits``.
        """
        with self._lock:
            number = next(self._numbers)
            self._rules[number] = _Rule(fault)
            return number

    def remove(self, number: int) -> None:
        """Take a rule back; an unknown number is fine."""
        with self._lock:
            self._rules.pop(number, None)

    def clear(self) -> None:
        """Take back all rules, and let all hanging requests go on."""
        with self._lock:
            self._rules.clear()
        self.release()

    def hits(self, number: int) -> int:
        """How often a rule has struck so far."""
        with self._lock:
            return self._rules[number].hits

    def report(self) -> list[dict[str, Any]]:
        """Return the rules in force as JSON values, each with its ``id`` and number of ``hits``."""
        with self._lock:
            return [{"id": n, "hits": rule.hits, **asdict(rule.fault)} for n, rule in self._rules.items()]

    def take(self, place: RequestTarget, kinds: Iterable[FaultKind]) -> list[Fault]:
        """Count one occasion; return the faults that strike it, in the order they were injected.

        Args:
            place: Where the occasion is.
            kinds: The kinds that can be carried out there; rules of other kinds do not count it.
        """
        if not self._rules:  # as nearly always; there may be thousands of occasions a second
            return []
        wanted = set(kinds)
        with self._lock:
            return [rule.fault for rule in self._rules.values() if rule.fault.kind in wanted and rule.triggers(place)]

    def hang(self) -> "Future[None]":
        """Return a future that is done when ``release`` is called; hanging requests await it."""
        waiting: Future[None] = Future()
        with self._lock:
            self._hanging.add(waiting)
        waiting.add_done_callback(self._hanging.discard)
        return waiting

    @property
    def hanging(self) -> int:
        """How many requests hang right now."""
        with self._lock:
            return len(self._hanging)

    def release(self) -> None:
        """Lets all hanging requests go on."""
        with self._lock:
            waiting = list(self._hanging)
        for future in waiting:
            self.let_go(future)

    @staticmethod
    def let_go(waiting: "Future[None]") -> None:
        """Lets one hanging request go on; nothing happens when it does already."""
        if not waiting.done() and waiting.set_running_or_notify_cancel():
            waiting.set_result(None)
