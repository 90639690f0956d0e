"""Queries of those who look around in openBIS."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from jupyter_openbis_server.domain.model import EntityKind, PageRequest, Place, SearchRequest
from jupyter_openbis_server.entrypoints.jupyter.bodies import Body, PageQuery, text


def _kind(description: str, **options: Any) -> fields.Enum[EntityKind]:  # noqa: ANN401
    return fields.Enum(EntityKind, by_value=True, metadata={"description": description}, **options)


class PlacePath(Body):
    """Something in openBIS's tree, as a URL names it."""

    kind = _kind("What it is", required=True)
    perm_id = text("Its permId", required=True)

    @post_load
    def _place(self, path: dict[str, Any], **_: Any) -> Place:  # noqa: ANN401
        return Place(path["kind"], path["perm_id"])


class FiftyRowsQuery(PageQuery):
    """Which rows of a listing that is shown in a panel."""

    count = fields.Integer(load_default=50, metadata={"description": f"How many rows, {PageRequest.MOST} at most"})


class BrowseQuery(FiftyRowsQuery):
    """What is listed, and where."""

    kind = _kind("What is listed", load_default=EntityKind.SPACE)
    in_kind = _kind("What the place is; left out: the whole instance", data_key="inKind")
    in_perm_id = text("permId of the place; of a space, its code", data_key="inPermId", validate=validate.Length(min=1))

    @validates_schema
    def _check_place(self, query: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if "in_kind" in query and "in_perm_id" not in query:
            raise ValidationError("is needed where inKind is given", "inPermId")
        if "in_perm_id" in query and "in_kind" not in query:
            raise ValidationError("is needed where inPermId is given", "inKind")

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[EntityKind, Place | None, PageRequest]:  # noqa: ANN401
        place = Place(query["in_kind"], query["in_perm_id"]) if "in_kind" in query else None
        return query["kind"], place, PageRequest(query["start"], query["count"])


class FolderPageQuery(FiftyRowsQuery):
    """Which folder of a data set is listed."""

    folder = text("Path in the data set, e.g. `original/run`; left out: all of it", load_default="")

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[str, PageRequest]:  # noqa: ANN401
        return query["folder"], PageRequest(query["start"], query["count"])


class LocalCopyQuery(Body):
    """Where a copy of a data set may be, and which file of it is wanted."""

    near = text("Folder of a notebook; absolute, or relative to Jupyter's root folder", load_default="")
    recorded = text(
        "Folder that is said to hold the data set; absolute, or relative to Jupyter's root folder",
        load_default=None,
        validate=validate.Length(min=1),
    )
    file = text("Path of a file in the data set", load_default=None, validate=validate.Length(min=1))


class WantedQuery(FiftyRowsQuery):
    """What is looked for."""

    kind = _kind("What is looked for; spaces cannot be", load_default=EntityKind.DATA_SET)
    type_code = text("Code of its type", data_key="type", load_default="")
    since = fields.Date(data_key="from", load_default=None, metadata={"description": "First day of registration"})
    until = fields.Date(data_key="to", load_default=None, metadata={"description": "Last day of registration"})
    mine = fields.Boolean(load_default=False, metadata={"description": "Only what the user has registered"})
    counts = fields.Boolean(
        load_default=False,
        metadata={"description": "Also count what matches of every other kind, in the same request to openBIS"},
    )
    text = text(
        "Words that all occur in code, permId, identifier or any property (of a project, in its code; of a data set, "
        "also in those of its sample or experiment); `*` and `?` are wildcards, backslashes are ignored. Or a permId, "
        "identifier or link, which finds that very thing whatever else is asked for",
        load_default="",
    )

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[SearchRequest, PageRequest, bool]:  # noqa: ANN401
        page, with_counts = PageRequest(query.pop("start"), query.pop("count")), query.pop("counts")
        return SearchRequest(**query), page, with_counts
