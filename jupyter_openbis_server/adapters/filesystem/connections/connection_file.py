"""A connection file that both users and this program edit."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from jupyter_openbis_server.adapters.filesystem.connections.connection_files import entries_in
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import (
    LIST_KEY,
    MAX_BYTES,
    PARSER_ERRORS,
    NotConnections,
    connections_in,
    name_of,
    problem_of,
)
from jupyter_openbis_server.adapters.filesystem.connections.entry_lines import without_entry
from jupyter_openbis_server.adapters.filesystem.connections.trailing_comments import keep_behind
from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.shared.regular_file import read_regular
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionEntries, ConnectionOrigin
from jupyter_openbis_server.domain.errors import InvalidConnection

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_NO_WRAPPING = 1 << 20


class YamlConnectionFile:
    """Port `ConnectionFile`: an `openbis-connections.yaml` whose comments, order and other entries are kept.

    The file is replaced atomically, and readable for its owner only. A link is followed. Thread-safe.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Its path."""
        return str(self._path)

    def read(self) -> ConnectionEntries:
        """See the port. The origin of the connections is `USER_FILE`."""
        return entries_in(self._path, ConnectionOrigin.USER_FILE)

    def save(self, entry: Mapping[str, object], *, replacing: str | None = None) -> bool:
        """See the port. Keys of the existing entry that `entry` does not have are kept. A missing folder is created."""
        target = Path(os.path.realpath(self._path))
        escaped = {key: _escaped(each) for key, each in entry.items()}
        with self._lock, self._refusing_others():
            changed, was_known = _with_entry(self._text(target), escaped, replacing or name_of(entry))
            with storage_errors(self._path):
                target.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            write_atomically(target, changed.encode(), mode=_PRIVATE_FILE)
        return was_known

    def defines(self, name: str) -> bool:
        """See the port."""
        with self._refusing_others():
            return without_entry(self._text(Path(os.path.realpath(self._path))), name) is not None

    def remove(self, name: str) -> bool:
        """See the port. Comments are kept, except those between the lines of the entry."""
        target = Path(os.path.realpath(self._path))
        with self._lock, self._refusing_others():
            changed = without_entry(self._text(target), name)
            if changed is None:
                return False
            write_atomically(target, changed.encode(), mode=_PRIVATE_FILE)
        return True

    @contextmanager
    def _refusing_others(self) -> Iterator[None]:
        try:
            yield
        except NotConnections as error:
            raise InvalidConnection(str(self._path), f"not changed: {error}") from error

    def _text(self, target: Path) -> str:
        try:
            return read_regular(target, MAX_BYTES).decode("utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except UnicodeDecodeError:
            raise InvalidConnection(str(self._path), "not changed: the text is not encoded in UTF-8") from None
        except OSError as error:
            raise InvalidConnection(str(self._path), f"cannot be read: {error.strerror}") from error


def _escaped(value: object) -> object:
    """Return a text so that ruamel.yaml escapes what is not printable: it writes U+0085 raw and reads it as a space."""
    return DoubleQuotedScalarString(value) if isinstance(value, str) and not value.isprintable() else value


def _with_entry(text: str, entry: Mapping[str, object], name: str) -> tuple[str, bool]:
    """Return the text of a connection file with the entry of a name updated, or added, and whether there was one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    yaml, document = _parsed(text)
    connections_in(document)
    if document is None:
        _check_only_comments(text)
        yaml.explicit_start = False  # the comments may contain it already
        lead = text if not text or text.endswith("\n") else f"{text}\n"
        return lead.replace("\n", newline) + _dumped(yaml, {LIST_KEY: [_without_empty(entry)]}, newline), False
    was_known = _put(document, entry, name)
    return _dumped(yaml, document, newline), was_known


def _parsed(text: str) -> tuple[YAML, CommentedMap | None]:
    """Return the parsed document and a writer that keeps its indentation and quotes."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NO_WRAPPING
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.explicit_start = any(line.rstrip() == "---" for line in text.splitlines())
    try:
        _, indent, offset = load_yaml_guess_indent(text)
        if offset is not None:
            yaml.indent(mapping=2, sequence=indent, offset=offset)
        return yaml, yaml.load(text)
    except PARSER_ERRORS as error:
        # Not `from error`: it quotes the text, and that holds passwords.
        raise NotConnections(problem_of(error)) from None


def _check_only_comments(text: str) -> None:
    if any(line.strip() not in ("", "---") and not line.lstrip().startswith("#") for line in text.splitlines()):
        raise NotConnections(f"it must begin with the key '{LIST_KEY}'")


def _put(document: CommentedMap, entry: Mapping[str, object], name: str) -> bool:
    entries = document.get(LIST_KEY)
    if entries is None:
        document[LIST_KEY] = entries = CommentedSeq()
    if name != name_of(entry) and any(name_of(each) == name_of(entry) for each in entries):
        raise InvalidConnection("name", f"the connection file has another entry {name_of(entry)!r}")
    for known in entries:
        if name_of(known) and name_of(known) == name:
            _update(known, entry)
            return True
    added = CommentedMap(_without_empty(entry))
    if entries:
        keep_behind(entries[-1], added)
    entries.append(added)
    return False


def _without_empty(entry: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if value is not None}


def _update(known: CommentedMap, entry: Mapping[str, object]) -> None:
    """Change and add keys. New ones come before the last: what follows that one, comments too, stays behind.

    A key without a value stays empty, with its comments.
    """
    for key, value in entry.items():
        if key in known:
            known[key] = value
        elif value is not None:
            known.insert(len(known) - 1, key, value)


def _dumped(yaml: YAML, document: object, newline: str) -> str:
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue().replace("\n", newline)
