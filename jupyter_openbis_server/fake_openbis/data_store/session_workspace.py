"""The servlets of the session workspace, where clients put files before they register them (openbis-protocol 7)."""

from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tornado.web import stream_request_body

from jupyter_openbis_server.fake_openbis.data_store.data_store_handler import DataStoreHandler
from jupyter_openbis_server.fake_openbis.data_store.reply_body import ReplyBody
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession

_REQUIRED = ("sessionID", "filename", "id", "startByte", "endByte")
_FORM = "application/x-www-form-urlencoded"
_FIRST_WITH_EMPTY_FOLDER = 6
_NOTHING_WRITTEN = -1


class RefusedUpload(Exception):
    """A request that the servlet answers with an HTTP 500 page showing this text."""


class WorkspaceHandler(DataStoreHandler):
    """Base of the servlets that work in the session workspace."""

    def workspace(self) -> Path:
        """Return the folder of the request's session; personal access tokens of one session name share it.

        Raises:
            RefusedUpload: When the token is missing or dead.
        """
        try:
            session = self.context.sessions.resolve(self.required("sessionID"))
        except InvalidSession as failure:
            raise RefusedUpload(failure.message) from failure
        return self.context.laboratory.workspace_path(session.token)

    def required(self, name: str) -> str:
        """Return a parameter that must be there.

        Raises:
            RefusedUpload: When it is missing.
        """
        value = self.query().get(name)
        if value is None:
            raise RefusedUpload(f"{name} parameter cannot be null")
        return value


def inside(folder: Path, name: str) -> Path:
    """Return the place of a name below a folder.

    Raises:
        RefusedUpload: When the name leads out of the folder.
    """
    relative = name.lstrip("/")
    if "../" in name or ".." in PurePosixPath(relative).parts:
        raise RefusedUpload("filePath must not contain '../'")
    return folder / relative


@stream_request_body
class FileUploadHandler(WorkspaceHandler):
    """Writes the raw body of a request into a file of the workspace, at an offset and without truncating (7.1)."""

    _target: BinaryIO | None = None
    _refusal: Exception | None = None
    _written = 0

    async def prepare(self) -> None:
        """Open the file before the body arrives."""
        await super().prepare()
        if self._finished or self.request.method != "POST":
            return
        try:
            self._open_target()
        except (RefusedUpload, OSError, ValueError) as refusal:
            self._refusal = refusal

    def data_received(self, chunk: bytes) -> None:
        """Write the next piece of the body."""
        if self._target is not None:
            self._written += self._target.write(chunk)

    async def post(self) -> None:
        """Reply with the written files, or with the error."""
        self._close_target()
        if self._refusal is not None:
            self.send_page(500, str(self._refusal))
            return
        query = self.query()
        response: dict[str, object] = {
            "id": int(query["id"]),
            "startByte": int(query["startByte"]),
            "endByte": int(query["endByte"]),
            "filename": query["filename"],
            "size": _NOTHING_WRITTEN if self._empty_folder() else self._written,
            "status": "ok",
        }
        if self.context.settings.api_minor >= _FIRST_WITH_EMPTY_FOLDER:
            response["emptyFolder"] = self._empty_folder()
        await self.send_json("text/json", response)

    def get(self) -> None:
        """Says 405."""
        self.send_page(405, "HTTP method GET is not supported by this URL")

    def on_finish(self) -> None:
        """Close the file of a request that was given up."""
        self._close_target()

    def on_connection_close(self) -> None:
        """Close the file of a client that has left."""
        super().on_connection_close()
        self._close_target()

    def _open_target(self) -> None:
        workspace = self.workspace()
        given = {name: self.required(name) for name in _REQUIRED}
        target = inside(workspace, given["filename"])
        int(given["id"]), int(given["endByte"])
        if self._empty_folder():
            target.mkdir(parents=True, exist_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        if not self.request.headers.get("Content-Type", "").startswith(_FORM):  # the container would eat the body
            self._target = target.open("r+b", buffering=0)
            self._target.seek(int(given["startByte"]))

    def _close_target(self) -> None:
        if self._target is not None:
            self._target.close()
            self._target = None

    def _empty_folder(self) -> bool:
        asked = self.query().get("emptyFolder", "").lower() == "true"
        return asked and self.context.settings.api_minor >= _FIRST_WITH_EMPTY_FOLDER


class FileDownloadHandler(WorkspaceHandler):
    """Reads a file of the workspace back."""

    async def get(self) -> None:
        """Answers with the file."""
        try:
            target = inside(self.workspace(), self.required("filePath"))
            content = await self.in_thread(target.read_bytes)
        except (RefusedUpload, OSError) as refusal:
            self.send_page(500, str(refusal))
            return
        self.set_file_name(target.name)
        body = ReplyBody(self, "application/octet-stream")
        await body.write(content)
        await body.end()
