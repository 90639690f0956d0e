"""Requests to synchronise a folder, once or as long as the server runs."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from jupyter_openbis_server.domain.files.selection import MAX_PATTERNS
from jupyter_openbis_server.domain.sync.keeping.keep_request import KeepRequest
from jupyter_openbis_server.domain.sync.request import Direction, Prefer, SyncRequest
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.schemas.base import JobRequest, RequestSchema, named_folder, text
from jupyter_openbis_server.entrypoints.schemas.downloads import ensure_written_out

_PACE = Pace()
_MAX_SECONDS = 86_400.0


def _seconds(default: float, minimum: float, description: str) -> fields.Float:
    allowed = validate.Range(minimum, _MAX_SECONDS)
    return fields.Float(load_default=default, validate=allowed, metadata={"description": description})


class _SyncedFolderRequest(RequestSchema):
    """A folder, its sample or experiment, and the rules."""

    folder = text(
        "The local folder: absolute, or relative to Jupyter's root folder", required=True, validate=ensure_written_out
    )
    owner = text(
        "PermId or identifier of the sample or experiment with the files; may be left out for a folder that is "
        "synchronised already",
        load_default="",
        allow_none=True,
    )
    direction = fields.Enum(
        Direction,
        by_value=True,
        load_default=Direction.BOTH,
        metadata={
            "description": "`up`: openBIS follows the folder; `down`: the folder follows openBIS; `both`: changes of "
            "each side are made on the other one"
        },
    )
    delete = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Delete, into a trash, what was deleted on the other side since the last time; else it is "
            "only reported"
        },
    )
    hidden = fields.Boolean(
        load_default=False, metadata={"description": "Also hidden files and folders, and junk of other programs"}
    )
    excluded = fields.List(
        fields.String(validate=validate.Length(min=1)),
        data_key="exclude",  # marshmallow uses the name `exclude` itself
        load_default=list,
        validate=validate.Length(max=MAX_PATTERNS),
        metadata={"description": "Patterns of what is ignored on both sides, as in uploads"},
    )

    @staticmethod
    def folder_of(body: dict[str, Any], root: str) -> str:
        """Return the absolute path of the folder; `root` is Jupyter's root folder."""
        return named_folder(body["folder"], root)

    @staticmethod
    def exclusion(body: dict[str, Any]) -> Exclusion:
        """Return what is ignored."""
        return Exclusion(body["hidden"], tuple(body["excluded"]))


class SyncJobRequest(_SyncedFolderRequest, JobRequest):
    """A folder to synchronise once with the files of a sample or experiment (openBIS 7)."""

    kind = fields.String(required=True, validate=validate.Equal("sync"))
    deleteMany = fields.Boolean(  # noqa: N815
        load_default=False, metadata={"description": "With `delete`, also more than half of all files"}
    )
    prefer = fields.Enum(
        Prefer,
        by_value=True,
        load_default=Prefer.NEITHER,
        metadata={
            "description": "Which version of files that were changed on both sides replaces the other, which goes to "
            "a trash; `neither`: both are kept"
        },
    )

    @classmethod
    def request(cls, body: dict[str, Any], root: str) -> SyncRequest:
        """Return the synchronisation that a loaded body requests; `root` is Jupyter's root folder."""
        return SyncRequest(
            cls.folder_of(body, root),
            body["owner"] or "",
            body["direction"],
            delete=body["delete"],
            prefer=body["prefer"],
            delete_many=body["deleteMany"],
            exclusion=cls.exclusion(body),
        )


class KeepFolderRequest(_SyncedFolderRequest):
    """A folder to keep in openBIS as long as the server runs, also after a restart."""

    @validates("folder")
    def _check_text(self, folder: str, **_: Any) -> None:  # noqa: ANN401
        """Refuse names that the query of `KeptFolderParams` cannot have: keeping it could not be ended."""
        if folder.encode(errors="ignore").decode() != folder:
            raise ValidationError("the name is no text in UTF-8; rename the folder")

    connection = text("Name of the connection", required=True)
    settleSeconds = _seconds(  # noqa: N815
        _PACE.settle_seconds, 0.1, "A file is sent when it has not changed for this time"
    )
    intervalSeconds = _seconds(  # noqa: N815
        _PACE.interval_seconds, 0.1, "Changes in openBIS are looked for at least so often"
    )

    @classmethod
    def request(cls, body: dict[str, Any], root: str) -> KeepRequest:
        """Return what a loaded body requests; `root` is Jupyter's root folder."""
        return KeepRequest(
            cls.folder_of(body, root),
            body["connection"],
            body["owner"] or "",
            body["direction"],
            delete=body["delete"],
            exclusion=cls.exclusion(body),
            pace=Pace(body["settleSeconds"], body["intervalSeconds"]),
        )


class KeptFolderParams(RequestSchema):
    """A kept folder."""

    folder = text("Absolute, or relative to Jupyter's root folder", required=True, validate=ensure_written_out)
