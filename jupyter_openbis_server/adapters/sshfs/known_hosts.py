"""The SSH keys of openBIS servers that were seen before."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed


class KnownHosts:
    """A file of our own in ssh's format, so that neither do we change the user's nor does his accept for us.

    ssh reads and writes it; here it is made and read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the folder, for this user only. Raises MountFailed."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise MountFailed(f"{self.path.parent} cannot be made: {error.strerror}") from error

    def fingerprints(self, source: Source) -> set[str]:
        """Return the fingerprints of a server's keys, as `ssh-keygen -l` shows them, e.g. `ED25519 SHA256:…`."""
        return {f"{_kind(kind)} SHA256:{_fingerprint(key)}" for kind, key in self._keys(source)}

    def _keys(self, source: Source) -> Iterator[tuple[str, bytes]]:
        with suppress(OSError):
            for line in self.path.read_text(errors="replace").splitlines():
                names, kind, key, *_ = [*line.split(), "", "", ""]
                if source.known_as in names.split(","):
                    with suppress(ValueError):
                        yield kind, base64.b64decode(key, validate=True)


def _kind(name: str) -> str:
    """Return what people call a kind of key: `ssh-ed25519` is ED25519, `ecdsa-sha2-nistp256` is ECDSA."""
    return name.removeprefix("ssh-").partition("-")[0].upper()


def _fingerprint(key: bytes) -> str:
    return base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
