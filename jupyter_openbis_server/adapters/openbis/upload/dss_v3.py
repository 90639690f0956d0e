"""Registering uploaded files as a data set: `createUploadedDataSet` (API from 3.6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.client import ApiVersion, Client
from jupyter_openbis_server.adapters.pybis.data_stores import UploadStore
from jupyter_openbis_server.adapters.pybis.property_values import as_sent
from jupyter_openbis_server.adapters.pybis.registration import Registration
from jupyter_openbis_server.adapters.pybis.sending import Sending
from jupyter_openbis_server.adapters.pybis.session_workspace import SessionWorkspace
from jupyter_openbis_server.adapters.pybis.v3_objects import Json, perm_id
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, Entity, EntityKind
from jupyter_openbis_server.domain.ports import Progress

_FOLDER_OF_SEVERAL = "default"  # openBIS wants just one file or folder; this is the name that pyBIS gives it


@dataclass(frozen=True)
class Upload:
    """Sends files and registers them as one data set."""

    client: Client
    store: UploadStore
    registration: Registration
    version: ApiVersion

    def register(self, cancellation: Cancellation, progress: Progress) -> str:
        """Return the new data set's permId. Nothing is left half done: openBIS discards the session's uploads."""
        draft, upload_id = self.registration.draft, str(uuid.uuid4())
        folder = f"{upload_id}/{_FOLDER_OF_SEVERAL}" if _has_several(draft) else upload_id
        sending = Sending(SessionWorkspace(self.client, self.store.address), progress)
        sending.send(((source, f"{folder}/{source.name}") for source in draft.files), cancellation)
        return self.registration.carry_out(
            lambda: self._create(_creation(draft, upload_id, self.version)), cancellation
        )

    def _create(self, creation: Json) -> str:
        seconds = self.client.http.limits.registration_seconds
        answer = self.client.call_data_store(
            self.store.address, "createUploadedDataSet", creation, read_seconds=seconds
        )
        created = answer.bean("result")
        if created is None:
            raise UploadFailed("openBIS registered nothing")
        return created.required_text("permId")


def _has_several(draft: DataSetDraft) -> bool:
    return len({source.name.split("/", 1)[0] for source in draft.files}) > 1


def _creation(draft: DataSetDraft, upload_id: str, version: ApiVersion) -> Json:
    owner = {"sampleId": None, "experimentId": None} | _owner(draft.owner)
    return {
        "@type": "dss.dto.dataset.create.UploadedDataSetCreation",
        "typeId": perm_id("entitytype.id.EntityTypePermId", draft.type_code) | {"entityKind": "DATA_SET"},
        **owner,
        "properties": as_sent(draft.properties, version),
        "parentIds": [perm_id("dataset.id.DataSetPermId", parent) for parent in draft.parents],
        "uploadId": upload_id,
    }


def _owner(owner: Entity) -> Json:
    if owner.kind is EntityKind.SAMPLE:
        return {"sampleId": perm_id("sample.id.SamplePermId", owner.perm_id)}
    return {"experimentId": perm_id("experiment.id.ExperimentPermId", owner.perm_id)}
