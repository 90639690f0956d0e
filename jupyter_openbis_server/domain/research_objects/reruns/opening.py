"""Opening of research objects for reruns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, Crate
from jupyter_openbis_server.domain.research_objects.described_files import described_files
from jupyter_openbis_server.domain.research_objects.digests import digest_of
from jupyter_openbis_server.domain.research_objects.ports import CrateReader, Packages


@dataclass(frozen=True)
class OpenedCrate:
    """A research object whose files can be read.

    Attributes:
        digest: SHA-256 of the description.
    """

    crate: Crate
    digest: str

    def check_files(self, path: str) -> None:
        """Raise InvalidCrate if a file of it differs from the description; `path` is for messages. All are read."""
        for each in self.crate.files:
            if each.source and each.digest.has_checksum and not each.digest.matches(digest_of(each.source)):
                raise InvalidCrate(path, f"{each.path} differs from its description")


@dataclass(frozen=True)
class OpenCrate:
    """Open a folder or archive, which may come from anybody."""

    packages: Packages
    reader: CrateReader

    @contextmanager
    def __call__(self, path: str) -> Iterator[OpenedCrate]:
        """Open a research object for a `with` block.

        Args:
            path: Absolute path.

        Raises:
            InvalidCrate: it is none, or not safe.
            SourceNotReadable: it cannot be read.
        """
        with self.packages.open(path) as package:
            content, files = described_files(path, package.files)
            digest = digest_of(files[METADATA_FILE]).sha256
            yield OpenedCrate(self.reader.crate(path, content, files), digest)
