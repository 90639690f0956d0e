"""The v1 query API, as far as pyBIS uses it: the plugin that registers data sets (openbis-protocol 7.6)."""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.registration import NewDataSet, Registration
from jupyter_openbis_server.fake_openbis.data_store.session_workspace import RefusedUpload, inside
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import Session
from jupyter_openbis_server.fake_openbis.wire.failures import Failure, UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json

_PLUGIN = "dataset-uploader-api"
_DEFAULT_FOLDER = "DEFAULT"


class QueryServer:
    """Aggregation services: server-side plugins that answer with a table.

    Args:
        context: The fake openBIS.
        registration: Makes data sets.
    """

    def __init__(self, context: Context, registration: Registration) -> None:
        self._context = context
        self._laboratory = context.laboratory
        self._registration = registration

    def create_report(self, token: str, data_store: str, plugin: str, parameters: Json) -> Bean:
        """Run a plugin. What goes wrong inside it becomes a table with the columns Parameters and Error.

        Raises:
            InvalidSession: When the token is dead.
            UserFailure: When there is no such data store or plugin.
        """
        session = self._context.sessions.resolve(token)
        if data_store != self._context.settings.data_store_code:
            raise UserFailure(f"Data store '{data_store}' not found.")
        if plugin != _PLUGIN or not isinstance(parameters, dict):
            raise UserFailure(f"No aggregation service '{plugin}' found on data store '{data_store}'.")
        if parameters.get("method") != "insertDataSet":
            return _table(("STATUS", "MESSAGE", "RESULT"), ("FAIL", "Operation Failed", ""))
        try:
            perm_id = self._insert_data_set(session, parameters)
        except (Failure, RefusedUpload, OSError, zipfile.BadZipFile) as failure:
            return _table(("Parameters", "Error"), (str(parameters), str(failure)))
        return _table(("STATUS", "MESSAGE", "RESULT"), ("OK", "Operation Successful", perm_id))

    def _insert_data_set(self, session: Session, parameters: dict[str, Any]) -> str:
        wanted = self._wanted(parameters, session.user)
        names = [str(name) for name in parameters.get("fileNames") or []]
        if not names:
            raise UserFailure("No files were given.")
        workspace = self._laboratory.workspace_path(session.token)
        uploaded = [inside(workspace, name) for name in names]
        staging = self._laboratory.folder / "incoming" / self._laboratory.new_perm_id()
        folder = inside(staging, parameters.get("folderName") or _DEFAULT_FOLDER)
        folder.mkdir(parents=True)
        try:
            zipped = bool(parameters.get("isZipDirectoryUpload"))
            incoming = _stage(uploaded, folder, zipped=zipped)
            perm_id = self._registration.register(wanted, incoming, session.user).perm_id
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        for file in uploaded:
            file.unlink()
        return perm_id

    def _wanted(self, parameters: dict[str, Any], user: str) -> NewDataSet:
        """Return what is to be registered; a sample beats an experiment."""
        type_code = str(parameters.get("dataSetType"))
        data_set_type = self._laboratory.entity_type("DATA_SET", type_code)
        if data_set_type is None:
            raise not_found("EntityTypePermId", type_code)
        sample, experiment = parameters.get("sampleIdentifier"), parameters.get("experimentIdentifier")
        owner = self._laboratory.sample(sample) if sample else self._laboratory.experiment(str(experiment))
        if owner is None or not self._laboratory.may_see(user, owner):
            raise not_found("SampleIdentifier" if sample else "ExperimentIdentifier", str(sample or experiment))
        parents = [str(parent) for parent in parameters.get("parentIdentifiers") or []]
        for parent in parents:
            if self._laboratory.data_set(parent) is None:
                raise not_found("DataSetPermId", parent)
        return NewDataSet(
            data_set_type, owner, parents, parameters.get("properties") or {}, parameters.get("permId") or None
        )


def _stage(uploaded: Sequence[Path], folder: Path, *, zipped: bool) -> Path:
    """Copy the uploaded files, or what is in the archive; return what becomes the content of the data set."""
    if zipped:
        with zipfile.ZipFile(uploaded[0]) as archive:
            archive.extractall(folder)  # zipfile itself keeps members inside
        return folder
    copies = [Path(shutil.copy2(file, folder / file.name)) for file in uploaded]
    return copies[0] if len(copies) == 1 else folder


def _table(titles: Sequence[str], cells: Sequence[str]) -> Bean:
    columns = [Bean("QueryTableColumn", {"title": title}) for title in titles]
    row = [Bean("TableCell", {"type": "STRING", "value": cell}) for cell in cells]
    return Bean("QueryTableModel", {"columns": columns, "rows": [row]})
