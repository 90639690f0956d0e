"""Bodies and queries of the API's requests. The OpenAPI document is made from these and from `answers`.

Keys that the published clients read or send keep their published spelling.
"""

from __future__ import annotations

import os
from typing import Any

from marshmallow import EXCLUDE, INCLUDE, Schema, ValidationError, fields, post_load, validate, validates_schema

from jupyter_openbis_server.domain.model import (
    MASK,
    ConnectionDefinition,
    DownloadRequest,
    PageRequest,
    RequirementsRequest,
    Secret,
    Selection,
    UploadRequest,
)
from jupyter_openbis_server.domain.model.mount_settings import DEFAULT_PORT

_MOST_DATA_SETS, _MOST_PATTERNS = 10_000, 1_000  # of one job: requests wait in memory


class Body(Schema):
    """A request's JSON object. Keys that are not named here are ignored: clients may send more than we know."""

    class Meta:  # noqa: D106
        unknown = EXCLUDE


class SecretText(fields.String):
    """A password or token; it is wrapped as soon as it is read."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return Secret(super()._deserialize(value, attr, data, **kwargs))


def text(description: str, **options: Any) -> fields.String:  # noqa: ANN401
    """Return a text field with a description for the OpenAPI document."""
    return fields.String(metadata={"description": description}, **options)


class MountBody(Body):
    """How a data store is to be mounted. Whatever is left out is as usual."""

    class Meta:  # noqa: D106
        unknown = INCLUDE  # the definition says what it does not know

    host = text("SFTP host; left out: that of the instance", allow_none=True)
    port = fields.Integer(strict=True, allow_none=True, metadata={"description": f"SFTP port, usually {DEFAULT_PORT}"})
    path = text("Folder of the data store, from `/`", allow_none=True)
    mountpoint = text("Where, absolute or from `~/`; left out: `~/<host name>`", allow_none=True)
    read_only = fields.Boolean(allow_none=True, metadata={"description": "Whether writing is refused; left out: yes"})
    options = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Options of sshfs and ssh, `name` or `name=value`"}
    )


class NewConnectionBody(Body):
    """A connection to register: the keys of the connection file."""

    name = text("How the connection is called here", required=True, validate=validate.Length(min=1))
    url = text("Host name or any URL of the openBIS instance, as copied from a browser", required=True)
    username = text("Who logs in", allow_none=True)
    password = text("Password or personal access token; with it a login is tried at once", allow_none=True)
    token = text("Session token or personal access token, instead of user and password", allow_none=True)
    verify_certificates = fields.Boolean(
        allow_none=True,
        metadata={"description": "Whether the TLS certificate is checked; left out: as the server is set"},
    )
    ca_bundle = text("Path of a file with the certificates of the authority to trust", allow_none=True)
    http_only = fields.Boolean(allow_none=True, metadata={"description": "Allows `http://`"})
    mount = fields.Nested(MountBody, allow_none=True, metadata={"description": "How its data store is to be mounted"})

    def definition(self, body: dict[str, Any], *, verify_by_default: bool) -> ConnectionDefinition:
        """Return what a loaded body defines. Raises InvalidConnection."""
        return ConnectionDefinition.from_mapping(body, verify_by_default=verify_by_default)


class ConnectionBody(Body):
    """What to do with a connection, and as whom."""

    action = fields.String(
        load_default="login",
        validate=validate.OneOf(["login", "logout", "mount", "unmount"]),
        metadata={"description": "What to do"},
    )
    username = text("Who logs in; the remembered user if left out", allow_none=True, load_default=None)
    password = SecretText(
        allow_none=True,
        load_default=None,
        metadata={"description": f"Password or personal access token; `{MASK}` or nothing means the remembered one"},
    )
    force = fields.Boolean(
        load_default=False, metadata={"description": "Unmount also where programs use it; they lose it"}
    )


class UploadBody(Body):
    """A data set to register."""

    type = fields.String(required=True, metadata={"description": "Code of the data set type"})
    files = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "Paths of files and folders, relative to Jupyter's root folder"},
    )
    parents = fields.List(
        fields.String(), load_default=list, allow_none=True, metadata={"description": "permIds of parent data sets"}
    )
    entityIdentifier = fields.String(  # noqa: N815
        load_default="",
        allow_none=True,
        metadata={"description": "Identifier or permId of the sample or experiment that will own the data set"},
    )
    props = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        allow_none=True,
        metadata={
            "description": "Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* "
            "property; an object or list for JSON. `null` and an empty text mean that the property is not set"
        },
    )

    @staticmethod
    def request(body: dict[str, Any]) -> UploadRequest:
        """Return the upload that a loaded body asks for; values are converted when the type is known."""
        return UploadRequest(
            body["type"],
            body["entityIdentifier"] or "",
            tuple(body["files"]),
            tuple(perm_id.strip() for perm_id in body["parents"] or () if perm_id.strip()),
            body["props"] or {},
        )


class JobBody(Body):
    """What every transfer says of itself."""

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


class DownloadJobBody(JobBody):
    """Data sets to download."""

    kind = fields.String(required=True, validate=validate.Equal("download"))
    permIds = fields.List(  # noqa: N815
        fields.String(validate=validate.Length(min=1)),
        required=True,
        validate=validate.Length(min=1, max=_MOST_DATA_SETS),
        metadata={"description": "The data sets; of a container, its components are downloaded"},
    )
    folder = text("Where to: absolute, or relative to Jupyter's root folder", required=True)
    files = fields.List(
        fields.String(validate=validate.Length(min=1)),
        load_default=list,
        validate=validate.Length(max=_MOST_PATTERNS),
        metadata={
            "description": "Patterns of the files that are wanted, e.g. `*.csv`, `images/**`, `run 1`; none means all. "
            "The leading `original/` may be left out"
        },
    )
    flat = fields.Boolean(load_default=False, metadata={"description": "Leave out openBIS's folder `original`"})
    overwrite = fields.Boolean(
        load_default=True, metadata={"description": "Replace files of the same name that differ; else refuse (409)"}
    )
    mode = fields.String(
        load_default="copy",
        validate=validate.OneOf(["copy", "link"]),
        metadata={"description": "`link`: instead of its files, a link to each data set in the mounted data store"},
    )

    def request(self, body: dict[str, Any], root: str) -> DownloadRequest:
        """Return the download that a loaded body asks for; `root` is Jupyter's root folder."""
        folder = os.path.join(root, body["folder"])  # noqa: PTH118 - it need not be a path that exists or even can
        return DownloadRequest(
            tuple(body["permIds"]),
            folder,
            Selection(tuple(body["files"])),
            body["flat"],
            body["overwrite"],
            link=body["mode"] == "link",
        )

    @validates_schema
    def _check_mode(self, body: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if body.get("mode") == "link" and body.get("dryRun"):
            raise ValidationError("a link takes no plan", "dryRun")


class UploadJobBody(UploadBody, JobBody):
    """A data set to upload."""

    kind = fields.String(required=True, validate=validate.Equal("upload"))


class FolderQuery(Body):
    """Which folder is meant."""

    folder = text("Absolute, or relative to Jupyter's root folder", load_default="")


class RequirementsBody(Body):
    """The environment of a notebook's kernel. Whatever is null or left out is not written."""

    notebook_path = text("Path of the notebook relative to Jupyter's root folder", required=True)
    requirements = text("Content of the requirements file", allow_none=True, data_key="requirements_list")
    requirements_filename = text("Its name", allow_none=True)
    runtime = text("Content of the runtime file", allow_none=True)
    runtime_filename = text("Its name", allow_none=True)

    @post_load
    def _request(self, body: dict[str, Any], **_: Any) -> RequirementsRequest:  # noqa: ANN401
        return RequirementsRequest(**body)


class PageQuery(Body):
    """Which rows of a listing. Values out of range are drawn to the nearest row that exists."""

    start = fields.Integer(data_key="start_with", load_default=0, metadata={"description": "First row, from 0"})
    count = fields.Integer(load_default=10, metadata={"description": f"How many rows, {PageRequest.MOST} at most"})

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> PageRequest:  # noqa: ANN401
        return PageRequest(**query)


class TypesQuery(Body):
    """Whether an earlier answer will do."""

    refresh = fields.Boolean(load_default=False, metadata={"description": "Ask openBIS again"})
