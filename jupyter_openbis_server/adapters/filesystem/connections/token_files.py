"""Tokens in files that only their owner can read."""

from __future__ import annotations

import hashlib
import re
import secrets
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.shared.regular_file import read_regular
from jupyter_openbis_server.adapters.shared.stored_tokens import read, written
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken

_MAX_BYTES = 1 << 20
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_UNFIT = re.compile(r"[^A-Za-z0-9.-]+")


class TokenFiles:
    """Port `TokenStore`: one file for each connection. Anyone who can read the user's files can log in with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """The folder."""
        return str(self._folder)

    def get(self, instance: Instance) -> StoredToken | None:
        """See the port."""
        try:
            return read(read_regular(self._path(instance), _MAX_BYTES).decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    def check(self) -> None:
        """See the port. A missing folder is made."""
        path = self._folder / f".test-{secrets.token_hex(8)}"
        self._write(path, "test")
        with storage_errors(path):
            path.unlink(missing_ok=True)

    def put(self, instance: Instance, token: StoredToken) -> None:
        """See the port. A missing folder is made."""
        self._write(self._path(instance), written(token))

    def remove(self, instance: Instance) -> StoredToken | None:
        """See the port."""
        kept, path = self.get(instance), self._path(instance)
        with storage_errors(path):
            path.unlink(missing_ok=True)
        return kept

    def _write(self, path: Path, text: str) -> None:
        with storage_errors(self._folder):
            self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_atomically(path, text.encode(), mode=_PRIVATE_FILE)

    def _path(self, instance: Instance) -> Path:
        """Return the file of a connection: one that a person can find, and no two with the same."""
        which = hashlib.sha256(f"{instance.name}\n{instance.url}".encode(errors="surrogatepass")).hexdigest()[:16]
        return self._folder / f"{_UNFIT.sub('-', instance.name)[:64]}-{which}.json"
