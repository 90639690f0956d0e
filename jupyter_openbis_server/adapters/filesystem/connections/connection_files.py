"""Connections from the files on Jupyter's configuration path."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import (
    FILE_NAME,
    MAX_BYTES,
    PARSER_ERRORS,
    NotConnections,
    connections_in,
    problem_of,
)
from jupyter_openbis_server.adapters.shared.regular_file import NotRegular, read_regular
from jupyter_openbis_server.domain.connections.connection_definition import (
    ConnectionDefinition,
    ConnectionEntries,
    ConnectionOrigin,
)


class _AsWritten(SafeConstructor):
    """Leaves numbers and dates as they are written: a password `0123` is not the number 123 (or 83)."""


for _kind in ("int", "float", "timestamp"):
    _AsWritten.add_constructor(f"tag:yaml.org,2002:{_kind}", SafeConstructor.construct_yaml_str)


@dataclass(frozen=True)
class ConnectionFiles:
    """Port `ConnectionSource` over every `openbis-connections.yaml` in the given folders.

    Attributes:
        folders: Jupyter's configuration path, nearest first: of several connections of one name the first counts.
        verify_by_default: Whether certificates are checked where an entry does not say.
        own: The one of the folders that is the user's; the others are an operator's.
    """

    folders: Sequence[Path]
    verify_by_default: bool = True
    own: Path | None = None

    def read(self) -> ConnectionEntries:
        """See the port. A file that others may read its passwords of is used, and reported."""
        definitions: list[ConnectionDefinition] = []
        problems: list[str] = []
        remarks: list[str] = []
        for folder in self.folders:
            origin = ConnectionOrigin.USER_FILE if folder == self.own else ConnectionOrigin.OPERATOR
            read = entries_in(folder / FILE_NAME, origin, verify_by_default=self.verify_by_default)
            definitions += read.definitions
            problems += read.problems
            remarks += read.remarks
        return ConnectionEntries(tuple(definitions), tuple(problems), tuple(remarks))


def entries_in(path: Path, origin: ConnectionOrigin, *, verify_by_default: bool = True) -> ConnectionEntries:
    """Return what one connection file defines. Never raises: what cannot be used is reported."""
    try:
        entries = _entries(path)
    except NotConnections as error:
        return ConnectionEntries(problems=(f"{path}: {error}",))
    warnings = tuple(_warnings(path, entries))
    read = ConnectionEntries.read(entries, str(path), verify_by_default=verify_by_default, origin=origin)
    return replace(read, problems=warnings + read.problems)


def _entries(path: Path) -> Sequence[Any]:
    """Return the entries of a file, none where there is no file. Raises NotConnections."""
    try:
        text = read_regular(path, MAX_BYTES).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except NotRegular as error:
        raise NotConnections(error.strerror) from error
    except OSError as error:
        raise NotConnections(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotConnections("the text is not encoded in UTF-8") from error
    return connections_in(_parsed(text))


def _parsed(text: str) -> object:
    parser = YAML(typ="safe", pure=True)
    parser.Constructor = _AsWritten
    try:
        return parser.load(text)
    except PARSER_ERRORS as error:
        # Not `from error`: a traceback in a log would quote the line.
        raise NotConnections(problem_of(error)) from None


def _warnings(path: Path, entries: Sequence[Any]) -> Iterator[str]:
    holds_secrets = any(isinstance(each, Mapping) and (each.get("password") or each.get("token")) for each in entries)
    if holds_secrets and path.stat().st_mode & stat.S_IROTH:
        yield f"{path}: all users of this host can read the passwords in it; correct that with chmod 600"
