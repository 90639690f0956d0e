"""SSH keys of openBIS servers: the known ones, and new ones that have not been reported to the user yet."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_openbis_server.adapters.shared.regular_file import read_regular
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed

_MAX_BYTES = 16 << 20


class KnownHosts:
    """A file in ssh's format, separate from the user's `known_hosts`: neither affects the other.

    ssh reads and writes it; this class creates its folder and reads it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Create the folder, accessible for this user only. Raises MountFailed."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise MountFailed(f"{self.path.parent} cannot be made: {error.strerror}") from error

    def fingerprints(self, source: Source) -> set[str]:
        """Return the fingerprints of a server's keys, as `ssh-keygen -l` shows them, e.g. `ED25519 SHA256:…`."""
        return {f"{_kind(kind)} SHA256:{_fingerprint(key)}" for kind, key in self._keys(source)}

    def _keys(self, source: Source) -> Iterator[tuple[str, bytes]]:
        with suppress(OSError):
            for line in read_regular(self.path, _MAX_BYTES).decode(errors="replace").splitlines():
                names, kind, key, *_ = [*line.split(), "", "", ""]
                if source.known_as in names.split(","):
                    with suppress(ValueError):
                        yield kind, base64.b64decode(key, validate=True)


def _kind(name: str) -> str:
    """Return the common name of a key type: ED25519 for `ssh-ed25519`, ECDSA for `ecdsa-sha2-nistp256`."""
    return name.removeprefix("ssh-").partition("-")[0].upper()


def _fingerprint(key: bytes) -> str:
    return base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


class NewKeys:
    """New fingerprints by server. Several connections may mount the same server concurrently."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unreported: dict[Source, set[str]] = {}
        self._reported: set[tuple[Source, str]] = set()

    def add(self, source: Source, fingerprints: Iterable[str]) -> None:
        """Record fingerprints that were not reported before; concurrent mounts may record the same one."""
        with self._lock:
            new = {each for each in fingerprints if (source, each) not in self._reported}
            self._unreported.setdefault(source, set()).update(new)

    def take(self, source: Source) -> set[str]:
        """Return the fingerprints to report, and mark them as reported."""
        with self._lock:
            fingerprints = self._unreported.pop(source, set())
            self._reported.update((source, each) for each in fingerprints)
            return fingerprints
