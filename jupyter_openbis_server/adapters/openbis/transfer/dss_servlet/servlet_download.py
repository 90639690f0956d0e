"""Downloading by the data store's plain servlet: one file per request (API up to 3.5, and where it is as good).

It answers every error with HTTP 200 and a page; only files come with a Content-Disposition. It has no ranges, so
an interrupted file is fetched again from its start.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack

from jupyter_openbis_server.adapters.openbis.api.addresses import quoted
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.http.error_pages import EXPIRED, download_error
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure, is_about_whole_data_set
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.receiving import receive
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles, PermanentCorruption
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError, OpenbisError, SessionExpired
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

# The servlet compresses for clients that offer it: several times slower, and the length is unknown.
_HEADERS = {"Accept-Encoding": "identity"}
_OK = 200
_MAX_INTERRUPTED_IN_A_ROW = 32


class ServletDownload:
    """Downloads files of one data set, several at a time."""

    def __init__(self, client: Client, data_set: DataSet, into: Receiver, failed: FailedFiles) -> None:
        self._client = client
        self._address = f"{client.data_store(data_set.data_store_url, data_set.data_store)}/{quoted(data_set.perm_id)}/"
        self._query = f"?sessionID={quoted(client.token or '')}"
        self._into = into
        self._failed = failed
        self._biggest: DataSetFile | None = None
        self._interrupted_in_a_row = 0
        self._lock = threading.Lock()

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """Fetch files; those that cannot be fetched are added to `failed`.

        Raises:
            OpenbisError: see `DataStore.fetch`.
        """
        in_order = sorted(files, key=lambda file: -file.size)
        self._biggest = in_order[0] if in_order else None  # decides when all is done
        threads = min(self._client.http.limits.download_connections, len(in_order))
        run_all(in_order, self._fetch_with_retries, cancellation, threads=threads)

    def _fetch_with_retries(self, file: DataSetFile, cancellation: Cancellation) -> None:
        """Fetch a file; a few times more if it is interrupted, and once more if it is wrong."""
        pauses = self._client.http.limits.pauses()
        was_wrong = False
        while True:
            try:
                self._fetch(file)
            except DataNotAvailable as error:
                if is_about_whole_data_set(str(error)):
                    raise
                return self._failed.add(file, error)
            except IntegrityError as error:
                if was_wrong or isinstance(error, PermanentCorruption):
                    return self._failed.add(file, error)
                was_wrong = True
            except TransientFailure as error:
                pause = next(pauses, None)
                if pause is None:
                    if self._is_nothing_coming():
                        raise
                    return self._failed.add(file, error)
                cancellation.wait(pause)
            else:
                self._interrupted_in_a_row = 0
                return None

    def _is_nothing_coming(self) -> bool:
        """Count a file that is interrupted each time; return whether no file arrives any more."""
        with self._lock:
            self._interrupted_in_a_row += 1
            return self._interrupted_in_a_row >= _MAX_INTERRUPTED_IN_A_ROW

    def _fetch(self, file: DataSetFile) -> None:
        url = f"{self._address}{quoted(file.path, safe='/')}{self._query}"
        with self._client.http.send_raw("GET", url, headers=_HEADERS) as response:
            if not response.is_attachment:
                raise self._refusal(response)
            if response.length not in (None, file.size):
                raise PermanentCorruption(file.path, f"has {response.length} bytes, not the {file.size} of the listing")
            incoming = self._into.receive(file)
            with ExitStack() as on_failure:
                on_failure.callback(incoming.discard)
                receive(response, file, incoming, is_urgent=file is self._biggest)
                on_failure.pop_all()
        incoming.complete()

    def _refusal(self, response: HttpResponse) -> OpenbisError:
        page = response.content(self._client.http.limits.page_bytes).decode(errors="replace")
        message = download_error(page) if response.status == _OK else None
        if message is None:
            return response.unexpected()
        if message == EXPIRED:
            return SessionExpired(self._client.instance.name)
        return self._client.refusal_of_data(message)
