"""Environments of notebooks: requirements and runtime."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import Language
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict, RequirementsRequest
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, text


class SaveRequirementsRequest(RequestSchema):
    """The environment of a notebook's kernel. Values that are null or missing are not written."""

    notebook_path = text("Path of the notebook relative to Jupyter's root folder", required=True)
    requirements = text("Content of the requirements file", allow_none=True, data_key="requirements_list")
    requirements_filename = text("Its name", allow_none=True)
    runtime = text("Content of the runtime file", allow_none=True)
    runtime_filename = text("Its name", allow_none=True)

    @post_load
    def _request(self, body: dict[str, Any], **_: Any) -> RequirementsRequest:  # noqa: ANN401
        return RequirementsRequest(**body)


class SaveEnvironmentRequest(RequestSchema):
    """The installed packages as the kernel of a notebook has printed them."""

    notebook = text(
        "Path of the notebook relative to Jupyter's root folder", required=True, validate=validate.Length(min=1)
    )
    language = fields.String(required=True, validate=validate.OneOf([each.value for each in Language]))
    answer = text("What the kernel has printed", required=True)
    conflict = fields.String(
        load_default=Conflict.ASK.value,
        validate=validate.OneOf([each.value for each in Conflict]),
        metadata={
            "description": "What happens to a file that belongs to another notebook, or to the user: `ask` answers "
            "409, `replace` replaces it, `own-names` saves files that no other notebook has"
        },
    )


class PackageCommentResponse(Schema):
    """The comment on a package in a requirements file."""

    name = fields.String()
    version = fields.String()
    text = fields.String(metadata={"description": "A sentence without its subject, the package"})
    isListed = fields.Boolean(  # noqa: N815
        attribute="is_listed", metadata={"description": "Whether the file installs it all the same"}
    )


class EnvironmentResponse(Schema):
    """The files that were written for a notebook's environment."""

    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})
    texts = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The content of each of these files"}
    )
    packages = fields.Function(
        lambda saved: len(saved.environment.packages),
        metadata={"type": "integer", "description": "How many packages the kernel has"},
    )
    comments = fields.List(fields.Nested(PackageCommentResponse))


class RequirementsResponse(Schema):
    """The files that were written."""

    status = fields.Constant(200, metadata={"type": "integer"})
    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})
