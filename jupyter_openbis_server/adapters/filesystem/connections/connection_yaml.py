"""The format of connection files, and messages about invalid ones that do not quote them.

An entry may contain a password, and messages of the YAML parser quote the invalid text. So they are never shown, only
the line number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

MAX_BYTES = 1 << 20
"""Maximum size of a connection file: some thousand connections. The parser would need seconds for more."""

FILE_NAME = "openbis-connections.yaml"
LIST_KEY = "connections"
_TAB = re.compile(r"\\t|\t|\btab\b")
"""A tab in a message of the parser."""
PARSER_ERRORS = (YAMLError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Errors of ruamel.yaml for invalid texts: for invalid tags or directives not only its own."""


class NotConnections(Exception):
    """The content of a file is not a list of connections; the message is the reason and contains no secrets."""


def connections_in(document: object) -> Sequence[Any]:
    """Return the entries of a parsed connection file; an empty list for an empty file.

    Raises:
        NotConnections: the document has another structure.
    """
    if document is None:
        return []
    if not isinstance(document, Mapping):
        raise NotConnections(f"it must begin with the key '{LIST_KEY}'")
    entries = document.get(LIST_KEY)
    if entries is None:
        return []
    if not isinstance(entries, Sequence) or isinstance(entries, (str, bytes)):
        raise NotConnections(f"'{LIST_KEY}' must be a list, each entry beginning with '- name: …'")
    return entries


def name_of(entry: object) -> str:
    """Return the name of an entry; empty if it has no valid one."""
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return str(name).strip() if isinstance(name, (str, int)) else ""


def problem_of(error: Exception) -> str:
    """Return why a text is not valid YAML, with the line number, without quoting the text."""
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    where = f"line {mark.line + 1}: " if mark else ""
    if isinstance(error, DuplicateKeyError):
        return f"{where}a key is given twice"
    if mark and _TAB.search(str(getattr(error, "problem", ""))):
        return f"{where}YAML indents with blanks, and this is a tab; replace it with blanks"
    return f"{where}this is not valid YAML; put texts with special characters into quotes"
