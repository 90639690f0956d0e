"""Mutated replies: a valid one with one random change, reproducible by its seed."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

_DELETE_PROBABILITY, _STOP_PROBABILITY, _SAME_TYPE_PROBABILITY = 0.1, 0.2, 0.6
_PLACEHOLDER = "\0\0here"
_UNREAD = ("jsonrpc", "id", "@type", "fetchOptions")
"""Keys that no client reads, and that are most of a large reply."""
_HUGE = 200_000
_DEEP = (50, 300, 450, 700, 900, 100_000)
_TEXTS = (
    "",
    " ",
    "\0",
    "\ud800",
    "\u202e\u2028",
    "..",
    "../../escape",
    "/etc/passwd",
    "a/../b",
    "-1",
    "true",
    "9" * 400,
    "9" * 5000,
    "http://[::1",
    "http://user:word@127.0.0.1:99999999/x",
    "file:///etc/passwd",
    "A" * 300,
    "a" * _HUGE,
    "<" * _HUGE,
    "<style " * (_HUGE // 7),
    "<h1>Error</h1>" * (_HUGE // 14),
    "-1" * (_HUGE // 2),
    "(Context: [" * (_HUGE // 11),
    "user is not logged in",
)
_NUMBERS = ("0", "-1", "1", "0.5", "1e999", "NaN", "-Infinity", "2147483648", "9223372036854775808", "-1e400")
_OTHER_VALUES = ("null", "true", "false", "[]", "{}", "[null]", '{"@id":1}', "[[[{}]]]", '"null"')
_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Error</h1>No</body></html>"
_DATES = (
    "yesterday",
    "Mon, 99 Foo 20230 99:99:99 +9999",
    "Sun, 01 Jan 99999 00:00:00 GMT",
    "Tue, 15 Nov 1994 08:12:31 -0000",
    "1" * 400,
)
_HEADERS = (
    ("Content-Type", ("text/html", "", "application/octet-stream", "application/json; charset=utf-16", "é")),
    ("Content-Length", ("0", "3", "-1", "many", "9" * 30, "9" * 5000, "1, 2", "\u0661")),
    ("Content-Encoding", ("gzip", "br", "nonsense", "deflate, gzip")),
    ("Transfer-Encoding", ("chunked", "gzip", "identity")),
    ("Date", _DATES),
    ("Location", ("http://[::1", "//", "\xff")),
    ("Content-Disposition", ("", "attachment")),
)
_STATUSES = (100, 204, 206, 301, 304, 307, 400, 401, 403, 404, 414, 429, 500, 502, 503, 599, 999)


@dataclass(frozen=True)
class Reply:
    """A whole reply, on its way out.

    Attributes:
        status: As HTTP has it.
        headers: Names and values, but for the length.
        body: What follows them.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def on_the_wire(self) -> bytes:
        """All of it, as it is sent. A length is added where there is none."""
        names = {name.lower() for name, _ in self.headers}
        length = () if "content-length" in names else (("Content-Length", str(len(self.body))),)
        lines = [f"HTTP/1.1 {self.status} Mutated", *(f"{name}: {value}" for name, value in (*self.headers, *length))]
        return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + self.body


def mutated(reply: Reply, seed: int) -> Reply:
    """Return the reply with one change: usually a value of its JSON, otherwise its bytes, its headers or its status."""
    rng = random.Random(seed)  # noqa: S311 -- nothing secret
    changes: list[Callable[[Reply, random.Random], Reply]] = [_other_bytes, _other_headers, _other_status]
    weights = [5, 4, 2]
    if _is_json(reply.body):
        changes.append(_other_value)
        weights.append(18)
    (change,) = rng.choices(changes, weights)
    return change(reply, rng)


def _is_json(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), (dict, list))
    except ValueError:
        return False


def _other_status(reply: Reply, rng: random.Random) -> Reply:
    return replace(reply, status=rng.choice(_STATUSES))


def _other_headers(reply: Reply, rng: random.Random) -> Reply:
    name, values = rng.choice(_HEADERS)
    others = tuple(each for each in reply.headers if each[0].lower() != name.lower())
    return replace(reply, headers=(*others, (name, rng.choice(values))))


def _other_bytes(reply: Reply, rng: random.Random) -> Reply:
    place = rng.randrange(len(reply.body) + 1)
    before, after = reply.body[:place], reply.body[place:]
    bodies = (
        before,
        after,
        b"",
        before + bytes([rng.randrange(256)]) + after[1:],
        before + b"\xff\xfe" + after,
        before + before[-100:] + after,
        reply.body + b"{}",
        b"\xef\xbb\xbf" + reply.body,
        reply.body.decode("utf-8", "replace").encode("utf-16"),
        _PAGE,
        b"<" * _HUGE,
        b"<style " * (_HUGE // 7),
        b"<h1>Error</h1>" * (_HUGE // 14),
        b"a" * _HUGE,
        b"null",
        b"[" * 100_000,
    )
    return replace(reply, body=rng.choice(bodies))


def _other_value(reply: Reply, rng: random.Random) -> Reply:
    """One value is replaced, by text: JSON of Python's own could not hold all that is sent."""
    document = json.loads(reply.body)
    if not document:
        return _other_bytes(reply, rng)
    holder, key = _place(document, rng)
    if rng.random() < _DELETE_PROBABILITY:
        del holder[key]
        return replace(reply, body=_dump(document))
    other_holder, other_key = _place(document, rng)
    new = _new_value(holder[key], rng, other_holder[other_key])
    holder[key] = _PLACEHOLDER
    return replace(reply, body=_dump(document).replace(json.dumps(_PLACEHOLDER).encode(), new, 1))


def _place(document: Any, rng: random.Random) -> tuple[Any, Any]:  # noqa: ANN401 -- JSON
    """Return a place in a document, shallow ones as likely as deep ones: its holder, and the key or index there."""
    holder = document
    while True:
        keys = list(range(len(holder))) if isinstance(holder, list) else [key for key in holder if key not in _UNREAD]
        key = rng.choice(keys or list(holder))
        if not isinstance(holder[key], (dict, list)) or not holder[key] or rng.random() < _STOP_PROBABILITY:
            return holder, key
        holder = holder[key]


def _new_value(old: object, rng: random.Random, other: object) -> bytes:
    """Return JSON for a value, usually of the same type: readers compare types first."""
    texts = [json.dumps(text) for text in _TEXTS]
    numbers = [*_NUMBERS, "9" * 400, "9" * 5000]
    like: list[str] = texts if isinstance(old, str) else numbers if isinstance(old, (int, float)) else []
    depth = rng.choice(_DEEP)
    nested = ["[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth]
    if like and rng.random() < _SAME_TYPE_PROBABILITY:
        return rng.choice(like).encode()
    kinds = (texts, numbers, _OTHER_VALUES, nested, [_dump(other).decode()])
    return rng.choice(rng.choice(kinds)).encode()


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
