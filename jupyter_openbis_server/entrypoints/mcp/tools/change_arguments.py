"""Arguments of the tools that change openBIS."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from jupyter_openbis_server.domain.changes.create_entity import PLACES
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments
from jupyter_openbis_server.entrypoints.mcp.tools.catalogue import reference_field
from jupyter_openbis_server.entrypoints.schemas.base import text
from jupyter_openbis_server.entrypoints.schemas.changes.request_fields import one_of, property_values, references

_MAX_FILES = 1000


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
    """Files to upload."""

    type = text(
        "Code of the data set type; left out: the files become files of the object or collection itself (openBIS 7)",
        load_default="",
    )
    owner = reference_field("The object or collection that will own the data set or the files", data_key="in")
    files = _files("Files and folders, relative to the allowed folder")
    properties = property_values("list for JSON. The name is `$NAME`. Only of a data set")
    parents = references("permIds of parent data sets. Only of a data set")
    folder = text("Target folder in the files of the object or collection. Not for a data set", load_default="")

    @validates_schema
    def _check_target(self, body: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        of_data_sets, of_objects = bool(body["properties"] or body["parents"]), bool(body["folder"])
        if of_objects if body["type"] else of_data_sets:
            raise ValidationError(
                "with `type`, there is no `folder`; without, there are no properties and parents", "type"
            )


class PublishArguments(ChangeArguments):
    """A notebook to publish."""

    notebook = text("Path of the notebook, relative to the allowed folder", required=True)
    owner = reference_field("The object or collection that will own the publication", data_key="in")
    type = text("Code of the data set type, if openBIS has no `ANALYSIS_NOTEBOOK`", load_default="")
    asFiles = fields.Boolean(  # noqa: N815
        load_default=False,
        metadata={"description": "Store it as files of the object or collection itself (openBIS 7), not as a data set"},
    )
    name = text("Name of the publication; left out: that of the notebook", load_default="")
    notes = text("Notes on this version", load_default="")
    files = _files("Further files beside the notebook, relative to the allowed folder")
    parents = references("permIds of the data sets that the notebook has used")
