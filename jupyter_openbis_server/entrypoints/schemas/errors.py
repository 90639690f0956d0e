"""Domain errors as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields, pre_dump

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.errors import OpenbisError

_MAX_PATHS = 100
"""Paths in an error of a job, which open pages poll."""


class ChangedFieldResponse(Schema):
    """A field that was changed after the user has seen it."""

    field = fields.String(metadata={"description": "`prop.<CODE>` or `parent`"})
    seen = fields.String(allow_none=True, metadata={"description": "The value that the user has seen"})
    present = fields.String(allow_none=True, metadata={"description": "The value now"})


class CertificateResponse(Schema):
    """A certificate that is not trusted, as a server presents it; all but the fingerprint may be false."""

    server = fields.String(metadata={"description": "Address of the server, and which one it is"})
    fingerprint = fields.String(
        attribute="certificate.fingerprint", metadata={"description": "SHA-256, in pairs of hexadecimal digits"}
    )
    subject = fields.String(attribute="certificate.subject", metadata={"description": "Empty if it cannot be read"})
    issuer = fields.String(attribute="certificate.issuer")
    selfSigned = fields.Boolean(attribute="certificate.is_self_signed")  # noqa: N815
    hosts = fields.List(
        fields.String(), attribute="certificate.hosts", metadata={"description": "Host names that it is for"}
    )
    notBefore = fields.DateTime(  # noqa: N815
        attribute="certificate.not_before", format="iso", allow_none=True, metadata={"description": "ISO 8601, UTC"}
    )
    notAfter = fields.DateTime(  # noqa: N815
        attribute="certificate.not_after", format="iso", allow_none=True, metadata={"description": "ISO 8601, UTC"}
    )
    trusted = fields.List(
        fields.String(),
        metadata={"description": "The fingerprints that the connection trusts; empty if authorities decide"},
    )


class ErrorResponse(Schema):
    """A domain error."""

    reason = fields.String(metadata={"description": "One sentence for the user"})
    code = fields.String(metadata={"description": "A stable name for programs"})
    errors = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={
            "description": "Problems of a body, a connection or an upload, each an object with one key: a field of the "
            "body, `entityIdentifier`, `parent`, `file`, `prop.<CODE>`, or something else for the whole; of a "
            "download of several data sets, the permId of each that failed"
        },
    )
    file = fields.String(metadata={"description": "With the code `file-of-another-notebook`: its path"})
    owner = fields.String(
        allow_none=True, metadata={"description": "With that code: name of the notebook it belongs to, if it is known"}
    )
    otherNames = fields.List(  # noqa: N815
        fields.String(), metadata={"description": "With that code: names that the notebook can have for itself"}
    )
    changes = fields.List(
        fields.Nested(ChangedFieldResponse),
        metadata={"description": "With `changed-meanwhile`: the fields that have other values than the user has seen"},
    )
    modifier = fields.String(allow_none=True, metadata={"description": "With that code: who changed the entity last"})
    modificationDate = fields.String(  # noqa: N815
        allow_none=True, metadata={"description": "With that code: when, ISO 8601, UTC"}
    )
    certificate = fields.Nested(
        CertificateResponse,
        metadata={"description": "With `certificate-not-trusted` and `certificate-changed`: what the server presents"},
    )
    paths = fields.List(
        fields.String(),
        metadata={
            "description": "With `file-conflict`, `files-exist` and `files-changed`: files that were kept as they are, "
            f"the first {_MAX_PATHS}"
        },
    )

    @pre_dump
    def _from_error(self, error: OpenbisError, **_: Any) -> dict[str, Any]:  # noqa: ANN401
        return error_response(error)


def error_response(error: OpenbisError) -> dict[str, Any]:
    """Return the JSON for a domain error.

    `reason` is for people, `code` for programs. The problems of an upload are in `errors`, a list of objects with one
    key: the published clients show each beside the field that the key names. So are failures of several downloads.
    """
    response: dict[str, Any] = {"reason": str(error), "code": error.code}
    if isinstance(error, (errors.InvalidFields, errors.ChangeFailed)):
        response["errors"] = [{each.field: each.problem} for each in error.problems]
    elif isinstance(error, errors.InvalidConnection):
        response["errors"] = [{error.field: error.problem}]
    elif isinstance(error, errors.UploadFailed):
        response["errors"] = [{"save": str(error)}]
    elif isinstance(error, errors.FileOfAnotherNotebook):
        response |= {"file": error.path, "owner": error.owner, "otherNames": list(error.other_names)}
    elif isinstance(error, errors.ChangedMeanwhile):
        response |= {
            "errors": [{each.field: "was changed meanwhile"} for each in error.fields],
            "changes": [asdict(each) for each in error.fields],
            "modifier": error.modifier,
            "modificationDate": error.modified.isoformat() if error.modified else None,
        }
    elif isinstance(error, errors.CertificateNotTrusted):
        response["certificate"] = CertificateResponse().dump(error)
    elif isinstance(error, errors.FileConflict):
        response["paths"] = list(error.paths[:_MAX_PATHS])
    elif isinstance(error, errors.PartialDownloadFailure):
        response["errors"] = [{each.perm_id: str(each.cause)} for each in error.failures]
    return response
