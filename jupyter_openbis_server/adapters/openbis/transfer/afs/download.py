"""Downloading files of one owner from the file server (AFS)."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.afs.batching import bytes_per_request
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.afs.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.openbis.transfer.afs.changes import Changes
from jupyter_openbis_server.adapters.openbis.transfer.afs.reading import OnFailure, Reading
from jupyter_openbis_server.adapters.openbis.transfer.afs.verification import verifications
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import IntegrityError, OpenbisError
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class AfsDownload:
    """Downloads files, verified by size and MD5.

    A file that is wrong is fetched once more, unless a new listing shows that it was changed: another program may have
    written it while it was read.
    """

    def __init__(
        self, file_server: AfsClient, owner: str, limits: HttpLimits, into: Receiver, failed: FailedFiles
    ) -> None:
        self._file_server = file_server
        self._owner = owner
        self._limits = limits
        self._into = into
        self._failed = failed

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """Fetch files; those that cannot be fetched are added to `failed`. Raises as `Reading.run`."""
        wrong: dict[DataSetFile, OpenbisError] = {}

        def on_failure(file: DataSetFile, error: OpenbisError) -> None:
            if isinstance(error, IntegrityError):
                wrong[file] = error
            else:
                self._failed.add(file, error)

        self._read(files, on_failure, cancellation)
        if wrong:
            self._read(self._unchanged(list(wrong)), self._failed.add, cancellation)

    def _read(self, files: Sequence[DataSetFile], on_failure: OnFailure, cancellation: Cancellation) -> None:
        how = verifications(files)
        arriving = (ArrivingFile(each, self._into, verification=how[each]) for each in files)
        batch_bytes = bytes_per_request(sum(each.size for each in files), self._limits.file_server_requests)
        Reading(self._file_server, self._owner, self._limits, on_failure, batch_bytes).run(arriving, cancellation)

    def _unchanged(self, files: Sequence[DataSetFile]) -> Sequence[DataSetFile]:
        """Return those of the files that are as they were listed; the others are added to `failed`."""
        changes, same = Changes(self._file_server, self._owner), []
        for file in files:
            change = changes.of(file)
            if change:
                self._failed.add(file, change)
            else:
                same.append(file)
        return same
