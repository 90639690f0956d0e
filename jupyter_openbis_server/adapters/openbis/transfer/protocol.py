"""The extension point for transfer protocols.

A new protocol is a package beside this module, with a class that implements `TransferProtocol`, and one line in
`registry`. It uses `FailedFiles`, `FilePart` and `parallel`, and does not change other protocols.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass(frozen=True)
class Source:
    """A data set whose files are transferred, and the session that does it.

    Attributes:
        client: Sends the requests of the session.
        session: Who reads; transfers that are kept open belong to one session.
        data_set: Whose files.
    """

    client: Client
    session: Session
    data_set: DataSet


class TransferProtocol(Protocol):
    """A way to get the files of a data set. One object serves the whole program; it is safe for several threads.

    All protocols of one kind of data store list the same files: the registry takes the first one for a listing, without
    asking what the server offers.

    Uploads are not part of it (see `upload.protocol`): what is uploaded is in no data store yet.

    Every method is called while a cancellation is the current one of the thread (`Cancellation.as_current`), and raises
    Cancelled within a second after it is set.
    """

    @property
    def reads_parts(self) -> bool:
        """Whether a part of a file costs about as much as it is long; see `DataStore.reads_parts`."""

    def serves(self, data_set: DataSet) -> bool:
        """Return whether the protocol reads from the data store that has the data set. Sends no request."""

    def is_offered(self, server: Capabilities) -> bool:
        """Return whether a server offers the protocol. Sends no request."""

    def list_files(self, client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders; see `DataStore.files`."""

    def list_files_of_many(self, client: Client, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        """Return the same for several data sets by permId, in few requests; see `DataStore.files_of_many`."""

    def fetch(
        self,
        source: Source,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
        cancellation: Cancellation,
    ) -> None:
        """Fetch files (no folders; at least one) into a receiver.

        A file that cannot be fetched is added to `failed`; the others are fetched all the same.

        Raises:
            OpenbisError: what concerns all files; see `DataStore.fetch`.
        """

    def read(self, source: Source, part: FileRange, cancellation: Cancellation, *, again: bool = False) -> bytes:
        """Return the bytes of a range, which is not empty; see `DataStore.read`."""

    def read_ranges(self, source: Source, parts: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        """Return the bytes of several ranges, none of them empty; see `DataStore.read_ranges`."""

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        """Close what is kept open on servers; see `DataStore.end_reading`."""
