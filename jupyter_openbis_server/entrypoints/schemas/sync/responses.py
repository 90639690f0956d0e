"""Plans and reports of synchronisations."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.sync.data_sets.report import UnitState
from jupyter_openbis_server.domain.sync.overview import MAX_SHOWN
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.entrypoints.schemas.downloads import AmountResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

_KINDS = [each.value for each in Kind if each not in (Kind.NOTHING, Kind.NOTE, Kind.FORGET)]
_FIRST = f"; in HTTP, the first {MAX_SHOWN} of each kind"
_FIRST_OF_ALL = f"; in HTTP, the first {MAX_SHOWN}"


def counts_field(attribute: str, description: str, of: str | None = None) -> fields.Function:
    """Return a field for numbers of actions by their kind; kinds without any are missing.

    Args:
        attribute: Attribute with the numbers.
        description: For the OpenAPI document.
        of: Key of the object with the attribute, if the content is a dict.
    """

    def counts(content: Any) -> dict[str, int]:  # noqa: ANN401
        numbers = getattr(content[of] if of else content, attribute)
        return {kind.value: number for kind, number in numbers.items() if number}

    return fields.Function(
        counts,
        metadata={
            "type": "object",
            "propertyNames": {"enum": _KINDS},
            "additionalProperties": {"type": "integer"},
            "description": description,
        },
    )


class SyncActionResponse(Schema):
    """What would be, or was, done with a path, or what is to be reported about it."""

    action = fields.Function(lambda action: action.kind.value, metadata={"type": "string", "enum": _KINDS})
    path = fields.String(metadata={"description": "From the folder on"})
    size = fields.Integer(metadata={"description": "Bytes to transfer"})
    movedFrom = fields.String(attribute="moved_from", allow_none=True)  # noqa: N815
    problem = fields.Function(lambda action: action.problem or None, metadata={"type": ["string", "null"]})


class SyncObstacleResponse(Schema):
    """Something in the folder that cannot be synchronised."""

    path = fields.String(metadata={"description": "From the folder on"})
    problem = fields.String()


class SyncPlanResponse(Schema):
    """What a synchronisation would do."""

    folder = fields.String(attribute="request.folder", metadata={"description": "Absolute path"})
    owner = fields.String(attribute="owner.identifier", metadata={"description": "The sample or experiment"})
    permId = fields.String(attribute="owner.perm_id")  # noqa: N815
    direction = fields.Function(lambda plan: plan.request.direction.value, metadata={"type": "string"})
    actions = fields.List(
        fields.Nested(SyncActionResponse), attribute="work", metadata={"description": f"What would be done{_FIRST}"}
    )
    differences = fields.List(
        fields.Nested(SyncActionResponse),
        metadata={"description": f"What stays different until the user decides{_FIRST}"},
    )
    counts = counts_field("shown_counts", "Number of `actions` and `differences` of each kind, all of them")
    unchanged = fields.Nested(AmountResponse)
    toSend = fields.Nested(AmountResponse, attribute="to_send")  # noqa: N815
    toFetch = fields.Nested(AmountResponse, attribute="to_fetch")  # noqa: N815
    deletesMany = fields.Boolean(  # noqa: N815
        attribute="deletes_many",
        metadata={"description": "Whether more than one file and more than half of all would be deleted"},
    )
    unusable = fields.List(fields.Nested(SyncObstacleResponse))
    unusableCount = fields.Integer(attribute="unusable_count")  # noqa: N815


class SyncFailureResponse(Schema):
    """An action that could not be carried out; both versions were kept."""

    action = fields.Nested(SyncActionResponse)
    error = fields.Function(
        lambda failure: error_response(failure.error), metadata={"type": "object", "description": "The reason"}
    )


class SyncCopyResponse(Schema):
    """openBIS's version of a file that both sides have changed, stored beside the local one."""

    path = fields.String(metadata={"description": "The file"})
    copy = fields.String(metadata={"description": "openBIS's version of it"})


class SyncReportResponse(Schema):
    """What a synchronisation has done."""

    folder = fields.String(attribute="request.folder", metadata={"description": "Absolute path"})
    owner = fields.String(attribute="owner.identifier", metadata={"description": "The sample or experiment"})
    permId = fields.String(attribute="owner.perm_id")  # noqa: N815
    direction = fields.Function(lambda report: report.request.direction.value, metadata={"type": "string"})
    done = fields.List(fields.Nested(SyncActionResponse), metadata={"description": f"What was done{_FIRST}"})
    failed = fields.List(
        fields.Nested(SyncFailureResponse), metadata={"description": f"What was not possible{_FIRST_OF_ALL}"}
    )
    copies = fields.List(
        fields.Nested(SyncCopyResponse), metadata={"description": f"New copies of openBIS's versions{_FIRST_OF_ALL}"}
    )
    differences = fields.List(
        fields.Nested(SyncActionResponse), metadata={"description": f"What stays different{_FIRST}"}
    )
    unchanged = fields.Nested(AmountResponse)
    unusable = fields.List(fields.Nested(SyncObstacleResponse))
    counts = counts_field("counts", "Number of actions of each kind that were done, all of them")
    differenceCounts = counts_field("difference_counts", "Number of all `differences` of each kind")  # noqa: N815
    failedCount = fields.Integer(attribute="failed_count")  # noqa: N815
    copyCount = fields.Integer(attribute="copy_count")  # noqa: N815
    unusableCount = fields.Integer(attribute="unusable_count")  # noqa: N815
    settled = fields.Boolean(attribute="is_settled", metadata={"description": "Whether both sides are the same now"})


class UnitOutcomeResponse(Schema):
    """What is known about a file or folder that becomes a data set."""

    path = fields.String(metadata={"description": "From the folder on"})
    state = fields.Enum(UnitState, by_value=True)
    permId = fields.String(attribute="perm_id", allow_none=True)  # noqa: N815
    error = fields.Function(
        lambda outcome: error_response(outcome.error) if outcome.error else None,
        metadata={"type": ["object", "null"], "description": "Why it was not sent"},
    )


class DataSetSyncResponse(Schema):
    """What is known about the files or folders of a folder that become data sets."""

    folder = fields.String(metadata={"description": "Absolute path"})
    owner = fields.String(attribute="owner.identifier", metadata={"description": "The sample or experiment"})
    permId = fields.String(attribute="owner.perm_id")  # noqa: N815
    dataSets = fields.List(fields.Nested(UnitOutcomeResponse), attribute="outcomes")  # noqa: N815
    everythingInOpenbis = fields.Boolean(attribute="is_everything_in_openbis")  # noqa: N815
