"""Downloading by the data store's plain servlet: one file per request (API up to 3.5, and where nothing else works).

It answers every error with HTTP 200 and a page; only files come with a Content-Disposition. It knows no ranges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from jupyter_openbis_server.adapters.pybis.addresses import data_store_address
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.http import HttpAnswer
from jupyter_openbis_server.adapters.pybis.pages import EXPIRED, download_error
from jupyter_openbis_server.adapters.pybis.translation import Interruption
from jupyter_openbis_server.domain.errors import IntegrityError, OpenbisError, SessionExpired
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile
from jupyter_openbis_server.domain.ports import DownloadFolder, IncomingFile

# The servlet compresses for clients that offer it: several times slower, and the length is unknown.
_HEADERS = {"Accept-Encoding": "identity"}


@dataclass(frozen=True)
class ServletDownload:
    """Downloads files of one data set, one after another."""

    client: Client
    data_set: DataSet

    def fetch(self, files: Iterable[DataSetFile], into: DownloadFolder, cancellation: Cancellation) -> None:
        """Bring files to the disk; a file that arrives damaged or is cut off is asked for again a few times."""
        for file in files:
            self._fetch_patiently(file, into, cancellation)

    def _fetch_patiently(self, file: DataSetFile, into: DownloadFolder, cancellation: Cancellation) -> None:
        for pause in self.client.http.limits.pauses():
            try:
                return self._fetch(file, into, cancellation)
            except (IntegrityError, Interruption):
                cancellation.wait(pause)
        return self._fetch(file, into, cancellation)

    def _fetch(self, file: DataSetFile, into: DownloadFolder, cancellation: Cancellation) -> None:
        cancellation.check()
        incoming = into.receive(file)
        try:
            self._receive(file, incoming, cancellation)
        except BaseException:
            incoming.discard()
            raise
        incoming.complete()

    def _receive(self, file: DataSetFile, incoming: IncomingFile, cancellation: Cancellation) -> None:
        query = {"sessionID": self.client.token or ""}
        with self.client.http.send("GET", self._url(file), query=query, headers=_HEADERS) as answer:
            if not answer.is_attachment:
                raise self._refusal(answer)
            offset = 0
            for piece in answer.pieces():
                cancellation.check()
                if offset + len(piece) > file.size:
                    raise IntegrityError(file.path, f"has more than the {file.size} bytes that were announced")
                incoming.write(offset, piece)
                offset += len(piece)

    def _url(self, file: DataSetFile) -> str:
        address = data_store_address(self.client.instance, self.data_set.data_store_url)
        return f"{address}/{quote(self.data_set.perm_id, safe='')}/{quote(file.path, safe='/')}"

    def _refusal(self, answer: HttpAnswer) -> OpenbisError:
        page = answer.content(self.client.http.limits).decode(errors="replace")
        message = download_error(page) if answer.status == 200 else None  # noqa: PLR2004
        if message is None:
            return answer.nonsense()
        if message == EXPIRED:
            return SessionExpired(self.client.instance.name)
        return self.client.refusal_of_data(message)
