"""Mapping of the fields of an entry to the properties of a type."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry, rich_text
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment

NAME, TEXT = "name", "text"
"""Fields of all entries."""
_TEXT_PROPERTIES = ("NOTES", "DESCRIPTION", "EXPERIMENTAL_DESCRIPTION", "EXPERIMENTAL_RESULTS", "COMMENTS")
"""Properties for the text of an entry, the first one of the type; those of openBIS's ELN."""
_NAME_PROPERTIES = ("$NAME", "NAME", "TITLE")


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
