"""Tools that change openBIS: planned by a first call, made by a second one with the plan's id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.create_entity import PLACES
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.confirmed_changes.entity_proposals import CreationProposal, EntityProposal
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent
from jupyter_openbis_server.domain.confirmed_changes.ports import ProposedChange
from jupyter_openbis_server.domain.confirmed_changes.upload_proposals import PublicationProposal, UploadProposal
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.cli.output.iso_times import utc_text
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments, Found, Tool
from jupyter_openbis_server.entrypoints.mcp.tools.catalogue import reference_field
from jupyter_openbis_server.entrypoints.schemas.base import text
from jupyter_openbis_server.entrypoints.schemas.changes.entity_changes import ChangedEntityResponse, ChangePlanResponse
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import CreatedEntityResponse, CreationPlanResponse
from jupyter_openbis_server.entrypoints.schemas.changes.request_fields import one_of, property_values, references
from jupyter_openbis_server.entrypoints.schemas.notebooks.publications import PublicationPlanResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import UploadPlanResponse
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_MAX_FILES = 1000
_TWO_STEPS = (
    " Two calls: the first one returns a plan and changes nothing. Show the plan to the user; if the user agrees, make "
    "the same call again with `planId` and a new `key`."
)
CONFIRMING = ("planId", "key")


class ChangeArguments(Arguments):
    """How a change is confirmed."""

    planId = text(  # noqa: N815
        "Id of the plan that is confirmed; left out: only make a plan",
        load_default=None,
        validate=validate.Length(1, 100),
    )
    key = text(
        "Idempotency key of this change, with `planId`: a new text for each change. The same call with the same key "
        "changes nothing again",
        load_default=None,
        validate=validate.Length(8, 200),
    )

    @validates_schema
    def _check_confirmation(self, body: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if (body["planId"] is None) != (body["key"] is None):
            raise ValidationError("`planId` and `key` are given together, or both left out", "planId")


class SetArguments(ChangeArguments):
    """A change of metadata."""

    reference = reference_field("permId, identifier or ELN link of a data set, object or collection")
    properties = property_values("list for JSON. `null` and an empty text clear the property. The name is `$NAME`")
    addParents = references("permIds or identifiers of objects, or permIds of data sets")  # noqa: N815
    removeParents = references("The same, of present parents")  # noqa: N815


class CreateArguments(ChangeArguments):
    """An object or collection to create."""

    kind = one_of(tuple(PLACES))
    type = text("Code of its type", required=True)
    owner = reference_field("The space, project or collection of an object; the project of a collection", data_key="in")
    code = text("Its code; left out: openBIS generates it, if the type does", load_default=None, allow_none=True)
    properties = property_values("list for JSON. The name is `$NAME`")
    parents = references("permIds or identifiers of the parents of an object")


def _files(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=validate.Length(1, 4000)),
        load_default=list,
        validate=validate.Length(max=_MAX_FILES),
        metadata={"description": description},
    )


class UploadArguments(ChangeArguments):
    """A data set to upload."""

    type = text("Code of the data set type", required=True)
    owner = reference_field("The object or collection that will own the data set", data_key="in")
    files = _files("Files and folders, relative to the allowed folder")
    properties = property_values("list for JSON. The name is `$NAME`")
    parents = references("permIds of parent data sets")


class PublishArguments(ChangeArguments):
    """A notebook to publish."""

    notebook = text("Path of the notebook, relative to the allowed folder", required=True)
    owner = reference_field("The object or collection that will own the data set", data_key="in")
    name = text("Name of the publication; left out: that of the notebook", load_default="")
    notes = text("Notes on this version", load_default="")
    files = _files("Further files beside the notebook, relative to the allowed folder")
    parents = references("permIds of the data sets that the notebook has used")


@dataclass(frozen=True)
class ChangeTools:
    """Tools that change openBIS.

    Attributes:
        has_folder: Whether files of this computer may be sent.
    """

    use_cases: UseCases
    connection: str
    limits: Limits
    has_folder: bool

    def tools(self) -> Iterator[Tool]:
        """Yield the tools."""
        yield self._tool(
            "set",
            "Change metadata",
            "Change properties, name and parents of a data set, object or collection.",
            SetArguments,
            _Change(
                self._change, ChangePlanResponse(exclude=("seen",)), ChangedEntityResponse(only=("changed", "entity"))
            ),
        )
        yield self._tool(
            "create",
            "Create an object or collection",
            "Create an object (sample) or collection (experiment).",
            CreateArguments,
            _Change(self._creation, CreationPlanResponse(), CreatedEntityResponse()),
        )
        if self.has_folder:
            yield self._tool(
                "upload",
                "Upload a data set",
                "Upload files of the allowed folder as a new data set.",
                UploadArguments,
                _Change(self._upload, UploadPlanResponse(), NewDataSet()),
            )
            yield self._tool(
                "publish",
                "Publish a notebook",
                "Store a notebook of the allowed folder with an HTML page of it as a new data set.",
                PublishArguments,
                _Change(self._publication, PublicationPlanResponse(), NewDataSet()),
            )

    def _tool(self, name: str, title: str, does: str, arguments: type[Schema], change: _Change) -> Tool:
        run = _TwoSteps(name, self.use_cases, self.connection, change)
        return Tool(name, title, does + _TWO_STEPS, arguments, run, is_read_only=False, is_change=True)

    def _change(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        added, removed = tuple(body["addParents"]), tuple(body["removeParents"])
        request = ChangeRequest(body["reference"], None, body["properties"], added, removed)
        return EntityProposal(content, request, self.use_cases.changes.plan, self.use_cases.changes.apply)

    def _creation(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        kind, parents = EntityKind(body["kind"]), tuple(body["parents"])
        request = CreationRequest(kind, body["type"], body["owner"], body["code"], body["properties"], parents)
        return CreationProposal(content, request, self.use_cases.changes.plan_creation, self.use_cases.changes.create)

    def _upload(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        files, parents = tuple(body["files"]), tuple(body["parents"])
        request = UploadRequest(body["type"], body["owner"], files, parents, body["properties"])
        use_cases = self.use_cases.uploads
        return UploadProposal(content, request, use_cases.plan, use_cases.upload, self.limits.transfer_bytes)

    def _publication(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        upload = UploadRequest("", body["owner"], tuple(body["files"]), tuple(body["parents"]))
        request = PublishRequest(body["notebook"], upload, body["name"], body["notes"]).with_history()
        use_cases = self.use_cases.notebooks
        return PublicationProposal(
            content, request, use_cases.plan_publication, use_cases.publish, self.limits.transfer_bytes
        )


class NewDataSet(Schema):
    """A registered data set."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    link = fields.String(allow_none=True)
    remarks = fields.List(fields.String())


