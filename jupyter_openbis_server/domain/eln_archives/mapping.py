"""Mapping of the fields of an entry to the properties of a type."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry, rich_text
from jupyter_openbis_server.domain.properties.entity_type import EntityType

NAME, TEXT = "name", "text"
"""Fields of all entries."""
_TEXT_PROPERTIES = ("NOTES", "DESCRIPTION", "EXPERIMENTAL_DESCRIPTION", "EXPERIMENTAL_RESULTS", "COMMENTS")
"""Properties for the text of an entry, the first one of the type; those of openBIS's ELN."""
_NAME_PROPERTIES = ("$NAME", "NAME", "TITLE")


def properties_of(
    entry: ElnEntry, type_: EntityType, mapping: Mapping[str, str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the properties of the object of an entry, and the names of the fields that have none.

    A field belongs to the property that the user names for it, or to the one with its name as code or label. In rich
    text of openBIS's ELN, which is HTML, texts of entries keep their formatting, and other fields are escaped.

    Args:
        entry: The entry.
        type_: The type of the object.
        mapping: Codes of properties by names of fields; `name` and `text` are fields, too. In any case.
    """
    usable = {each.code: each for each in type_.assignments if not each.is_computed}
    by_name = {(each.label or each.code).casefold(): each.code for each in usable.values()}
    by_name |= {code.casefold(): code for code in usable}
    named = {field.casefold(): code.strip().upper() for field, code in mapping.items()}
    own = {NAME: _NAME_PROPERTIES, TEXT: _TEXT_PROPERTIES}
    values = {NAME: entry.name, TEXT: entry.text, **entry.fields}
    properties: dict[str, object] = {}
    missing = []
    for field, value in values.items():
        if not value.strip():
            continue
        usual = next((each for each in own.get(field, ()) if each in usable), by_name.get(_key(field)))
        code = named.get(field.casefold(), usual)
        if code is None or code in properties:
            missing.append(field)
        elif code in usable and usable[code].is_rich_text:
            properties[code] = entry.formatted_text if field == TEXT else rich_text(value)
        else:
            properties[code] = value
    return properties, tuple(missing)


def _key(field: str) -> str:
    return "_".join(field.split()).casefold() if "_" in field else field.casefold()
