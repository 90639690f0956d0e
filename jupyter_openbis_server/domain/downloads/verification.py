"""Result of the verification of a download."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.downloads.download import FileState, PlannedFile
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload


@dataclass(frozen=True)
class Verification:
    """Result of the verification of a download.

    Attributes:
        download: The folder with the data set, and its manifest.
        files: The local state of each file of the manifest.
    """

    download: LocalDownload
    files: tuple[PlannedFile, ...]

    @property
    def wrong(self) -> tuple[PlannedFile, ...]:
        """The files that are missing, incomplete, different, unreadable or refused."""
        differing = (each for each in self.files if each.local.state is not FileState.COMPLETE)
        return tuple(each for each in differing if not _is_unknown(each))

    @property
    def unknown(self) -> tuple[PlannedFile, ...]:
        """The files that cannot be verified: openBIS had no checksum, and no download computed one."""
        return tuple(each for each in self.files if _is_unknown(each))

    @property
    def ok(self) -> bool:
        """Whether all files are present with the content that the data store had."""
        return self.download.manifest.is_complete and not self.wrong and not self.unknown


def _is_unknown(planned: PlannedFile) -> bool:
    return planned.file.crc32 is None and planned.local.state is FileState.DIFFERENT
