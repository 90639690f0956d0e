"""Calls as they come over HTTP: verbs, parameters, and who calls (openbis-afs 2)."""

import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.fake_openbis.afs.encodings import UndecodableChunks, decode_chunks
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind

METHODS: Mapping[str, tuple[str, ...]] = {
    "list": ("owner", "source", "recursively"),
    "read": ("chunks",),
    "write": ("chunks",),
    "create": ("owner", "source", "directory"),
    "delete": ("owner", "source", "trash"),
    "copy": ("sourceOwner", "source", "targetOwner", "target"),
    "move": ("sourceOwner", "source", "targetOwner", "target"),
    "truncate": ("owner", "source", "size"),
    "snapshot": ("owner", "source"),
    "hash": ("owner", "source"),
    "preview": ("owner", "source"),
    "free": ("owner", "source"),
    "isSessionValid": (),
    "login": ("userId", "password"),
    "logout": (),
}
"""The parameters of each method."""

TRANSACTION_METHODS = ("begin", "prepare", "commit", "rollback", "recover")
"""They need a secret of the server, which users do not have (openbis-afs 5)."""

_BY_GET = ("list", "free", "hash", "preview", "isSessionValid")
_WITH_CHUNKS = ("read", "write")
_NOT_PARAMETERS = ("method", "sessionToken", "interactiveSessionKey", "transactionManagerKey")
_BOOLEANS = ("directory", "recursively", "trash")
_NUMBERS = {"offset": 2**63, "size": 2**63, "limit": 2**31}
"""The parameters that are numbers, and the first number that is too large."""
_TYPES = {**dict.fromkeys(_BOOLEANS, bool), **dict.fromkeys(_NUMBERS, int), "chunks": list}

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Call:
    """A call of a method.

    Attributes:
        method: Its name.
        token: The session token, if there is one.
        parameters: Texts, booleans, numbers, and a list of chunks, by name.
    """

    method: str
    token: str | None
    parameters: Mapping[str, Any]


def values_of(verb: str, query: str, body: bytes) -> Values:
    """Return the parameters of a request: in the query, but in the body for other calls by POST and DELETE."""
    given = _decoded(query)
    return given if _body_has_chunks(verb, given) else _decoded(body.decode(errors="replace"))


def read_call(verb: str, query: str, body: bytes) -> Call:
    """Read a request.

    Raises:
        AfsError: 20002 for a value twice, a number that is none, or an unknown method; 20003 for a verb that is not
            that of the method; 20001 when the body does not hold chunks.
    """
    if verb not in ("GET", "POST", "DELETE"):
        raise AfsError(Kind.INVALID_HTTP_METHOD)
    values = values_of(verb, query, body)
    method = _single(values, "method")
    parameters: dict[str, Any] = {}
    if body and _body_has_chunks(verb, _decoded(query)):
        parameters["chunks"] = _chunks(body)
    if method is not None:
        _check_verb(verb, method)
    for name in values:
        if name not in _NOT_PARAMETERS:
            parameters[name] = _parsed(name, _single(values, name) or "")
    return Call(method or "", _single(values, "sessionToken"), parameters)


def check_parameters(call: Call) -> None:
    """Check that a call has exactly the parameters of its method.

    Raises:
        AfsError: 30005 for one too many or too few, 30006 when one is missing, 30007 for one of the wrong type.
    """
    expected = METHODS[call.method]
    if len(expected) != len(call.parameters):
        raise AfsError(Kind.WRONG_PARAMETER_COUNT)
    for name in expected:
        if name not in call.parameters:
            raise AfsError(Kind.MISSING_PARAMETER, name, call.method)
        if not isinstance(call.parameters[name], _TYPES.get(name, str)):
            raise AfsError(Kind.WRONG_PARAMETER_TYPE, name, call.method)


def _decoded(text: str) -> Values:
    """Return a query or form as Netty reads it: a semicolon separates, too, unless it is encoded."""
    return urllib.parse.parse_qs(text.replace(";", "&"), keep_blank_values=True)


def _body_has_chunks(verb: str, query: Values) -> bool:
    """Whether a body, if there is one, is binary; openBIS takes that of a GET for chunks, too."""
    return verb == "GET" or (verb == "POST" and list(query.get("method", ())) in [[name] for name in _WITH_CHUNKS])


def _single(values: Values, name: str) -> str | None:
    given = values.get(name)
    if given is None:
        return None
    if len(given) != 1:
        raise AfsError(Kind.INVALID_PARAMETERS)
    return given[0]


def _check_verb(verb: str, method: str) -> None:
    if method not in METHODS and method not in TRANSACTION_METHODS:
        raise AfsError(Kind.INVALID_PARAMETERS)
    right = "GET" if method in _BY_GET else "DELETE" if method == "delete" else "POST"
    if verb != right:
        raise AfsError(Kind.INVALID_HTTP_METHOD)


def _parsed(name: str, value: str) -> str | bool | int:
    """Return a value as Java reads it: any spelling of ``true`` is true, and anything else is false."""
    if name in _BOOLEANS:
        return value.lower() == "true"
    if name not in _NUMBERS:
        return value
    try:
        number = int(value) if value == value.strip() and "_" not in value else None
    except ValueError:
        number = None
    if number is None or not -_NUMBERS[name] <= number < _NUMBERS[name]:
        raise AfsError(Kind.INVALID_PARAMETERS)
    return number


def _chunks(body: bytes) -> list[Any]:
    try:
        return list(decode_chunks(body))
    except UndecodableChunks as error:
        raise AfsError(Kind.HTTP_UNKNOWN, "BufferUnderflowException", None) from error
