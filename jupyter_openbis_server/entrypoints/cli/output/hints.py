"""Hints that depend on the command that an error ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain.errors import OpenbisError

_ATTRIBUTE = "command_line_hint"


@contextmanager
def hinted(kinds: type[OpenbisError] | tuple[type[OpenbisError], ...], text: str) -> Iterator[None]:
    """Add a hint to errors of some classes that the block raises; it replaces the general hint of the class."""
    try:
        yield
    except kinds as error:
        add_hint(error, text)
        raise


def add_hint(error: OpenbisError, text: str) -> None:
    """Add a hint to an error, unless it has one."""
    vars(error).setdefault(_ATTRIBUTE, text)


def hint_of(error: Exception) -> str:
    """Return the hint that was added to an error; empty if there is none."""
    return str(vars(error).get(_ATTRIBUTE, ""))
