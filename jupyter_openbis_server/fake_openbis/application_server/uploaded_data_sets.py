"""``createUploadedDataSet``: registers files of the session workspace as a data set (openbis-protocol 7.2)."""

import shutil
from pathlib import Path
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.application_server.entities.property_checks import read_properties
from jupyter_openbis_server.fake_openbis.application_server.registration import NewDataSet, Registration
from jupyter_openbis_server.fake_openbis.data_store.store_share import uploaded_by_form
from jupyter_openbis_server.fake_openbis.faults.faults import FaultKind, RequestTarget
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import Session
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_set_id_bean
from jupyter_openbis_server.fake_openbis.wire.failures import (
    IllegalArgument,
    UnreadableParameter,
    UserFailure,
    not_found,
)
from jupyter_openbis_server.fake_openbis.wire.ids import Id, read_id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json

EntityT = TypeVar("EntityT", e.Sample, e.Experiment, e.DataSet)

_FIRST_WITH_WORKSPACE = 6


class UploadedDataSets:
    """Registers data sets whose files were uploaded before.

    Args:
        context: The fake openBIS.
        registration: Registers the data set.
        path: Path of the requests, for faults.
    """

    def __init__(self, context: Context, registration: Registration, path: str) -> None:
        self._path = path
        self._context = context
        self._laboratory = context.laboratory
        self._registration = registration

    def create(self, token: str, creation: Json) -> Bean | None:
        """Register the uploaded files; return the id of the data set, or None if nothing was registered.

        The uploaded files are removed after registration, even if it fails.

        Raises:
            InvalidSession: the session has ended.
            UserFailure: the creation is invalid.
        """
        session = self._context.sessions.resolve(token)
        if not isinstance(creation, dict):
            raise UnreadableParameter("Could not deserialize object.")
        wanted = NewDataSet(
            type=self._type(creation),
            owner=self._owner(creation, session.user),
            parents=self._parents(creation, session.user),
            properties=read_properties(creation.get("properties"), self._context.settings.api_minor),
        )
        uploaded, incoming = self._incoming(session, creation.get("uploadId"))
        try:
            if self._context.faults.take(
                RequestTarget(self._path, "createUploadedDataSet"), [FaultKind.REGISTER_NOTHING]
            ):
                return None
            return data_set_id_bean(self._registration.register(wanted, incoming, session.user).perm_id)
        finally:
            shutil.rmtree(uploaded, ignore_errors=True)

    def _type(self, creation: dict[str, Any]) -> e.EntityType:
        if creation.get("typeId") is None:
            raise UserFailure("A dataset needs a type.")
        given = read_id(creation["typeId"], "entitytype")
        found = self._laboratory.entity_type("DATA_SET", given.text)
        if found is None:
            raise not_found(given.class_name, given.text)
        return found

    def _owner(self, creation: dict[str, Any], user: str) -> e.Sample | e.Experiment:
        """Return the owner in the creation; a sample takes precedence over an experiment."""
        if creation.get("sampleId") is not None:
            given = read_id(creation["sampleId"], "sample")
            return self._visible(given, self._laboratory.sample(given.text), user)
        if creation.get("experimentId") is not None:
            given = read_id(creation["experimentId"], "experiment")
            return self._visible(given, self._laboratory.experiment(given.text), user)
        raise UserFailure("A dataset needs either a sample or an experiment as an owner.")

    def _parents(self, creation: dict[str, Any], user: str) -> list[str]:
        given = read_ids(creation.get("parentIds"), "dataset")
        return [self._visible(one, self._laboratory.data_set(one.text), user).perm_id for one in given]

    def _visible(self, given: Id, found: EntityT | None, user: str) -> EntityT:
        if found is None or not self._laboratory.may_see(user, found):
            raise not_found(given.class_name, given.text)
        return found

    def _incoming(self, session: Session, upload_id: str | None) -> tuple[Path, Path]:
        """Return the folder that is removed after registration, and the one file or folder to register."""
        if not upload_id:
            raise UserFailure("Upload id cannot be null or empty")
        if "/" in upload_id:
            raise IllegalArgument("Upload id must not contain '/'")
        uploaded = self._laboratory.workspace_path(session.token) / upload_id
        if self._context.settings.api_minor >= _FIRST_WITH_WORKSPACE and uploaded.is_dir():
            return uploaded, _only_entry(uploaded)
        by_form = uploaded_by_form(self._laboratory, session.token, upload_id)
        if not by_form.is_dir():
            raise UserFailure(f"No uploaded files found for upload id '{upload_id}'")
        entries = list(by_form.iterdir())
        return by_form.parent, entries[0] if len(entries) == 1 else by_form


def _only_entry(folder: Path) -> Path:
    entries = list(folder.iterdir())
    if len(entries) != 1:
        raise UserFailure(
            f"Unexpected state, incoming directory should contain just one file or folder but found: {len(entries)}"
        )
    return entries[0]
