"""Results of a search."""

from __future__ import annotations

from marshmallow import fields

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.schemas.base import PropertyValueField
from jupyter_openbis_server.entrypoints.schemas.tree import EntityResponse, ListingResponse

_TIME = {"description": "ISO 8601, UTC"}


class FoundEntityResponse(EntityResponse):
    """A project, experiment or sample that was found."""

    registrationDate = fields.AwareDateTime(  # noqa: N815
        attribute="registered", format="iso", allow_none=True, metadata=_TIME
    )
    modificationDate = fields.AwareDateTime(  # noqa: N815
        attribute="modified", format="iso", allow_none=True, metadata=_TIME
    )
    properties = fields.Dict(keys=fields.String(), values=PropertyValueField())


class SearchResponse(ListingResponse):
    """A page of search results."""

    entities = fields.List(fields.Nested(FoundEntityResponse))
    counts = fields.Dict(
        keys=fields.Enum(EntityKind, by_value=True),
        values=fields.Integer(),
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "With `counts=true`: how many of each kind match; kinds to which the filters do not apply "
            "are missing. Otherwise null"
        },
    )
    next = fields.String(
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "`after` of the request for the next page; null after the last row. Sorted by modification, "
            "rows that are modified meanwhile come last; after 400 rows, such a row can be on two pages"
        },
    )
