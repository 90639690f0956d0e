"""Registration exactly once, also when openBIS's response is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.transfer.dss_listing import list_files
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    SourceNotReadable,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, ignore_mark
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_ROUNDS = 7
"""With the usual `retry_seconds` they take a minute: a proxy may have cut the response off before openBIS is done."""
_MAX_SEARCH_SECONDS = 300
_MAX_READ_AGAIN = 1024**3
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class SingleRegistration:
    """One data set that is to be registered.

    openBIS has no idempotency key. So the request is never repeated;
    when its response is lost, the data set is looked for.

    Attributes:
        client: Asks openBIS for the files of data sets.
        draft: What is registered.
        newest: Asks openBIS for the newest data sets of the owner.
        on_registering: Called right before the request.
    """

    client: Client
    draft: DataSetDraft
    newest: Callable[[], Sequence[DataSet]]
    on_registering: Callable[[RegistrationMark], None] = ignore_mark

    def run(self, register: Callable[[], str], cancellation: Cancellation) -> str:
        """Call `register`; return the permId of the data set that it registers, or has registered although it failed.

        Raises:
            UploadFailed: openBIS refuses.
            UploadUnconfirmed: the outcome is unknown.
            Cancelled: before `register` is called; after that it cannot be cancelled.
        """
        before = tuple(self.newest())
        cancellation.check()
        self.on_registering(RegistrationMark.after(before))
        with Cancellation().as_current():
            try:
                return register()
            except RequestRefused as error:
                raise UploadFailed(error) from error
            except ConnectionFailed as error:
                found = self._found_since(before)
                if found is None:
                    raise unconfirmed(error) from error
                return found

    def _found_since(self, before: Sequence[DataSet]) -> str | None:
        """Look for the data set several times, with growing pauses: openBIS may still be working."""
        deadline = time.monotonic() + _MAX_SEARCH_SECONDS
        for number in range(_ROUNDS):
            time.sleep(self.client.http.limits.retry_seconds * (2**number - 1))
            if time.monotonic() > deadline:
                break
            try:
                found = [each.perm_id for each in self._new_ones(before) if self.is_same(each)]
            except SessionExpired:
                return None
            except OpenbisError:
                found = []
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _new_ones(self, before: Sequence[DataSet]) -> Iterator[DataSet]:
        known, mark = {each.perm_id for each in before}, RegistrationMark.after(before)
        # One that is older has only moved up since others were deleted.
        return (each for each in self.newest() if each.perm_id not in known and mark.is_before(each))

    def is_same(self, data_set: DataSet) -> bool:
        """Return whether a data set is by this user and has the type and the files of the draft."""
        by_us = data_set.registrator in (None, self.client.user_id())
        if not by_us or data_set.type_code != self.draft.type_code:
            return False
        files = [file for file in list_files(self.client, data_set) if not file.is_folder]
        return have_same_content([each for each in self.draft.files if not each.is_folder], files)


def have_same_content(sent: Sequence[SourceFile], stored: Sequence[DataSetFile]) -> bool:
    """Whether the files of a data set are those that were sent, in any folder of the data set.

    Names and sizes count, and checksums where openBIS knows them; for these, up to a GiB is read again.
    """
    local = sorted(sent, key=lambda source: source.name)
    remote = sorted(stored, key=lambda file: file.path)
    if not local or len(local) != len(remote):
        return False
    folder = remote[0].path.removesuffix(local[0].name)
    may_read = _MAX_READ_AGAIN
    for source, file in zip(local, remote, strict=True):
        if (folder + source.name, source.size) != (file.path, file.size):
            return False
        may_read -= source.size
        if file.crc32 is not None and may_read >= 0 and _crc32(source) != file.crc32:
            return False
    return True


def _crc32(source: SourceFile) -> int:
    crc = 0
    try:
        with source.open() as stream:
            while block := stream.read(_BLOCK_BYTES):
                crc = crc32(block, crc)
    except OSError as error:
        raise SourceNotReadable(source.name, "cannot be read") from error
    return crc


def unconfirmed(error: ConnectionFailed) -> UploadUnconfirmed:
    """Return the error for a registration to which openBIS has not answered, and that is not found either."""
    return UploadUnconfirmed(
        f"openBIS did not confirm the registration ({error}). "
        "It may have registered the data set all the same: look for it before you upload the files again"
    )
