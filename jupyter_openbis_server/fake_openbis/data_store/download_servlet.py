"""The servlet that serves single files, ``/datastore_server/<code>/<path>`` (openbis-protocol 5)."""

import html
import mimetypes
import os
import re
import secrets
import urllib.parse
from pathlib import Path

from tornado.iostream import StreamClosedError

from jupyter_openbis_server.fake_openbis.data_store.data_store_handler import DataStoreHandler, DataStoreParts
from jupyter_openbis_server.fake_openbis.data_store.reply_body import ReplyBody
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession

_PREFIX = "/datastore_server/"
_BLOCK = 1024 * 1024
_COOKIE = "JSESSIONID"
_NOT_IN_A_URI = re.compile(r'[^!-~]|["<>\\^`{|}]|%(?![0-9A-Fa-f]{2})')
_SESSION_EXPIRED = "<html><body>Download session expired.</body></html>"


class DownloadHandler(DataStoreHandler):
    """Serves a file, or lists a folder. Every error is an HTTP 200 page; only files have ``Content-Disposition``."""

    def initialize(self, context: Context, parts: DataStoreParts, http_sessions: dict[str, str]) -> None:  # type: ignore[override]
        """Take what the route table gives; ``http_sessions`` holds the token behind each session cookie."""
        super().initialize(context, parts)
        self._http_sessions = http_sessions

    async def get(self, *_: str) -> None:
        """Answers with the file, the listing, or an error page."""
        try:
            await self._serve(self._user(), *_split(self.request.path))
        except InvalidSession:
            self._send_error_page(_SESSION_EXPIRED)
        except ContentFailure as failure:
            self._send_error(str(failure))
        except StreamClosedError:
            return  # The client has left.

    post = get

    def session_token(self) -> str | None:
        """Return the token of the query, else the one an earlier request with the same cookie came with."""
        return self.query().get("sessionID") or self._http_sessions.get(self.get_cookie(_COOKIE, "") or "")

    def _user(self) -> str:
        token = self.session_token()
        if token is None:
            raise ContentFailure("Session id not specified in the URL")
        user = self.context.sessions.resolve(token).user
        self._remember(token)
        return user

    def _remember(self, token: str) -> None:
        if self._http_sessions.get(self.get_cookie(_COOKIE, "") or "") != token:
            cookie = secrets.token_hex(16)
            self._http_sessions[cookie] = token
            self.set_cookie(_COOKIE, cookie, path="/", httponly=True)

    async def _serve(self, user: str, code: str, path: str) -> None:
        """Existence is tested before access, so that "unknown" and "not accessible" are distinct errors (5.3)."""
        data_set = self.parts.items.data_set(code)
        location = self.parts.store.location(data_set, path)
        if not self.parts.items.may_read(user, code):
            raise ContentFailure(f"Data set '{code}' is not accessible.")
        self.parts.store.must_be_readable(data_set, path)
        if location.is_dir():
            await self._send_listing(data_set, path)
        else:
            await self._send_file(location, path)

    async def _send_file(self, location: Path, path: str) -> None:
        self.set_file_name(location.name)
        if location.suffix.lower() == ".png":
            self.set_header("Cache-Control", "max-age=7200")
        with location.open("rb", buffering=0) as content:
            body = ReplyBody(self, self._content_type(location), os.fstat(content.fileno()).st_size)
            while block := content.read(_BLOCK):
                await self.stall(path)
                await body.write(block)
        await body.end()

    def _content_type(self, location: Path) -> str:
        if self.query().get("mode") == "txt":
            return "binary"
        if not location.suffix:
            return "text/plain"
        return mimetypes.guess_type(location.name)[0] or "application/octet-stream"

    async def _send_listing(self, data_set: DataSet, path: str) -> None:
        """Write a page with links that carry the token, as openBIS's do."""
        query = urllib.parse.urlencode({"sessionID": self.session_token()})
        rows = []
        for node in self.parts.store.children(data_set, path):
            target = urllib.parse.quote(f"{_PREFIX}{data_set.code}/{node.path}")
            name = html.escape(node.path.rpartition("/")[2]) + ("/" if node.directory else "")
            rows.append(f"<tr><td><a href='{target}?{query}'>{name}</a></td><td>{node.length}</td></tr>")
        title = html.escape(f"Data Set {data_set.code}")
        await self._send_html(f"<html><body><h1>{title}</h1><table>{''.join(rows)}</table></body></html>")

    def _send_error(self, message: str) -> None:
        query = self.query()
        if query.get("is_link_data") == "true":
            message = "No content information is stored with this linked dataset."
        if query.get("mode") == "txt" or _NOT_IN_A_URI.search(self.request.path):
            self._send_error_page(f"Error:\n{message}", "text")
        else:
            self._send_error_page(f"<html><body><h1>Error</h1>\n{html.escape(message, False)}\n</body></html>")

    def _send_error_page(self, page: str, content_type: str = "text/html;charset=utf-8") -> None:
        self.set_header("Content-Type", content_type)
        self.finish("" if self.context.settings.empty_error_pages else page)

    async def _send_html(self, page: str) -> None:
        body = ReplyBody(self, "text/html;charset=utf-8")
        await body.write(page.encode())
        await body.end()


def _split(request_path: str) -> tuple[str, str]:
    """Return data set code and path inside the data set, decoded as Java's class URI does it: ``+`` stays a plus.

    Raises:
        ContentFailure: When there is a character that must not stand in a URI.
    """
    illegal = _NOT_IN_A_URI.search(request_path)
    if illegal:
        raise ContentFailure(f"Illegal character in path at index {illegal.start()}: {request_path}")
    code, _, path = urllib.parse.unquote(request_path.removeprefix(_PREFIX)).partition("/")
    return code, path.strip("/")
