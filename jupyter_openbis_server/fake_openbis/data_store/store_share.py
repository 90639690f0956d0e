"""The older way to hand over files for a new data set: a multipart form (openbis-protocol 7.5)."""

from pathlib import Path

from jupyter_openbis_server.fake_openbis.data_store.session_workspace import RefusedUpload, WorkspaceHandler, inside
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

_FOLDER = "upload"


def uploaded_by_form(laboratory: Laboratory, session_token: str, upload_id: str) -> Path:
    """Return the folder with the files a session has uploaded under this id; it may not exist."""
    return laboratory.folder / "store_share" / session_token / upload_id / _FOLDER


class FormUploadHandler(WorkspaceHandler):
    """Keeps the files of a form until ``createUploadedDataSet`` picks them up."""

    async def post(self) -> None:
        """Store the files; an empty 200 unless something is missing."""
        try:
            for place, content in self._files().items():
                await self.in_thread(_write, place, content)
        except (RefusedUpload, OSError) as refusal:
            self.send_page(500, str(refusal))

    def _files(self) -> dict[Path, bytes]:
        session_token = self.workspace().name
        self.required("dataSetType")
        folder = uploaded_by_form(self.context.laboratory, session_token, self.required("uploadID"))
        query = self.query()
        base_names_only = query.get("ignoreFilePath", "true").lower() == "true"
        below = inside(folder, query.get("folderPath", ""))
        return {
            inside(below, file.filename.rpartition("/")[2] if base_names_only else file.filename): file.body
            for files in self.request.files.values()
            for file in files
        }


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
