"""Changes of metadata, new samples and experiments, files from the archive, and types."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.catalogue.entity_kind import TYPED_KINDS, EntityKind
from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane
from jupyter_openbis_server.entrypoints.jupyter.request_errors import BadRequest
from jupyter_openbis_server.entrypoints.schemas.changes.entity_changes import (
    ChangedEntityResponse,
    ChangeEntityRequest,
    ChangePlanResponse,
)
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import (
    CreatedEntityResponse,
    CreateEntityRequest,
    CreationPlanResponse,
    EntityTypesResponse,
)
from jupyter_openbis_server.entrypoints.schemas.changes.unarchiving import UnarchiveRequest, UnarchiveResponse
from jupyter_openbis_server.entrypoints.schemas.data_sets import RefreshParams

_CREATED = 201


class ChangesHandler(OpenbisHandler):
    """`openbis/changes/<name>`: change a data set, sample or experiment."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "post": Operation(
            "Change properties, name and parents of a data set, sample or experiment; with `dryRun`, answer what it "
            "would change",
            ChangedEntityResponse,
            body=ChangeEntityRequest,
            errors=(400, 401, 403, 404, 409, 500),
            also={200: (ChangedEntityResponse, ChangePlanResponse)},
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Respond with the plan, or with the changed entity."""
        body, lane, use_cases = self.parse(ChangeEntityRequest), Lane("changes", name), self.use_cases.changes
        request = ChangeEntityRequest.request(body)
        if body["dryRun"]:
            await self.send(ChangePlanResponse, await self.run_in_thread(lane, use_cases.plan, name, request))
            return
        action = ObservedAction(ActionKind.CHANGE, name)
        await self.send(ChangedEntityResponse, await self.run_observed(action, lane, use_cases.apply, name, request))


class EntitiesHandler(OpenbisHandler):
    """`openbis/entities/<name>`: create a sample or experiment."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "post": Operation(
            "Create a sample or experiment; with `dryRun`, answer (200) what it would create",
            CreatedEntityResponse,
            body=CreateEntityRequest,
            errors=(400, 401, 403, 404, 500),
            status=_CREATED,
            also={200: (CreationPlanResponse,)},
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Respond with the plan, or with the created entity."""
        body, lane, use_cases = self.parse(CreateEntityRequest), Lane("changes", name), self.use_cases.changes
        request = CreateEntityRequest.request(body)
        if body["dryRun"]:
            draft = await self.run_in_thread(lane, use_cases.plan_creation, name, request)
            await self.send(CreationPlanResponse, draft)
            return
        created = await self.run_observed(
            ObservedAction(ActionKind.CREATE, name), lane, use_cases.create, name, request
        )
        self.set_status(_CREATED)
        await self.send(CreatedEntityResponse, created)


class UnarchiveHandler(OpenbisHandler):
    """`openbis/unarchive/<name>`: bring the files of data sets back from the archive."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "post": Operation(
            "Ask openBIS to bring the files of data sets back from the archive, which it does in the background",
            UnarchiveResponse,
            body=UnarchiveRequest,
            errors=(400, 401, 403, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Respond with the archiving status of each data set."""
        perm_ids, request = self.parse(UnarchiveRequest)["permIds"], self.use_cases.changes.request_unarchiving
        action = ObservedAction(ActionKind.UNARCHIVE, name)
        states = await self.run_observed(action, Lane("changes", name), request, name, perm_ids)
        await self.send(UnarchiveResponse, UnarchiveResponse.content(states))


class EntityTypesHandler(OpenbisHandler):
    """`openbis/types/<name>/<kind>`: the types of data sets, samples or experiments."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List all types of a kind (dataSet, sample or experiment) with their property assignments and terms",
            EntityTypesResponse,
            query=RefreshParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, kind: str) -> None:
        """Respond with all types."""
        fresh, kinds = self.parse_query(RefreshParams)["refresh"], [each.value for each in TYPED_KINDS]
        if kind not in kinds:
            raise BadRequest({"kind": f"must be one of: {', '.join(kinds)}"})
        list_types, lane = self.use_cases.catalogue.list_types, Lane("metadata", name)
        types = await self.run_in_thread(lane, list_types, name, EntityKind(kind), fresh=fresh)
        await self.send_long(EntityTypesResponse, {"types": types})
