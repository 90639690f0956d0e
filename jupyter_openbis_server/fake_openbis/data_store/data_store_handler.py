"""Common base of the data store server's servlets."""

import functools
import html
import json
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.fake_openbis.data_store.download_items import DownloadItems
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.buffer_pool import BufferPool
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.engine import FileTransfer
from jupyter_openbis_server.fake_openbis.data_store.reply_body import ReplyBody
from jupyter_openbis_server.fake_openbis.faults.faults import FaultKind
from jupyter_openbis_server.fake_openbis.server.handlers import FakeHandler
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.store import Store

_MAX_QUERY_BYTES = 8192
_ERROR_PAGE = """<html>
<head><meta http-equiv="Content-Type" content="text/html;charset=utf-8"/><title>Error {status} {reason}</title></head>
<body><h2>HTTP ERROR {status} {reason}</h2>
<table>
<tr><th>URI:</th><td>{uri}</td></tr>
<tr><th>STATUS:</th><td>{status}</td></tr>
<tr><th>MESSAGE:</th><td>{reason}</td></tr>
</table>
</body>
</html>
"""


@dataclass(frozen=True)
class DataStoreParts:
    """What the data store server is made of.

    Attributes:
        store: The contents of data sets.
        items: The data sets and files that the user may read.
        transfer: The fast downloads under way.
        buffer_pool: Where payloads of chunks are read to.
    """

    store: Store
    items: DownloadItems
    transfer: FileTransfer
    buffer_pool: BufferPool


@functools.lru_cache(maxsize=64)
def _first_values(query: str) -> Mapping[str, str]:
    """Read a query; each request asks for its parameters several times."""
    given = urllib.parse.parse_qs(query, keep_blank_values=True)
    return {name: values[0] for name, values in given.items()}


class DataStoreHandler(FakeHandler):
    """Base of the servlets: long queries are refused, errors are pages of the servlet container."""

    def initialize(self, context: Context, parts: DataStoreParts) -> None:  # type: ignore[override]
        """Take what the route table gives."""
        super().initialize(context)
        self.parts = parts

    async def prepare(self) -> None:
        """Run before the verb's method; refuse what the servlet container would not take (openbis-protocol 6.3)."""
        await super().prepare()
        if not self._finished and len(self.request.query) > _MAX_QUERY_BYTES:
            self.send_page(414, "URI Too Long")

    def query(self) -> Mapping[str, str]:
        """Return the parameters of the query; the first value of each, with ``+`` for a blank."""
        return _first_values(self.request.query)

    def send_page(self, status: int, reason: str) -> None:
        """End the request with an HTML error page that shows the reason."""
        self.clear()
        self.set_status(status, "Server Error" if status == 500 else reason)  # noqa: PLR2004 -- HTTP
        self.set_header("Content-Type", "text/html;charset=utf-8")
        page = _ERROR_PAGE.format(status=status, reason=html.escape(reason), uri=html.escape(self.request.path))
        self.finish(page)

    async def send_json(self, content_type: str, response: dict[str, object]) -> None:
        """End the request with a JSON object, pretty-printed."""
        body = ReplyBody(self, content_type)
        await body.write(self.spoil_json(json.dumps(response, indent=2, ensure_ascii=False).encode(errors="replace")))
        await body.end()

    async def stall(self, file: str) -> None:
        """Wait before the next piece of a file, if a fault says so."""
        for fault in self.faults_at(file, FaultKind.STALL):
            await self._hang(fault.seconds)

    def set_file_name(self, name: str) -> None:
        """Says that the body is a file; what Latin-1 does not know becomes a question mark."""
        safe = name.encode("latin-1", "replace").decode("latin-1")
        self.set_header("Content-Disposition", f'inline; filename="{safe}"')

    def cut_connection(self) -> None:
        """Truncate a reply that has begun: the client gets fewer bytes than announced."""
        stream = getattr(self.request.connection, "stream", None)
        if stream is not None:
            stream.close()
        self.finish()
