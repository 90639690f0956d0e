"""Domain errors as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.domain import errors


class ErrorAnswer(Schema):
    """What went wrong."""

    reason = fields.String(metadata={"description": "One sentence for the user"})
    code = fields.String(metadata={"description": "A stable name for programs"})
    errors = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={
            "description": "Problems of a body, a connection or an upload, each an object with one key: a field of "
            "the body, `entityIdentifier`, `parent`, `file`, `prop.<CODE>`, or something else for the whole; of a "
            "download of several data sets, the permId of each that failed"
        },
    )


def answer_to(error: errors.OpenbisError) -> dict[str, Any]:
    """Return the JSON for a domain error.

    `reason` is for people, `code` for programs. An upload's problems come as `errors`, a list of objects with one key:
    the published clients show each beside the field that the key names. So do the failures among several downloads.
    """
    answer: dict[str, Any] = {"reason": str(error), "code": error.code}
    if isinstance(error, errors.InvalidUpload):
        answer["errors"] = [{each.field: each.problem} for each in error.problems]
    elif isinstance(error, errors.InvalidConnection):
        answer["errors"] = [{error.field: error.problem}]
    elif isinstance(error, errors.UploadFailed):
        answer["errors"] = [{"save": str(error)}]
    elif isinstance(error, errors.SomeDownloadsFailed):
        answer["errors"] = [{each.perm_id: str(each.cause)} for each in error.failures]
    return answer
