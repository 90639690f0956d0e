"""What is found when a download is looked at again."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.download import FileState, PlannedFile
from jupyter_openbis_server.domain.model.manifest import LocalDownload


@dataclass(frozen=True)
class Verification:
    """A download, and what lies in the place of each file of its manifest."""

    download: LocalDownload
    files: tuple[PlannedFile, ...]

    @property
    def wrong(self) -> tuple[PlannedFile, ...]:
        """The files that are missing, incomplete or different."""
        differing = (each for each in self.files if each.local.state is not FileState.COMPLETE)
        return tuple(each for each in differing if not _is_unknown(each))

    @property
    def unknown(self) -> tuple[PlannedFile, ...]:
        """The files of which nobody can tell: openBIS knew no checksum, and they never arrived to have one."""
        return tuple(each for each in self.files if _is_unknown(each))

    @property
    def is_right(self) -> bool:
        """Whether all is there as the data store had it."""
        return self.download.manifest.is_complete and not self.wrong and not self.unknown


def _is_unknown(planned: PlannedFile) -> bool:
    return planned.file.crc32 is None and planned.local.state is FileState.DIFFERENT
