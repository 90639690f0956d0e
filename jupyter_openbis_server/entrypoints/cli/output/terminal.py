"""Output to the terminal and to programs: text from openBIS, files and users cannot control either.

All responses and messages of the command line are written by `write` and `as_json`.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress

import click

JSON_VERSION = 1
"""Version of the format of JSON answers: keys may be added without a new one (decisions/0018)."""
_JOINERS = "\u200c\u200d"
"""Zero width non-joiner and joiner: Persian, Indic scripts and emoji need them, and they do not control terminals."""


def printable(text: object) -> str:
    r"""Return a text for one line of a terminal: unprintable characters become escapes, e.g. `\x1b` or `\u202e`.

    These are control characters (C0, C1, also line ends and tabs), bidirectional controls, lone surrogates, private and
    unassigned characters. A backslash is not escaped, so that Windows paths stay readable.
    """
    whole = str(text)
    if whole.isprintable():
        return whole
    return "".join(each if _is_harmless(each) else _escaped(each) for each in whole)


def is_plain_text(text: str) -> bool:
    """Return whether a text of several lines cannot control a terminal: tabs and line ends aside, see `printable`.

    A carriage return is a line end before a line feed only, or at the end of a piece of a text; otherwise what follows
    would hide the begin of its line.
    """
    whole = text.replace("\r\n", "\n").removesuffix("\r")
    return all(_is_harmless(each) for each in set(whole) - {"\t", "\n"})


def write(lines: str | Iterable[str], *, err: bool = False) -> None:
    """Write lines, each made printable, to standard output or standard error.

    Args:
        lines: One line, or several.
        err: Whether they are messages, for standard error.

    Raises:
        OSError: they cannot be written, e.g. because the disk is full.
    """
    each = [lines] if isinstance(lines, str) else lines
    _write("\n".join(map(printable, each)), err=err)


def as_json(value: object) -> str:
    r"""Return JSON that is safe for programs and terminals: unprintable characters are written as `\uXXXX`."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if text.replace("\n", " ").isprintable():
        return text
    return "".join(each if each == "\n" or _is_harmless(each) else _escaped_in_json(each) for each in text)


def write_json(value: Mapping[str, object]) -> None:
    """Write an answer as JSON to standard output, with the version of the format first. Raises OSError."""
    value = {"version": JSON_VERSION, **value}
    text = as_json(value)
    if not _can_encode(text, _encoding(err=False)):
        text = json.dumps(value, indent=2)
    _write(text, err=False)


def write_json_line(value: Mapping[str, object]) -> None:
    """Write a value as one line of JSON to standard error, in ASCII; nothing if it cannot be written."""
    with suppress(OSError):
        _write(json.dumps(value).replace("\x7f", "\\u007f"), err=True)


def _write(text: str, *, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    if stream is None:  # the descriptor was closed before Python started
        if err:
            return
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    encoding = _encoding(err=err)
    if not _can_encode(text, encoding):
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(text, err=err)


def _encoding(*, err: bool) -> str:
    return getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character in _JOINERS or unicodedata.category(character) == "Zs"


def _escaped_in_json(character: str) -> str:
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]  # JSON itself allows DEL


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
