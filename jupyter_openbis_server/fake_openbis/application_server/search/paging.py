"""The page of a search result: sorted if asked for, in no order otherwise (openbis-protocol 3.2)."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.wire.failures import missing_column
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions, Sorting
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json

RowT = TypeVar("RowT")
SortKey = tuple[bool, Any]

_ATTRIBUTES = {
    "CODE": "code",
    "PERM_ID": "key",
    "IDENTIFIER": "identifier",
    "TYPE": "type",
    "REGISTRATION_DATE": "registration_date",
    "MODIFICATION_DATE": "modification_date",
    "USER_ID": "user_id",
}
_PROPERTY = "PROPERTY"
_DATES = ("REGISTRATION_DATE", "MODIFICATION_DATE")
# Sort fields that openBIS translates into columns which exist; spaces and data sets have no column perm_id.
_SQL_FIELDS: dict[str, frozenset[str]] = {
    "Space": frozenset({"CODE", *_DATES}),
    "Project": frozenset({"CODE", "PERM_ID", "IDENTIFIER", *_DATES}),
    "Experiment": frozenset({"CODE", "PERM_ID", "IDENTIFIER", "TYPE", *_DATES}),
    "Sample": frozenset({"CODE", "PERM_ID", "IDENTIFIER", "TYPE", *_DATES}),
    "DataSet": frozenset({"CODE", "TYPE", *_DATES}),
    "Person": frozenset({"USER_ID", "REGISTRATION_DATE"}),
}
_SQL_FIELDS_OF_OTHERS = frozenset({"CODE", *_DATES})
_WITH_PROPERTIES = ("Experiment", "Sample", "DataSet")
_DIGITS = re.compile(r"(\d+)")


def page(rows: Sequence[RowT], options: FetchOptions, entity_class: str) -> list[RowT]:
    """Return the rows of the page that is asked for, sorted by the database.

    Without a sort the order is another one each time: openBIS takes it from a hash set, so that pages of two requests
    may overlap or miss rows.

    Args:
        rows: All rows that were found.
        options: Sort and page.
        entity_class: Name of the class of the rows, which decides by what they can be sorted.

    Raises:
        DatabaseFailure: when the database has no column for a sort field.
    """
    for sorting in options.sortings:
        _check_column(sorting.field, entity_class)
    wanted = _wanted(rows, options)
    if not wanted:
        return []
    if not options.sortings:
        return random.sample(rows, len(wanted))
    return _sorted(rows, options.sortings, _nulls_last)[wanted.start : wanted.stop]


def nested_page(rows: Iterable[RowT], options: FetchOptions) -> list[RowT]:
    """Return the rows of a relation, sorted in memory: by any field, with codes and identifiers in natural order."""
    found = list(rows)
    wanted = _wanted(found, options)
    if options.sortings:
        found = _sorted(found, options.sortings, _natural)
    return found[wanted.start : wanted.stop]


def search_result(objects: Sequence[Bean], total: int) -> Bean:
    """Return the envelope of a page; ``total`` is the number of rows before paging."""
    return Bean("as.dto.common.search.SearchResult", {"objects": list(objects), "totalCount": total})


def _wanted(rows: Sequence[RowT], options: FetchOptions) -> range:
    first = max(0, options.first or 0)
    wanted = len(rows) - first if options.count is None else min(options.count, len(rows) - first)
    return range(first, first + max(0, wanted))


def _check_column(field: str, entity_class: str) -> None:
    if field.startswith(_PROPERTY) and entity_class in _WITH_PROPERTIES:
        return
    if field not in _SQL_FIELDS.get(entity_class, _SQL_FIELDS_OF_OTHERS):
        raise missing_column(field.lower())


def _sorted(rows: Sequence[RowT], sortings: Sequence[Sorting], order: Callable[[Json], SortKey]) -> list[RowT]:
    ordered = sorted(rows, key=lambda row: str(getattr(row, "key", "")))
    for sorting in reversed(sortings):
        value_of = _value_of(sorting.field)
        ordered.sort(key=lambda row: order(value_of(row)), reverse=not sorting.ascending)
    return ordered


def _value_of(field: str) -> Callable[[Any], Json]:
    if field.startswith(_PROPERTY):
        code = field.removeprefix(_PROPERTY)
        return lambda row: row.properties.get(code)
    name = _ATTRIBUTES.get(field, "key")
    return lambda row: getattr(row, name, None)


def _nulls_last(value: Json) -> SortKey:
    """Bytewise; the collation of a real database may differ."""
    return value is None, value or 0 if isinstance(value, int | None) else str(value)


def _natural(value: Json) -> SortKey:
    """Numbers inside texts count as numbers (openBIS: AlphanumComparator)."""
    if isinstance(value, int | None):
        return _nulls_last(value)
    parts = _DIGITS.split(str(value))
    return False, [int(part) if number % 2 else part for number, part in enumerate(parts)]
