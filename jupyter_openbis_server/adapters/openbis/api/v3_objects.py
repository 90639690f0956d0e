"""The ids, criteria and fetch options of openBIS's v3 API that this adapter sends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def typed(kind: str, **fields: object) -> Json:
    """Return a JSON object of openBIS's application server API; `kind` is its type without `as.dto.`."""
    return {"@type": f"as.dto.{kind}", **fields}


def perm_id(kind: str, value: str) -> Json:
    """Return the id of an entity by permId; `kind` is e.g. `dataset.id.DataSetPermId`."""
    return typed(kind, permId=value)


def equal(criterion: str, value: str, package: str = "common") -> Json:
    """Return a criterion that compares with a text.

    `fieldName` and `fieldType` are left out: the server knows the right ones for each criterion. Servers that do not
    know `useWildcards` ignore it, and take `*` and `?` for wildcards.
    """
    equal_to = typed("common.search.StringEqualToValue", value=value)
    return typed(f"{package}.search.{criterion}", fieldValue=equal_to, useWildcards=False)


def ascending(sort_options: str, *fields: str) -> Json:
    """Return sort options by several fields, all ascending."""
    return _sorted(sort_options, fields, ascending=True)


def descending(sort_options: str, *fields: str) -> Json:
    """Return sort options by several fields, all descending."""
    return _sorted(sort_options, fields, ascending=False)


def _sorted(sort_options: str, fields: Iterable[str], *, ascending: bool) -> Json:
    order = typed("common.fetchoptions.SortOrder", asc=ascending)
    sortings = [typed("common.fetchoptions.Sorting", field=field, order=order) for field in fields]
    return typed(sort_options, sortings=sortings)
