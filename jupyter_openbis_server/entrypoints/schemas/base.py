"""Common parts of requests and pages, and property values."""

from __future__ import annotations

import os
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.jobs.subject import MAX_SUBJECTS, Subject
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret


class RequestSchema(Schema):
    """A request's JSON object. Unknown keys are ignored: clients may send additional ones."""

    class Meta:  # noqa: D106
        unknown = EXCLUDE


class SecretText(fields.String):
    """A password or token; it is wrapped when it is loaded."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return Secret(super()._deserialize(value, attr, data, **kwargs))


def text(description: str, **options: Any) -> fields.String:  # noqa: ANN401
    """Return a text field with a description for the OpenAPI document."""
    return fields.String(metadata={"description": description}, **options)


class SubjectRequest(RequestSchema):
    """A data set, sample or experiment, as the client has shown it to the user."""

    reference = text("PermId or identifier, as in the request", required=True, validate=validate.Length(1, 500))
    name = text("Its display name", load_default=None, allow_none=True, validate=validate.Length(max=1000))
    kind = fields.Enum(EntityKind, by_value=True, load_default=None, allow_none=True)

    @post_load
    def _subject(self, body: dict[str, Any], **_: Any) -> Subject:  # noqa: ANN401
        return Subject(**body)


class JobRequest(RequestSchema):
    """Common keys of all requests for transfers."""

    connection = text("Name of the connection", required=True)
    dryRun = fields.Boolean(  # noqa: N815
        load_default=False, metadata={"description": "Check everything, answer what would be done, and do nothing"}
    )
    key = text(
        "A name for this one click; a request with the same key starts nothing and answers the job of that key",
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=200),
    )
    subjects = fields.List(
        fields.Nested(SubjectRequest),
        load_default=list,
        validate=validate.Length(max=MAX_SUBJECTS),
        metadata={
            "description": "Names and kinds that the client has shown to the user. They are part of the job's "
            "`subjects`; names that openBIS states take precedence"
        },
    )


class PublishedPageParams(RequestSchema):
    """The rows of a listing to return. Values are clamped to the existing rows."""

    start = fields.Integer(data_key="start_with", load_default=0, metadata={"description": "First row, from 0"})
    count = fields.Integer(load_default=10, metadata={"description": f"How many rows, {PageRequest.MAX_COUNT} at most"})

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> PageRequest:  # noqa: ANN401
        return PageRequest(**query)


class PageParams(PublishedPageParams):
    """The rows of a listing in a panel to return."""

    count = fields.Integer(load_default=50, metadata={"description": f"How many rows, {PageRequest.MAX_COUNT} at most"})


_TEXT: dict[str, Any] = {"type": "string"}


class PropertyValueField(fields.Field["str | tuple[str, ...]"]):
    """A text, or a list of texts of a multi-valued or ARRAY_* property."""

    def __init__(self, description: str = "", *, nullable: bool = False) -> None:
        texts, null = {"type": "array", "items": _TEXT}, [{"type": "null"}] if nullable else []
        described = f"{description}; a list for a multi-valued property, and for an array".removeprefix("; ")
        super().__init__(metadata={"oneOf": [_TEXT, texts, *null], "description": described})

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002
        return list(value) if isinstance(value, tuple) else value


def named_folder(folder: str, root: str) -> str:
    """Return the absolute path of a folder that a client names, from Jupyter's root folder on or absolute."""
    return os.path.normpath(os.path.join(root, folder))  # noqa: PTH118 - it need not be a valid path
