"""JSON of entities and data sets for assistants: that of the command line, without what only programs need."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.schemas.search.response import SearchResponse
from jupyter_openbis_server.entrypoints.schemas.tree import ContentsResponse, DetailsResponse

_ONLY_FOR_PROGRAMS = ("location", "presentInArchive")


def _data_sets() -> fields.List[Any]:
    return fields.List(fields.Nested(IsoDataSetResponse, exclude=_ONLY_FOR_PROGRAMS), attribute="data_sets")


class Matches(SearchResponse):
    """A page of a search."""

    dataSets = _data_sets()  # noqa: N815


class ContentsOfEntity(ContentsResponse):
    """A page of what is directly in an entity."""

    dataSets = _data_sets()  # noqa: N815


class EntityDetails(DetailsResponse):
    """Details of an entity or data set."""

    dataSet = fields.Nested(  # noqa: N815
        IsoDataSetResponse, exclude=_ONLY_FOR_PROGRAMS, attribute="data_set", allow_none=True
    )
