"""Errors of the file server (AFS), and what they mean (openbis-afs 5)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from jupyter_openbis_server.adapters.openbis.http.errors import Unavailable, for_users
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    FileNotInDataSet,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
)

_BUSY = frozenset({10011, 10020, 10024})
_SHUTTING_DOWN = 30002
_NOT_IN_STORE, _ALREADY_IN_STORE = 10015, 10016
_NO_RIGHT, _NO_SESSION = 40001, 40003
_WRONG_PARAMETERS = frozenset({30005, 30006})
_WRONG_CALL = frozenset({30004, 30007, 30008})
_NO_SUCH_FILE = "NoSuchFileException"
_LISTING = "list"
_WITH_CHUNKS = ("read", "write")
_MEANINGS = {
    10012: "this is a folder",
    10013: "this is not a folder",
    10014: "this is not a regular file",
    10027: "files in the trash cannot be changed",
    10028: "files in snapshots cannot be changed",
    30009: "the session is in use by an interactive transaction",
    30010: "the session is in use by an interactive transaction",
    40004: "more was asked for than one request may have",
    **dict.fromkeys((10003, 10017, 10018, 10023), "the name is not accepted"),
}
_MAX_NESTED = 4


class FileServerBusy(DataNotAvailable):
    """Another program uses the files; the same request can succeed in a moment."""


class FileExists(RequestRefused):
    """There is a file or folder of that name already."""


class NoRight(RequestRefused):
    """The user may not do that with the files of an owner, or the files cannot be changed any more."""


class FileServerNotFound(DataNotAvailable):
    """There is no file server, or no address of it; the message is a clause that gives the reason."""


@dataclass(frozen=True)
class Failure:
    """What the server says.

    Attributes:
        code: Its number of the error, if it gives one.
        text: Its message; may contain the session token.
    """

    code: int | None
    text: str


@dataclass(frozen=True)
class Asked:
    """What a request was about, for messages.

    Attributes:
        method: Name of the method.
        owner: PermId of the owner of the files; empty for requests about no file.
        path: Path of the file, without slash at its start; of several files, the first.
    """

    method: str
    owner: str = ""
    path: str = ""

    def __str__(self) -> str:
        return f"{self.owner}/{self.path}" if self.owner else self.method


def failure_in(body: bytes) -> Failure | None:
    """Return the error in an answer; None if it is not one of the server's.

    It is JSON with an array of the error's Java class and its fields. The message can be another such error, as JSON or
    as its text; then that is returned.
    """
    try:
        return _failure(json.loads(body), _MAX_NESTED)
    except (ValueError, RecursionError):
        return None


def error_of(failure: Failure, asked: Asked, connection: str, token: str) -> OpenbisError:
    """Return the domain error for what the server says about a request."""
    text = for_users(failure.text, [token])
    return _of_connection(failure, asked, connection, text) or _of_files(failure, asked, text)


def _of_connection(failure: Failure, asked: Asked, connection: str, text: str) -> OpenbisError | None:
    if failure.code == _NO_SESSION:
        return SessionExpired(connection)
    if failure.code == _SHUTTING_DOWN:
        return Unavailable(connection, "openBIS's file server is shutting down; try again in a few minutes")
    if failure.code in _WRONG_PARAMETERS and asked.method in _WITH_CHUNKS:
        problem = "its file server (AFS) is too old: this program supports that of openBIS 7.0 and later"
        return UnexpectedResponse(connection, problem)
    if failure.code in _WRONG_PARAMETERS | _WRONG_CALL:
        return UnexpectedResponse(connection, f"its file server does not understand '{asked.method}' ({text})")
    return None


def _of_files(failure: Failure, asked: Asked, text: str) -> OpenbisError:
    code = failure.code
    if code in _BUSY:
        return FileServerBusy(f"{asked}: another program is using it at the moment; try again ({text})")
    if asked.method == _LISTING and _is_below(asked, failure):
        return FileServerBusy(f"{asked}: another program is changing it at the moment; try again ({text})")
    if code == _NOT_IN_STORE or _NO_SUCH_FILE in failure.text:
        return FileNotInDataSet(asked.owner, asked.path)
    if code == _ALREADY_IN_STORE:
        return FileExists(f"{asked}: there is a file or folder of that name already")
    if code == _NO_RIGHT:
        return NoRight(
            f"openBIS refuses '{asked.method}' for the files of {asked.owner or 'this user'}: there is no such object "
            f"or collection, no right to do this, or its files are fixed for good ({text})"
        )
    return RequestRefused(f"{asked}: {_MEANINGS[code]} ({text})" if code in _MEANINGS else f"{asked}: {text}")


def _is_below(asked: Asked, failure: Failure) -> bool:
    """Whether a file is missing in the folder that was asked for, not the folder itself.

    The server lists files while others move and delete them. One that vanishes meanwhile makes the whole list fail.
    """
    below = f"{str(asked).rstrip('/')}/"
    return _NO_SUCH_FILE in failure.text and bool(failure.text.partition(below)[2].strip())


def _failure(value: object, depth: int) -> Failure | None:
    error = value.get("error") if isinstance(value, dict) else None
    fields = error[1] if isinstance(error, list) and len(error) > 1 else error
    if not isinstance(fields, dict):
        return None
    code, message = fields.get("exceptionCode"), fields.get("message")
    found = Failure(code if type(code) is int else None, message if isinstance(message, str) else "")
    nested = _failure(_parsed(message), depth - 1) if depth else None
    return replace(nested, code=found.code if nested.code is None else nested.code) if nested else found


def _parsed(message: object) -> object:
    if isinstance(message, str) and message.lstrip().startswith("{"):
        try:
            return json.loads(message)
        except (ValueError, RecursionError):
            return None
    return message
