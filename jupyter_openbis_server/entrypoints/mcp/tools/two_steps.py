"""Changes in two steps: the first call of a tool makes a plan, the second one confirms it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, EntityChange
from jupyter_openbis_server.domain.changes.new_entity import CreatedEntity, EntityDraft
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent
from jupyter_openbis_server.domain.confirmed_changes.ports import ProposedChange
from jupyter_openbis_server.domain.notebooks.publications.publication import FilePublication, Publication
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadPlan
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, Upload
from jupyter_openbis_server.entrypoints.cli.output.iso_times import utc_text
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.tool import Found
from jupyter_openbis_server.entrypoints.schemas.changes.entity_changes import ChangedEntityResponse, ChangePlanResponse
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import CreatedEntityResponse, CreationPlanResponse
from jupyter_openbis_server.entrypoints.schemas.notebooks.publications import (
    FilePublicationPlanResponse,
    PublicationPlanResponse,
)
from jupyter_openbis_server.entrypoints.schemas.object_files import FileUploadPlanResponse, FileUploadResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import UploadPlanResponse
from jupyter_openbis_server.entrypoints.use_cases import UseCases

NEXT_STEP = (
    "Nothing was changed. Show the plan to the user; only if the user agrees, make the same call again with `planId` "
    "and a new `key`."
)
CONFIRMING = ("planId", "key")
Proposal = Callable[[ChangeContent, Mapping[str, Any]], ProposedChange]
"""Returns the change for its content and the loaded arguments."""


class NewDataSet(Schema):
    """A registered data set."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    link = fields.String(allow_none=True)
    remarks = fields.List(fields.String())


_SCHEMAS: Mapping[type, Schema] = {
    ChangePlan: ChangePlanResponse(exclude=("seen",)),
    EntityChange: ChangedEntityResponse(only=("changed", "entity")),
    EntityDraft: CreationPlanResponse(),
    CreatedEntity: CreatedEntityResponse(),
    DataSetDraft: UploadPlanResponse(),
    Publication: PublicationPlanResponse(),
    Upload: NewDataSet(),
    FileUploadPlan: FileUploadPlanResponse(),
    FilePublication: FilePublicationPlanResponse(),
    FileUpload: FileUploadResponse(),
}
"""JSON of plans and results."""


@dataclass(frozen=True)
class TwoSteps:
    """Runs a tool: makes a plan, or confirms one."""

    operation: str
    use_cases: UseCases
    connection: str
    proposal: Proposal

    def __call__(self, body: dict[str, Any], call: Call) -> Found:
        """Return the plan, or the outcome. Raises OpenbisError."""
        arguments = {key: value for key, value in body.items() if key not in CONFIRMING}
        content = ChangeContent(self.operation, self.connection, arguments)
        if body["planId"] is None:
            return self._plan(self.proposal(content, body), call)
        done = self.use_cases.confirmed_changes.confirm(
            body["planId"], body["key"], content, call.cancellation, call.progress
        )
        result = _dumped(done.result.value)
        return Found({"done": True, "repeated": done.repeated, "remark": done.remark, "result": result})

    def _plan(self, change: ProposedChange, call: Call) -> Found:
        plan = self.use_cases.confirmed_changes.propose(change, call.cancellation)
        shown = _dumped(plan.seen.plan)
        return Found(
            {"done": False, "planId": plan.id, "expires": utc_text(plan.expires), "plan": shown}, note=NEXT_STEP
        )


def _dumped(value: object) -> Any:  # noqa: ANN401 - JSON
    return _SCHEMAS[type(value)].dump(value)
