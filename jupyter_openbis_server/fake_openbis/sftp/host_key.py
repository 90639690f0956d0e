"""The host key of the SFTP server."""

import os
from pathlib import Path

import asyncssh

_ALGORITHM = "ssh-ed25519"


class HostKey:
    """A key kept in a file, made when there is none.

    Args:
        file: Where it is kept; only its owner may read it.

    Attributes:
        private: The key itself.
    """

    private: asyncssh.SSHKey

    def __init__(self, file: Path) -> None:
        self._file = file
        if file.exists():
            self.private = asyncssh.import_private_key(file.read_bytes())
        else:
            self.change()

    @property
    def public(self) -> str:
        """The public half as in a ``known_hosts`` file: ``ssh-ed25519 AAAA...``."""
        return self.private.export_public_key().decode().strip()

    @property
    def fingerprint(self) -> str:
        """``SHA256:...``, as OpenSSH shows it."""
        return self.private.get_fingerprint()

    def change(self) -> None:
        """Make a new key, and forget the old one."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.unlink(missing_ok=True)
        self.private = asyncssh.generate_private_key(_ALGORITHM)
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self.private.export_private_key())
