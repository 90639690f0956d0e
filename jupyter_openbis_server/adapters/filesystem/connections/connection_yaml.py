"""What connection files look like, and what can be said about a broken one without quoting it.

An entry holds a password, and the YAML parser quotes what it stumbles over. So its texts are never shown; the line
number is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

MAX_BYTES = 1 << 20
"""Of a connection file: some thousand connections. The parser would be busy with more for seconds."""

FILE_NAME = "openbis-connections.yaml"
LIST_KEY = "connections"
_TAB = re.compile(r"\\t|\t|\btab\b")
"""How the parser names a tab that it stumbles over."""
PARSER_ERRORS = (YAMLError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""How ruamel.yaml refuses a text: not only by its own errors where tags or directives are odd."""


class NotConnections(Exception):
    """The content of a file is no list of connections; the text says why and is safe to show."""


def connections_in(document: object) -> Sequence[Any]:
    """Return the entries of a parsed connection file; one that is empty has none.

    Raises:
        NotConnections: the document has another shape.
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
    """Return the name of an entry, empty when it has none that could be one."""
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return str(name).strip() if isinstance(name, (str, int)) else ""


def problem_of(error: Exception) -> str:
    """Say what is wrong with a text that is not YAML, and in which line, without quoting any of it."""
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    where = f"line {mark.line + 1}: " if mark else ""
    if isinstance(error, DuplicateKeyError):
        return f"{where}a key is given twice"
    if mark and _TAB.search(str(getattr(error, "problem", ""))):
        return f"{where}YAML indents with blanks, and this is a tab; replace it with blanks"
    return f"{where}this is not valid YAML; put texts with special characters into quotes"
