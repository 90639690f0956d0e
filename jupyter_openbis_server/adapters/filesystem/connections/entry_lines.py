"""Taking an entry out of the text of a connection file, so that every other line stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import (
    LIST_KEY,
    PARSER_ERRORS,
    NotConnections,
    connections_in,
    name_of,
    problem_of,
)


def without_entry(text: str, name: str) -> str | None:
    """Return the text without the entries of a name, or None if there are none.

    Raises:
        NotConnections: the text is none of a connection file, or the entry shares its lines with others.
    """
    document = _parsed(text)
    entries = connections_in(document)
    others = [entry for entry in entries if name_of(entry) != name]
    if len(others) == len(entries):
        return None
    lines = text.splitlines(keepends=True)
    for index in reversed(range(len(entries))):
        if name_of(entries[index]) == name:
            first, end = _lines_of(document, index, lines)
            del lines[first:end]
    changed = "".join(lines)
    if _entries_in(changed) != others:
        raise NotConnections(f"the entry of {name} shares its lines with others; remove it by hand")
    return changed


def _entries_in(text: str) -> Sequence[Any] | None:
    try:
        return connections_in(_parsed(text))
    except NotConnections:
        return None


def _parsed(text: str) -> Any:  # noqa: ANN401 - what YAML may hold
    try:
        return YAML().load(text)
    except PARSER_ERRORS as error:
        # Not `from error`: it quotes the text, and that holds passwords.
        raise NotConnections(problem_of(error)) from None


def _lines_of(document: CommentedMap, index: int, lines: Sequence[str]) -> tuple[int, int]:
    """Return the entry's first line and the one behind its last. Comments behind it speak of what follows."""
    entries: CommentedSeq = document[LIST_KEY]
    first = entries.lc.data[index][0]
    if index + 1 < len(entries):
        end = entries.lc.data[index + 1][0]
    else:
        behind = [document.lc.data[key][0] for key in document if document.lc.data[key][0] > first]
        end = min(behind, default=len(lines))
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return first, end
