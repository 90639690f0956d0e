"""Downloading by the data store's plain servlet: one file per request (API up to 3.5, and where it is as good).

It answers every error with HTTP 200 and a page; only files come with a Content-Disposition. It knows no ranges, so a
file that breaks off begins anew, alone.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack

from jupyter_openbis_server.adapters.pybis.addresses import data_store_address, quoted
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.crew import work_off
from jupyter_openbis_server.adapters.pybis.failed_files import FailedFiles, LastingDamage
from jupyter_openbis_server.adapters.pybis.http_answer import HttpAnswer
from jupyter_openbis_server.adapters.pybis.pages import EXPIRED, download_error
from jupyter_openbis_server.adapters.pybis.receiving import receive
from jupyter_openbis_server.adapters.pybis.translation import Interruption, is_about_whole_data_set
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError, OpenbisError, SessionExpired
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile
from jupyter_openbis_server.domain.ports import Receiver

# The servlet compresses for clients that offer it: several times slower, and the length is unknown.
_HEADERS = {"Accept-Encoding": "identity"}
_OK = 200
_MOST_INTERRUPTED_IN_A_ROW = 32


class ServletDownload:
    """Downloads files of one data set, several at a time."""

    def __init__(self, client: Client, data_set: DataSet, into: Receiver, failed: FailedFiles) -> None:
        self._client = client
        self._address = f"{data_store_address(client.instance, data_set.data_store_url)}/{quoted(data_set.perm_id)}/"
        self._query = f"?sessionID={quoted(client.token or '')}"
        self._into = into
        self._failed = failed
        self._biggest: DataSetFile | None = None
        self._interrupted_in_a_row = 0
        self._lock = threading.Lock()

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """Bring files to the disk; those that cannot be had are told to `failed`.

        Raises:
            OpenbisError: see `DataStore.fetch`.
        """
        in_order = sorted(files, key=lambda file: -file.size)
        self._biggest = in_order[0] if in_order else None  # decides when all is done
        threads = min(self._client.http.limits.download_connections, len(in_order))
        work_off(in_order, self._fetch_patiently, cancellation, threads=threads)

    def _fetch_patiently(self, file: DataSetFile, cancellation: Cancellation) -> None:
        """Bring a file to the disk; it is asked for again a few times if it breaks off, and once if it is wrong."""
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
                if was_wrong or isinstance(error, LastingDamage):
                    return self._failed.add(file, error)
                was_wrong = True
            except Interruption as error:
                pause = next(pauses, None)
                if pause is None:
                    return self._add_interrupted(file, error)
                cancellation.wait(pause)
            else:
                self._interrupted_in_a_row = 0
                return None

    def _add_interrupted(self, file: DataSetFile, error: Interruption) -> None:
        """Take note of a file that always breaks off. Raises the error if no file comes through any more."""
        with self._lock:
            self._interrupted_in_a_row += 1
            if self._interrupted_in_a_row >= _MOST_INTERRUPTED_IN_A_ROW:
                raise error
        self._failed.add(file, error)

    def _fetch(self, file: DataSetFile) -> None:
        url = f"{self._address}{quoted(file.path, safe='/')}{self._query}"
        with self._client.http.send_lean("GET", url, headers=_HEADERS) as answer:
            if not answer.is_attachment:
                raise self._refusal(answer)
            if answer.length not in (None, file.size):
                raise LastingDamage(file.path, f"has {answer.length} bytes, not the {file.size} of the listing")
            incoming = self._into.receive(file)
            with ExitStack() as on_failure:
                on_failure.callback(incoming.discard)
                receive(answer, file, incoming, is_urgent=file is self._biggest)
                on_failure.pop_all()
        incoming.complete()

    def _refusal(self, answer: HttpAnswer) -> OpenbisError:
        page = answer.content(self._client.http.limits).decode(errors="replace")
        message = download_error(page) if answer.status == _OK else None
        if message is None:
            return answer.nonsense()
        if message == EXPIRED:
            return SessionExpired(self._client.instance.name)
        return self._client.refusal_of_data(message)
