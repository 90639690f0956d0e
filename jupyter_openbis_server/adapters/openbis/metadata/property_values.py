"""Property values on the wire, from responses and into requests.

API 3.7 has lists: of the values of a multi-valued property, if it has more than one, and of the items of an array; both
together are a list of lists. Older servers answer texts only, arrays joined by `, ` (openbis-protocol.md, 3.4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, is_array

_Json = Any


def values_in(bean: Bean, assignments: Iterable[PropertyAssignment] = ()) -> dict[str, PropertyValue]:
    """Return the properties of an entity that are set, by upper-case code.

    Args:
        bean: The entity; its field `properties` is read.
        assignments: Those of its type. A multi-valued property with one value is a tuple only where they are given.

    Raises:
        UnexpectedResponse: for lists that are nested beyond measure.
    """
    known = {each.code: each for each in assignments}
    given = {code.upper(): value for code, value in bean.map("properties").items()}
    with suppress(RecursionError):
        return {code: _value(value, known.get(code)) for code, value in given.items() if value not in (None, [])}
    raise bean.unexpected("properties")


def to_wire(properties: Mapping[str, PropertyValue], server: Capabilities) -> dict[str, _Json]:
    """Return properties as a server takes them.

    Before API 3.7, only arrays have several texts, and they are sent as one text of JSON. From then on, they and the
    values of multi-valued properties are lists. These are never sent as text: some servers would split it at commas.
    """
    if server.property_lists:
        return {code: value if isinstance(value, str) else list(value) for code, value in properties.items()}
    return {
        code: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for code, value in properties.items()
    }


def _value(value: _Json, assignment: PropertyAssignment | None) -> PropertyValue:
    if assignment and assignment.multi_value:
        is_one = not isinstance(value, list) or (is_array(assignment.data_type) and not isinstance(value[0], list))
        value = [value] if is_one else value
    return tuple(map(_text, value)) if isinstance(value, list) else _text(value)


def _text(value: _Json) -> str:
    if isinstance(value, list):
        return json.dumps([_text(each) for each in value], ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
