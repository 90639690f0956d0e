"""What entity objects need of their connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadReport
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.entrypoints.use_cases import UseCases


@dataclass(frozen=True, eq=False)
class Source:
    """The connection of entity objects.

    Attributes:
        name: Its name.
        get_use_cases: Returns the use cases. Raises ConnectionClosed, UnknownConnection.
        download: Downloads data sets: `Connection.download`.
        list_files: Returns the files of a data set, object or collection by its permId; as in `openbis://`, files that
            cannot change are requested once per process. Raises the errors of `ListFiles`.
    """

    name: str
    get_use_cases: Callable[[], UseCases]
    download: Callable[..., DownloadReport]
    list_files: Callable[[str], FileTree]

    @property
    def use_cases(self) -> UseCases:
        """The use cases. Raises ConnectionClosed, UnknownConnection."""
        return self.get_use_cases()

    @property
    def url(self) -> str:
        """Address of the openBIS instance."""
        return self.use_cases.connections.known.get(self.name).instance.url

    def eln_url(self, kind: EntityKind, perm_id: str, identifier: str) -> str:
        """Return the address of the page in the ELN."""
        return eln_url(self.url, kind, perm_id, identifier)
