"""The session workspace, where openBIS expects the files that are to be registered.

Bytes are written at an offset and a file is never truncated: parts can be repeated and sent in any order, but the name
must be new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.http.error_pages import text_of
from jupyter_openbis_server.adapters.openbis.http.errors import (
    LargeRequestLost,
    Throttled,
    TransientFailure,
    Unavailable,
    for_users,
    is_expiry,
)
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
    SessionExpired,
    UntrustedCertificate,
    UploadFailed,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_SERVICE = "/session_workspace_file_upload"
# A form type would make the servlet container consume the body.
_HEADERS = {"Content-Type": "application/octet-stream"}
_ONE_FOLDER = -1
_USUAL_LIMIT = 1024 * 1024
"""Default limit of nginx for the size of a request (client_max_body_size)."""
_INTERNAL_ERROR, _ADDRESS_TOO_LONG = 500, 414


@dataclass(frozen=True)
class SessionWorkspace:
    """The workspace of one session on one data store."""

    client: Client
    address: str

    def write(
        self, name: str, start: int, length: int, body: Callable[[], Iterable[bytes]], cancellation: Cancellation
    ) -> None:
        """Write bytes into a file, which is made if it is missing, with the folders around it.

        Args:
            name: Path of the file in the workspace.
            start: Where in the file.
            length: How many bytes.
            body: Returns the bytes; called for each attempt.
            cancellation: Ends it, within a second.

        Raises:
            UploadFailed: openBIS does not take it.
            Cancelled: on request.
        """

        def attempt() -> None:
            size = self._post(name, start, length, body(), cancellation, is_folder=False)
            if size != length:
                problem = f"{size} bytes of {name} have arrived instead of {length}"
                raise TransientFailure(self.client.instance.name, problem)

        self._with_retries(attempt, cancellation, length)

    def make_folder(self, name: str, cancellation: Cancellation) -> None:
        """Make a folder, with the folders around it. Known to openBIS since API 3.6. Raises as `write`."""

        def attempt() -> None:
            size = self._post(name, 0, 0, (), cancellation, is_folder=True)
            if size != _ONE_FOLDER:
                raise UploadFailed(f"openBIS has not made the folder {name}")

        self._with_retries(attempt, cancellation, 0)

    def _with_retries(self, attempt: Callable[[], None], cancellation: Cancellation, length: int) -> None:
        for pause in self.client.http.limits.pauses():
            try:
                return attempt()
            except UntrustedCertificate:
                raise
            except InstanceUnreachable:
                cancellation.wait(pause)
        try:
            return attempt()
        except TransientFailure as error:
            # A servlet or proxy that refuses a body breaks the connection where it has not read all of it.
            if not self.client.is_session_active():
                raise SessionExpired(self.client.instance.name) from None
            if length > _USUAL_LIMIT and not isinstance(error, (Throttled, Unavailable)):
                raise LargeRequestLost(error) from error
            raise

    def _post(
        self,
        name: str,
        start: int,
        length: int,
        body: Iterable[bytes],
        cancellation: Cancellation,
        *,
        is_folder: bool,
    ) -> object:
        """Return the `size` that openBIS has written."""
        query = {
            "filename": name,
            "id": "1",
            "startByte": str(start),
            "endByte": str(start + length),
            "emptyFolder": "true" if is_folder else "false",
            "sessionID": self.client.token or "",
        }
        url = f"{self.address}{_SERVICE}?{urlencode(query, quote_via=quote, safe='', errors='surrogatepass')}"
        headers = {**_HEADERS, "Content-Length": str(length)}
        with self.client.http.send_raw("POST", url, body=body, headers=headers, cancellation=cancellation) as response:
            return self._size_written(response, name)

    def _size_written(self, response: HttpResponse, name: str) -> object:
        page = response.content(self.client.http.limits.page_bytes).decode(errors="replace")
        try:
            reply = json.loads(page)
        except (ValueError, RecursionError):
            raise self._refusal(response, page, name) from None
        return reply.get("size") if isinstance(reply, dict) else None

    def _refusal(self, response: HttpResponse, page: str, name: str) -> OpenbisError:
        text = text_of(page)
        if is_expiry(text):
            return SessionExpired(self.client.instance.name)
        if response.status == _INTERNAL_ERROR:  # every refusal is an error page of the servlet container
            return UploadFailed(f"{name}: {for_users(text, [self.client.token or ''])}")
        if response.status == _ADDRESS_TOO_LONG:
            return UploadFailed(f"{name}: the path is too long for openBIS")
        return response.unexpected()
