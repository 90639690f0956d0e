"""Fuzzing of the incremental JSON parser with large, invalid responses.

The parser must return what `json.loads` returns or refuse the document, stay within its memory limit, and release all
memory when it fails.
"""

from __future__ import annotations

import gc
import json
import random
import tracemalloc
from collections.abc import Iterator
from typing import Any

from jupyter_openbis_server.adapters.shared.incremental_json import TooLarge, read_json

MAX_MEMORY = 8 << 20
_SLACK = 4 << 20
"""Memory for the text that is parsed in one step, and its values."""
_LEFT = 256 * 1024
_BYTES = 600_000
_SCALARS = (
    "0",
    "-1.5e3",
    "true",
    "null",
    '""',
    '"text"',
    '"\\u00e9\\ud83d\\ude00\\\\"',
    "[]",
    "{}",
    "12345678901234567890",
)


class FuzzFailure(AssertionError):
    """The parser violated its contract; the message has the seed."""


def attempt(seed: int) -> str:
    """Parse one document; return the result in words.

    Raises:
        FuzzFailure: other values than those of `json.loads`, too much memory, or memory that was not released.
    """
    chance = random.Random(seed)
    content = _damaged(chance, _document(chance))
    gc.disable()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        ending, value = _ending_of(content, chance)
        peak = tracemalloc.get_traced_memory()[1] - before
        matches = ending != "parsed" or _same(content, value)
        del value
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
        gc.enable()
    if not matches:
        raise FuzzFailure(f"large: seed {seed}: other values than those of json.loads")
    if peak > MAX_MEMORY + _SLACK:
        raise FuzzFailure(f"large: seed {seed}: {peak} bytes of memory")
    if left > _LEFT:
        raise FuzzFailure(f"large: seed {seed}: {left} bytes are left")
    return ending


def _ending_of(content: bytes, chance: random.Random) -> tuple[str, Any]:
    size = chance.choice((1_000, 50_000, 256 * 1024))
    rows = chance.choice(((), ("result", "objects")))
    try:
        value = read_json(_pieces(content, size), MAX_MEMORY, rows=rows, row=lambda each: each)
    except ValueError:
        return "refused", None
    except TooLarge:
        return "too large", None
    return "parsed", value


def _same(content: bytes, value: object) -> bool:
    """Return whether the values equal those of `json.loads`, compared as texts because NaN differs from itself."""
    try:
        return repr(json.loads(content)) == repr(value)
    except (ValueError, RecursionError):
        return False


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def _document(chance: random.Random) -> bytes:
    """Return a document in the form of a response, with some hundred thousand bytes of similar elements."""
    element = _value(chance, 4)
    if len(element) > _BYTES // 4:
        element = "[]"
    elements = ",".join([element] * (1 + _BYTES // (len(element) + 1)))
    body = chance.choice((f'{{"objects":[{elements}],"totalCount":1}}', f"[{elements}]", f'"{"long text " * 70_000}"'))
    return f'{{"jsonrpc":"2.0","id":"1","result":{body}}}'.encode()


def _value(chance: random.Random, depth: int) -> str:
    kind = chance.random()
    if depth == 0 or kind < 0.3:
        return chance.choice(_SCALARS)
    parts = [_value(chance, depth - 1) for _ in range(chance.randrange(6))]
    if kind < 0.6:
        return f"[{chance.choice((', ', ',')).join(parts)}]"
    return "{" + ",".join(f'"key {number}":{part}' for number, part in enumerate(parts)) + "}"


def _damaged(chance: random.Random, content: bytes) -> bytes:
    """Truncate, repeat or change a part of a document, or return it unchanged."""
    at = chance.randrange(len(content))
    other = chance.choice((b"", b'"', b"\\", b"[", b"}", b",", b"\xff", b"[" * 2000, b"\x00", b"9" * 5000))
    return chance.choice(
        (content, content[:at], content[:at] + other + content[at + 1 :], content[:at] + content[at // 2 :])
    )
