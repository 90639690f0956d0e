"""The page of a search result: sorted if asked for, in no order otherwise (openbis-protocol 3.2)."""

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .fetch_options import FetchOptions, Sorting
from .json_beans import Bean, Json

RowT = TypeVar("RowT")

_SORT_FIELDS = {
    "CODE": "code",
    "PERM_ID": "key",
    "IDENTIFIER": "identifier",
    "TYPE": "type",
    "REGISTRATION_DATE": "registration_date",
    "MODIFICATION_DATE": "modification_date",
}
_PROPERTY = "PROPERTY"


def page(rows: Sequence[RowT], options: FetchOptions) -> list[RowT]:
    """The rows of the page that is asked for.

    Without a sort the order is another one each time: openBIS takes it from a hash set, so that pages of two requests
    may overlap or miss rows.
    """
    first = max(0, options.first or 0)
    wanted = len(rows) - first if options.count is None else min(options.count, len(rows) - first)
    if wanted <= 0:
        return []
    if not options.sortings:
        return random.sample(rows, wanted)
    ordered = sorted(rows, key=lambda row: str(getattr(row, "key", "")))
    for sorting in reversed(options.sortings):
        ordered.sort(key=_sort_key(sorting), reverse=not sorting.ascending)
    return ordered[first : first + wanted]


def search_result(objects: Sequence[Bean], total: int) -> Bean:
    """The envelope of a page; ``total`` is the number of rows before paging."""
    return Bean("as.dto.common.search.SearchResult", {"objects": list(objects), "totalCount": total})


def _sort_key(sorting: Sorting) -> Callable[[Any], tuple[bool, Json]]:
    if sorting.field.startswith(_PROPERTY):
        code = sorting.field.removeprefix(_PROPERTY)
        return lambda row: _nulls_last(row.properties.get(code))
    name = _SORT_FIELDS.get(sorting.field, "key")
    return lambda row: _nulls_last(getattr(row, name, None))


def _nulls_last(value: Json) -> tuple[bool, Json]:
    return value is None, value or 0 if isinstance(value, int | None) else str(value)
