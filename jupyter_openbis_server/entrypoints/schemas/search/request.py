"""Parameters of a search."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.conditions import MAX_CONDITIONS, conditions
from jupyter_openbis_server.domain.search.dates import parse_date
from jupyter_openbis_server.domain.search.order import NEWEST_FIRST, Order, SortField
from jupyter_openbis_server.domain.search.query import SearchRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.schemas.base import PageParams, text
from jupyter_openbis_server.entrypoints.schemas.tree import kind_field

_ORDERS = [f"{sign}{field.value}" for field in SortField for sign in ("", "-")]


class DateOrTime(fields.Field["dt.date | None"]):
    """A day, or a time by ISO 8601."""

    def __init__(self, data_key: str, description: str) -> None:
        shown = f"{description}: a day of openBIS's time zone, or a time by ISO 8601; included"
        super().__init__(data_key=data_key, load_default=None, metadata={"type": "string", "description": shown})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.date | None:  # noqa: ANN401, ARG002
        try:
            return parse_date(str(value), self.data_key or "")
        except InvalidSearch as error:
            raise ValidationError(str(error).partition(": ")[2]) from None


@dataclass(frozen=True)
class LoadedSearch:
    """A search and the rows to return."""

    request: SearchRequest
    page: PageRequest
    with_counts: bool
    after: str


class SearchParams(PageParams):
    """Search criteria."""

    kind = kind_field("Kind of the entities to find; spaces cannot be searched", load_default=EntityKind.DATA_SET)
    type_code = text("Code of its type", data_key="type", load_default="")
    since = DateOrTime("from", "First day or time of registration")
    until = DateOrTime("to", "Last day or time of registration")
    modified_since = DateOrTime("modifiedFrom", "First day or time of the last modification")
    modified_until = DateOrTime("modifiedTo", "Last day or time of the last modification")
    owner = text(
        "Identifier, permId, code or link of the space, project, experiment or sample in which the entities are, at "
        "any depth",
        data_key="in",
        load_default="",
    )
    where = fields.List(
        fields.String(),
        load_default=list,
        metadata={
            "description": "Conditions on properties; all must be fulfilled. May be repeated, "
            f"{MAX_CONDITIONS} times at most. `CODE = value`, `CODE != value`, `CODE > 40` (`>=`, `<`, `<=`), "
            "`CODE = 10..20`, `CODE between a and b`, `CODE contains text` (with `*` and `?`), `CODE is empty`, "
            "`CODE is not empty`. Values are compared by the data type of the property; vocabulary terms are given by "
            "code or label, dates like `2024-05-17`. `!=` and `is empty` need openBIS with API 3.6",
            "example": ["MAGNIFICATION > 40", "STAIN = GFP"],
        },
    )
    sort = fields.String(
        load_default=str(NEWEST_FIRST),
        validate=validate.OneOf(_ORDERS),
        metadata={"description": "What the rows are sorted by; with a minus in descending order"},
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "Only entities that the user has registered"})
    counts = fields.Boolean(
        load_default=False,
        metadata={"description": "Also count the matches of every other kind, in the same request to openBIS"},
    )
    after = text(
        "`next` of the previous page: the rows that follow it now, even if entities were added, modified or deleted "
        "meanwhile; `start_with` is ignored",
        load_default="",
    )
    text = text(
        "Words that all occur in code, permId, identifier or any property (of a project, in its code; of a data set, "
        "also in those of its sample or experiment); `*` and `?` are wildcards, backslashes are ignored. Or a permId, "
        "identifier or link, which finds exactly that entity and ignores the other criteria",
        load_default="",
    )

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> LoadedSearch:  # noqa: ANN401
        page = PageRequest(query.pop("start"), query.pop("count"))
        with_counts, after = query.pop("counts"), query.pop("after")
        order, where = Order.parse(query.pop("sort")), conditions(query.pop("where"))
        return LoadedSearch(SearchRequest(**query, order=order, where=where), page, with_counts, after)
