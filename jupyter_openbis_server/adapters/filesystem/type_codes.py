"""Stored codes of data set types, for shell completion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.domain.errors import StorageError

_MAX_BYTES = 1 << 20
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


class TypeCodes:
    """One file per connection. It may be outdated or missing: it is used for completion only.

    Args:
        folder: The folder of the files; created on first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def remember(self, connection: str, codes: Iterable[str]) -> None:
        """Replace the stored codes of a connection. Failures to write are ignored."""
        text = json.dumps(sorted(codes))
        with suppress(OSError, StorageError):
            path = self._path(connection)
            if path.is_file() and path.read_text("utf-8") == text:
                return
            self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            write_atomically(path, text.encode(), mode=_PRIVATE_FILE)

    def of(self, connection: str | None) -> tuple[str, ...]:
        """Return the codes of a connection, or of all connections; unreadable files are skipped."""
        paths = [self._path(connection)] if connection else sorted(self._folder.glob("*.json"))
        return tuple(dict.fromkeys(code for path in paths for code in _codes_in(path)))

    def _path(self, connection: str) -> Path:
        name = hashlib.sha256(connection.encode(errors="surrogatepass")).hexdigest()[:32]
        return self._folder / f"{name}.json"


def _codes_in(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return []
        codes = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [each for each in codes if isinstance(each, str)] if isinstance(codes, list) else []
