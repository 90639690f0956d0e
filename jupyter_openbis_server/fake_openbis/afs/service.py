"""One call of AFS: the session, the operation, the commit, and the data set of a new owner (openbis-afs 5 and 6)."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from jupyter_openbis_server.fake_openbis.afs.calls import TRANSACTION_METHODS, Call, check_parameters
from jupyter_openbis_server.fake_openbis.afs.changing import Change, Changing
from jupyter_openbis_server.fake_openbis.afs.encodings import Content, encode_files, encode_in_parts
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind, java_error, no_such_file
from jupyter_openbis_server.fake_openbis.afs.faults import API_PATH, AfsFaults
from jupyter_openbis_server.fake_openbis.afs.owners import Owners
from jupyter_openbis_server.fake_openbis.afs.reading import Reading
from jupyter_openbis_server.fake_openbis.faults.faults import FaultKind, RequestTarget
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import Session
from jupyter_openbis_server.fake_openbis.wire.failures import Failure, InvalidSession

_BINARY = "application/octet-stream"
_JSON = "application/json"
_TEXT = "text/plain"


@dataclass(frozen=True)
class Answer:
    """What is sent with status 200; the body in parts."""

    content_type: str
    body: Sequence[Content]


class AfsService:
    """The methods of AFS.

    Args:
        context: The fake openBIS.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        faults = AfsFaults(context.faults)
        owners = Owners(context)
        self._reading = Reading(owners, faults)
        self._changing = Changing(owners, faults)
        self._lock = threading.Lock()
        self._reads: dict[str, Callable[..., Answer]] = {
            "list": self._list,
            "read": lambda session, chunks: Answer(_BINARY, encode_in_parts(self._reading.read(session, chunks))),
            "hash": lambda session, owner, source: _text(self._reading.hash(session, owner, source)),
            "preview": lambda *given, **more: Answer(_BINARY, [self._reading.preview(*given, **more)]),
            "free": lambda *given, **more: Answer(_JSON, [self._reading.free(*given, **more)]),
        }
        self._changes: dict[str, Callable[..., Change]] = {
            "create": self._changing.create,
            "delete": self._changing.delete,
            "copy": self._changing.copy,
            "move": self._changing.move,
            "truncate": self._changing.truncate,
            "snapshot": self._changing.snapshot,
        }

    def answer(self, call: Call) -> Answer:
        """Answer a call.

        Raises:
            AfsError: When it is refused.
        """
        if call.method in TRANSACTION_METHODS:
            raise AfsError(Kind.TRANSACTION_CONTROL)
        if not call.method:
            raise java_error("NullPointerException", None)
        # A token is checked before anything else, even by isSessionValid: each call begins a transaction
        # (openBIS's AuthenticationProxy, begin). Without a token there is none.
        session = None if call.token is None else self._session(call.token)
        check_parameters(call)
        if call.method == "login":
            return _text(self._login(**call.parameters))
        if call.method == "isSessionValid":
            return _text(session is not None)
        if call.method == "logout":
            self._context.sessions.logout(call.token)
            return _text(session is not None)
        if session is None:
            raise AfsError(Kind.SESSION_NOT_FOUND, call.token)
        try:
            if call.method in self._reads:
                return self._reads[call.method](session, **call.parameters)
            return self._change(session, call)
        except FileNotFoundError as error:  # deleted by another request meanwhile
            raise no_such_file(error.filename) from error
        except OSError as error:
            raise java_error("IOException", error.strerror) from error

    def _session(self, token: str) -> Session:
        """Return the session of a token; messages show the token as the client sent it."""
        try:
            return replace(self._context.sessions.resolve(token), token=token)
        except InvalidSession as error:
            raise AfsError(Kind.SESSION_NOT_FOUND, token) from error

    def _login(self, userId: str, password: str) -> str | None:  # noqa: N803 -- names of parameters
        try:
            return self._context.sessions.login(userId, password)
        except Failure as error:
            raise java_error("UserFailureException", error.message) from error

    def _list(self, session: Session, owner: str, source: str, *, recursively: bool) -> Answer:
        return Answer(_BINARY, [encode_files(self._reading.listing(session, owner, source, recursively=recursively))])

    def _change(self, session: Session, call: Call) -> Answer:
        """Prepare, register and commit; the client is not notified of errors of the commit."""
        given = call.parameters
        if call.method == "write":
            changes = self._changing.write(session, given["chunks"])
            self._register(session, [chunk.owner for chunk in given["chunks"]])
            self._commit(call.method, changes)
            return _text(True)
        with self._lock:
            own_names = {_PYTHON_NAMES.get(name, name): value for name, value in given.items()}
            change = self._changes[call.method](session, **own_names)
            self._register(session, [given[name] for name in _NEW_OWNER.get(call.method, ())])
            self._commit(call.method, [change])
        return _text(True)

    def _commit(self, method: str, changes: Iterable[Change]) -> None:
        """Carry out changes until one fails."""
        with suppress(OSError):
            for change in changes:
                target = RequestTarget(API_PATH, method, change.path)
                if self._context.faults.take(target, (FaultKind.AFS_LOST_COMMIT,)):
                    return
                change.commit()

    def _register(self, session: Session, owners: Iterable[str]) -> None:
        """Register the data sets of owners that had no files before; their code is the permId of the owner."""
        lab = self._context.laboratory
        with lab.lock:
            for owner in owners:
                entity = lab.experiments.get(owner) or lab.samples.get(owner)
                if entity is not None and lab.data_set(owner) is None:
                    add_afs_files(lab, entity, registrator=session.user, modifier=session.user)


_NEW_OWNER = {"create": ("owner",), "copy": ("targetOwner",), "move": ("targetOwner",)}
_PYTHON_NAMES = {"sourceOwner": "source_owner", "targetOwner": "target_owner"}


def _text(result: Any) -> Answer:  # noqa: ANN401 -- anything that a method returns
    """Return a result as text, as Java writes it."""
    text = {True: "true", False: "false", None: "null"}.get(result, result)
    return Answer(_TEXT, [str(text).encode()])
