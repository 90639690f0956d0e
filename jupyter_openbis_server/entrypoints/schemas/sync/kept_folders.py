"""Kept folders, and states of files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptState, KeptStatus
from jupyter_openbis_server.domain.sync.overview import MAX_SHOWN
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.states.folder_state import EntryState, FolderState
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncActionResponse, counts_field

_SHOWN = "Relative to Jupyter's root folder, `/` as separator; absolute if it is not below it"


class KeptFolderResponse(Schema):
    """A folder that is kept in openBIS. Times are ISO 8601, UTC."""

    folder = fields.String(attribute="shown", metadata={"description": _SHOWN})
    connection = fields.String(attribute="status.kept.connection")
    permId = fields.String(  # noqa: N815
        attribute="status.kept.perm_id", metadata={"description": "Of the sample or experiment"}
    )
    identifier = fields.String(attribute="status.kept.identifier")
    direction = fields.Enum(Direction, by_value=True, attribute="status.kept.direction")
    delete = fields.Boolean(attribute="status.kept.delete")
    hidden = fields.Boolean(attribute="status.kept.exclusion.hidden")
    excluded = fields.List(fields.String(), data_key="exclude", attribute="status.kept.exclusion.patterns")
    settleSeconds = fields.Float(attribute="status.kept.pace.settle_seconds")  # noqa: N815
    intervalSeconds = fields.Float(attribute="status.kept.pace.interval_seconds")  # noqa: N815
    state = fields.Enum(KeptState, by_value=True, attribute="status.state")
    since = fields.AwareDateTime(attribute="status.kept.since", format="iso", metadata={"description": "When it began"})
    lastSynchronised = fields.AwareDateTime(  # noqa: N815
        attribute="status.last_synchronised",
        format="iso",
        allow_none=True,
        metadata={"description": "When the last synchronisation was complete; null: none since the server began"},
    )
    error = fields.Nested(
        ErrorResponse,
        attribute="status.error",
        allow_none=True,
        metadata={"description": "Why the last synchronisation was not possible, or not complete"},
    )
    counts = counts_field("counts", "Number of actions of each kind that were done since the server began", of="status")
    differences = fields.List(
        fields.Nested(SyncActionResponse),
        attribute="status.differences",
        metadata={"description": f"What stays different until the user decides, the first {MAX_SHOWN} of each kind"},
    )
    differenceCounts = counts_field(  # noqa: N815
        "difference_counts", "Number of all `differences` of each kind", of="status"
    )
    waiting = fields.List(
        fields.String(),
        attribute="status.waiting",
        metadata={"description": f"Files that may still be written, the first {MAX_SHOWN}"},
    )
    waitingCount = fields.Integer(attribute="status.waiting_count")  # noqa: N815


class KeptFoldersResponse(Schema):
    """All folders that this server keeps in openBIS."""

    folders = fields.List(fields.Nested(KeptFolderResponse))


class SynchronisedResponse(Schema):
    """A folder that is synchronised."""

    folder = fields.String(metadata={"description": _SHOWN})
    url = fields.String(attribute="synchronised.target.url", metadata={"description": "Address of its openBIS"})
    permId = fields.String(  # noqa: N815
        attribute="synchronised.target.owner", metadata={"description": "Of the sample or experiment"}
    )
    identifier = fields.String(attribute="synchronised.target.identifier")
    connection = fields.String(
        attribute="synchronised.connection",
        allow_none=True,
        metadata={"description": "Name of a connection to that openBIS; null if there is none"},
    )
    keeping = fields.Nested(
        KeptFolderResponse, allow_none=True, metadata={"description": "Null if this server does not keep it"}
    )


class EntryStateResponse(Schema):
    """State of a file, or the worst state of what is in a folder."""

    name = fields.String()
    state = fields.Enum(EntryState, by_value=True)
    problem = fields.Function(lambda entry: entry.problem or None, metadata={"type": ["string", "null"]})


class FolderStateResponse(Schema):
    """What is known about a folder and its direct content, without a request to openBIS."""

    synchronised = fields.Nested(
        SynchronisedResponse,
        allow_none=True,
        metadata={"description": "The folder, or the nearest one above that is synchronised; null if none is"},
    )
    entries = fields.List(
        fields.Nested(EntryStateResponse), metadata={"description": "Empty if the folder is not synchronised"}
    )
    complete = fields.Boolean(metadata={"description": "Whether `entries` has all files and folders of the folder"})


def shown_folder(folder: str, root: str) -> str:
    """Return a folder as clients name it: from Jupyter's root folder on, if it is there."""
    if folder != root and not folder.startswith(root.rstrip(os.sep) + os.sep):
        return folder
    below = Path(folder).relative_to(root)
    return below.as_posix() if below.parts else ""


def kept_folder_content(status: KeptStatus, root: str) -> dict[str, Any]:
    """Return the content of a `KeptFolderResponse`."""
    return {"shown": shown_folder(status.kept.folder, root), "status": status}


def folder_state_content(state: FolderState, root: str) -> dict[str, Any]:
    """Return the content of a `FolderStateResponse`."""
    return {
        "synchronised": _synchronised_content(state, root),
        "entries": state.entries,
        "complete": state.is_complete,
    }


def _synchronised_content(state: FolderState, root: str) -> Mapping[str, Any] | None:
    found = state.synchronised
    if found is None:
        return None
    keeping = kept_folder_content(found.keeping, root) if found.keeping else None
    return {"folder": shown_folder(found.folder, root), "synchronised": found, "keeping": keeping}
