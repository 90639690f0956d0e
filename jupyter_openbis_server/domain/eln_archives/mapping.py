"""Mapping of the fields of an entry to the properties of a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry, rich_text
from jupyter_openbis_server.domain.errors import FieldProblem
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from jupyter_openbis_server.domain.properties.property_checks import field_of, similar, unknown_property

NAME, TEXT = "name", "text"
"""Fields of all entries."""
_TEXT_PROPERTIES = ("NOTES", "DESCRIPTION", "EXPERIMENTAL_DESCRIPTION", "EXPERIMENTAL_RESULTS", "COMMENTS")
"""Properties for the text of an entry, the first one of the type; those of openBIS's ELN."""
_MAX_NAMES = 40
"""Of fields in a message."""
_NAME_PROPERTIES = ("$NAME", "NAME", "TITLE")


def problems_of_mapping(
    mapping: Mapping[str, str], entries: Iterable[ElnEntry], type_: EntityType
) -> Iterator[FieldProblem]:
    """Yield a problem for each field that no entry has, and each property that users cannot set for the type."""
    fields = dict.fromkeys((NAME, TEXT, *chain.from_iterable(each.fields for each in entries)))
    known = {each.casefold() for each in fields}
    computed = {each.code: each.is_computed for each in type_.assignments}
    for field, given in mapping.items():
        code = given.strip().upper()
        if field.casefold() not in known:
            problem = f"no entry has the field {field!r}{similar(field, fields)}; there are {_listed(tuple(fields))}"
            yield FieldProblem("map", problem)
        if code not in computed:
            yield unknown_property(type_, code, "samples")
        elif computed[code]:
            yield FieldProblem(field_of(code), "openBIS computes it")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")


def properties_of(
    entry: ElnEntry, type_: EntityType, mapping: Mapping[str, str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the properties of the object of an entry, and the names of the fields that are left out.

    A field belongs to the property that the user names for it, or to the one with its name as code or label, if its
    value fits there. In rich text of openBIS's ELN, which is HTML, texts of entries keep their formatting, and other
    fields are escaped.

    Args:
        entry: The entry.
        type_: The type of the object.
        mapping: Codes of properties by names of fields; `name` and `text` are fields, too. In any case.
    """
    usable = {each.code: each for each in type_.assignments if not each.is_computed}
    named = {field.casefold(): code.strip().upper() for field, code in mapping.items()}
    properties: dict[str, object] = {}
    left_out = []
    for field, text in {NAME: entry.name, TEXT: entry.text, **entry.fields}.items():
        if not text.strip():
            continue
        code = named.get(field.casefold()) or _usual_code(field, usable)
        assignment = usable.get(code or "")
        value = text
        if assignment and assignment.is_rich_text:
            value = entry.formatted_text if field == TEXT else rich_text(text)
        fits = field.casefold() in named or (assignment and not assignment.problems_of(value))
        if code is None or code in properties or not fits:
            left_out.append(field)
        else:
            properties[code] = value
    return properties, tuple(left_out)


def _usual_code(field: str, usable: Mapping[str, PropertyAssignment]) -> str | None:
    """Return the code of the property that a field has by its name; None if there is none."""
    own = {NAME: _NAME_PROPERTIES, TEXT: _TEXT_PROPERTIES}.get(field, ())
    by_name = {(each.label or each.code).casefold(): each.code for each in usable.values()}
    by_name |= {code.casefold(): code for code in usable}
    as_code = "_".join(field.split()).casefold()
    return next((each for each in own if each in usable), by_name.get(field.casefold(), by_name.get(as_code)))
