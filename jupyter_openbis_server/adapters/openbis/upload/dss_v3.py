"""Registering uploaded files as a data set: `createUploadedDataSet` (API from 3.6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities, UploadMethod
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.data_stores import UploadStore, upload_store
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, perm_id
from jupyter_openbis_server.adapters.openbis.metadata.property_values import to_wire
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.adapters.openbis.upload.sending import Sending
from jupyter_openbis_server.adapters.openbis.upload.session_workspace import SessionWorkspace
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft

_FOLDER_OF_SEVERAL = "default"  # openBIS wants just one file or folder; this is the name that pyBIS gives it


class DssV3:
    """`UploadProtocol` by `createUploadedDataSet`."""

    def is_offered(self, server: Capabilities) -> bool:
        """See `UploadProtocol.is_offered`."""
        return server.upload is UploadMethod.UPLOADED_DATA_SET

    def register(
        self, registration: SingleRegistration, server: Capabilities, cancellation: Cancellation, progress: Progress
    ) -> str:
        """See `UploadProtocol.register`."""
        client = registration.client
        return DssV3Upload(client, upload_store(client), registration, server).register(cancellation, progress)


@dataclass(frozen=True)
class DssV3Upload:
    """One upload: sends files and registers them as one data set."""

    client: Client
    store: UploadStore
    registration: SingleRegistration
    server: Capabilities

    def register(self, cancellation: Cancellation, progress: Progress) -> str:
        """Return the new data set's permId. Nothing is left half done: openBIS discards the session's uploads."""
        draft, upload_id = self.registration.draft, str(uuid.uuid4())
        folder = f"{upload_id}/{_FOLDER_OF_SEVERAL}" if _has_several(draft) else upload_id
        sending = Sending(SessionWorkspace(self.client, self.store.address), progress)
        sending.send(((source, f"{folder}/{source.name}") for source in draft.files), cancellation)
        return self.registration.run(partial(self._create, _creation(draft, upload_id, self.server)), cancellation)

    def _create(self, creation: Json) -> str:
        seconds = self.client.http.limits.registration_seconds
        response = self.client.call_data_store(
            self.store.address, "createUploadedDataSet", creation, read_seconds=seconds
        )
        created = response.bean("result")
        if created is None:
            raise UploadFailed("openBIS registered nothing")
        return created.required_text("permId")


def _has_several(draft: DataSetDraft) -> bool:
    return len({source.name.split("/", 1)[0] for source in draft.files}) > 1


def _creation(draft: DataSetDraft, upload_id: str, server: Capabilities) -> Json:
    owner = {"sampleId": None, "experimentId": None} | _owner(draft.owner)
    return {
        "@type": "dss.dto.dataset.create.UploadedDataSetCreation",
        "typeId": perm_id("entitytype.id.EntityTypePermId", draft.type_code) | {"entityKind": "DATA_SET"},
        **owner,
        "properties": to_wire(draft.properties, server),
        "parentIds": [perm_id("dataset.id.DataSetPermId", parent) for parent in draft.parents],
        "uploadId": upload_id,
    }


def _owner(owner: Entity) -> Json:
    if owner.kind is EntityKind.SAMPLE:
        return {"sampleId": perm_id("sample.id.SamplePermId", owner.perm_id)}
    return {"experimentId": perm_id("experiment.id.ExperimentPermId", owner.perm_id)}
