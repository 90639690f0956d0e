"""Use case that finds the downloads of a mirror whose data sets are not in openBIS any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FoundReference
from jupyter_openbis_server.domain.downloads.folder_names import perm_id_above
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload
from jupyter_openbis_server.domain.instances.session import Session


@dataclass(frozen=True)
class AbsentDownload:
    """A download whose data set is not below the mirrored entity any more.

    Attributes:
        exists: Whether openBIS still has the data set, below another entity. If not, it was deleted, or is not visible.
    """

    download: LocalDownload
    exists: bool


@dataclass(frozen=True)
class FindAbsent:
    """Compare the downloads in a folder with what is in openBIS now. Nothing is deleted, and no file is read."""

    session_manager: SessionManager
    data_sets: DataSets
    local: LocalDownloads

    def __call__(self, name: str, folder: str, found: Sequence[FoundReference]) -> tuple[AbsentDownload, ...]:
        """Return the downloads of this openBIS in the folder whose data sets were not found, by path.

        The components of a container are downloaded into the folder of the container, and belong to it.

        Args:
            name: The connection.
            folder: Absolute path of the folder of the mirror.
            found: What is in openBIS now.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed, InvalidPath, TargetNotWritable.
        """
        wanted = {perm_id for each in found for perm_id in each.perm_ids}
        # Components of a container, too: they may have been downloaded before it was there.
        wanted |= {data_set.perm_id for each in found for data_set in each.data_sets}
        others = tuple(each for each in self.local.all(folder) if perm_id_above(each.path, folder) not in wanted)
        return self.session_manager.use(name, self._absent, others) if others else ()

    def _absent(self, session: Session, downloads: Sequence[LocalDownload]) -> tuple[AbsentDownload, ...]:
        own = [each for each in downloads if each.manifest.url == session.instance.url]
        missing = set(self.data_sets.missing(session, [each.manifest.perm_id for each in own]))
        return tuple(AbsentDownload(each, each.manifest.perm_id not in missing) for each in own)
