"""Synchronisations: plans and reports."""

from __future__ import annotations

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.sync.data_sets.report import UnitState
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.entrypoints.schemas.downloads import AmountResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

_KINDS = [each.value for each in Kind if each not in (Kind.NOTHING, Kind.NOTE, Kind.FORGET)]


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
        fields.Nested(SyncActionResponse), attribute="work", metadata={"description": "What would be done"}
    )
    differences = fields.List(
        fields.Nested(SyncActionResponse), metadata={"description": "What stays different until the user decides"}
    )
    unchanged = fields.Nested(AmountResponse)
    toSend = fields.Nested(AmountResponse, attribute="to_send")  # noqa: N815
    toFetch = fields.Nested(AmountResponse, attribute="to_fetch")  # noqa: N815
    unusable = fields.List(fields.Nested(SyncObstacleResponse))


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

    folder = fields.String(attribute="plan.request.folder", metadata={"description": "Absolute path"})
    owner = fields.String(attribute="plan.owner.identifier", metadata={"description": "The sample or experiment"})
    permId = fields.String(attribute="plan.owner.perm_id")  # noqa: N815
    direction = fields.Function(lambda report: report.plan.request.direction.value, metadata={"type": "string"})
    done = fields.List(fields.Nested(SyncActionResponse))
    failed = fields.List(fields.Nested(SyncFailureResponse))
    copies = fields.List(fields.Nested(SyncCopyResponse))
    differences = fields.List(fields.Nested(SyncActionResponse), attribute="plan.differences")
    unchanged = fields.Nested(AmountResponse, attribute="plan.unchanged")
    unusable = fields.List(fields.Nested(SyncObstacleResponse), attribute="plan.unusable")
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
