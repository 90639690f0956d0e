"""Download of a publication, so that it can be run again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.eln_link import PERM_ID, parse_eln_link
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.research_objects.ports import Packages
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.name_patterns import escaped
from jupyter_openbis_server.domain.shared.progress import Progress


@dataclass(frozen=True)
class PublicationReference:
    """A publication in openBIS.

    Attributes:
        perm_id: Of its data set, or of the sample or experiment in whose files it is.
        folder: Its folder in these files; empty for a data set.
    """

    perm_id: str
    folder: str = ""


def publication_named(text: str) -> PublicationReference | None:
    """Return the publication that a text names: `PERMID`, `PERMID/FOLDER`, or a link; None for anything else.

    >>> publication_named("20230315101500001-1001/growth 2026-03-01 14-05-09").folder
    'growth 2026-03-01 14-05-09'
    """
    linked = parse_eln_link(text)
    if linked:
        return PublicationReference(linked[1])
    perm_id, _, folder = text.strip().partition("/")
    return PublicationReference(perm_id, folder.strip("/")) if PERM_ID.fullmatch(perm_id) else None


@dataclass(frozen=True)
class FetchPublication:
    """Download a publication beside the folder of its rerun."""

    download: DownloadDataset
    packages: Packages

    @contextmanager
    def __call__(
        self,
        name: str,
        publication: PublicationReference,
        target: str,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        is_kept: bool = True,
    ) -> Iterator[str]:
        """Download for a `with` block; yield the absolute path of the files, in the folder `<target>.original`.

        If that folder is new, it is deleted after any exception in the block. What an interrupted download has fetched
        stays: the next one continues it.

        Args:
            name: Name of the connection.
            publication: The publication.
            target: Absolute path of the folder of the rerun.
            cancellation: Cancels the download.
            progress: Notified of the progress.
            is_kept: Whether a new folder stays after a block without an exception.

        Raises:
            OpenbisError: as `DownloadDataset`.
        """
        selection = Selection((escaped(publication.folder),)) if publication.folder else Selection()
        folder = f"{PurePath(target)}.original"
        is_new, is_done = not self.packages.exists(folder), False
        request = DownloadRequest((publication.perm_id,), folder, selection, overwrite=False)
        (done, *_) = self.download(name, request, cancellation, progress)
        try:
            yield done.path
            is_done = True
        finally:
            if is_new and not (is_done and is_kept):
                self.packages.remove(folder)