@dataclass(frozen=True)
class _Change:
    """A kind of changes.

    Attributes:
        proposal: Returns the change for its content and loaded arguments.
        plan: Schema of its plan.
        result: Schema of its result.
    """

    proposal: Callable[[ChangeContent, Mapping[str, Any]], ProposedChange]
    plan: Schema
    result: Schema


@dataclass(frozen=True)
class _TwoSteps:
    """Runs a tool: makes a plan, or confirms one."""

    operation: str
    use_cases: UseCases
    connection: str
    change: _Change

    def __call__(self, body: dict[str, Any], call: Call) -> Found:
        """Return the plan, or the outcome. Raises OpenbisError."""
        arguments = {key: value for key, value in body.items() if key not in CONFIRMING}
        content = ChangeContent(self.operation, self.connection, arguments)
        if body["planId"] is None:
            return self._plan(self.change.proposal(content, body), call)
        done = self.use_cases.confirmed_changes.confirm(
            body["planId"], body["key"], content, call.cancellation, call.progress
        )
        result = self.change.result.dump(done.result.value)
        return Found({"done": True, "repeated": done.repeated, "remark": done.remark, "result": result})

    def _plan(self, change: ProposedChange, call: Call) -> Found:
        plan = self.use_cases.confirmed_changes.propose(change, call.cancellation)
        return Found(
            {
                "done": False,
                "planId": plan.id,
                "expires": utc_text(plan.expires),
                "plan": self.change.plan.dump(plan.seen.plan),
                "nextStep": "Nothing was changed. Show this plan to the user; if the user agrees, make the same call "
                "with `planId` and `key`.",
            }
        )
