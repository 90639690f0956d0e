"""Property values are texts, or lists of texts, on the wire and in the domain."""

from typing import Any

import pytest

from jupyter_openbis_server.adapters.openbis.api.beans import Bean, decoded
from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.metadata.property_values import to_wire, values_in
from jupyter_openbis_server.domain.errors import UnexpectedResponse
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment

AUTHORS = PropertyAssignment("AUTHORS", multi_value=True)
TABLE = PropertyAssignment("TABLE", data_type="ARRAY_INTEGER", multi_value=True)
ROW = PropertyAssignment("ROW", data_type="ARRAY_INTEGER")


def entity(**properties: Any) -> Bean:
    return decoded({"properties": properties}, "lab").required_bean("result")


def test_values_of_properties_become_text() -> None:
    values = values_in(entity(A="x", b=1.5, C=True, D=None, E={"a": [1]}))
    assert values == {"A": "x", "B": "1.5", "C": "true", "E": '{"a": [1]}'}


def test_several_values_are_a_list() -> None:
    assert values_in(entity(A=["Müller, A.", "Meier, B."], B=[1, 2])) == {
        "A": ("Müller, A.", "Meier, B."),
        "B": ("1", "2"),
    }


def test_an_empty_list_is_no_value() -> None:
    assert values_in(entity(A=[])) == {}


def test_single_value_of_a_multi_valued_property_is_a_list() -> None:
    assert values_in(entity(AUTHORS="Ada"), [AUTHORS]) == {"AUTHORS": ("Ada",)}
    assert values_in(entity(AUTHORS=["Ada", "Bob"]), [AUTHORS]) == {"AUTHORS": ("Ada", "Bob")}


def test_an_array_is_a_list_of_its_items_and_several_are_lists_in_json() -> None:
    assert values_in(entity(ROW=[1, 2]), [ROW]) == {"ROW": ("1", "2")}
    assert values_in(entity(TABLE=[1, 2]), [TABLE]) == {"TABLE": ('["1","2"]',)}
    assert values_in(entity(TABLE=[[1, 2], [3]]), [TABLE]) == {"TABLE": ('["1","2"]', '["3"]')}


def test_array_of_an_older_server_is_an_unchanged_text() -> None:
    assert values_in(entity(ROW="1, 2"), [ROW]) == {"ROW": "1, 2"}


def test_excessively_nested_lists_are_unexpected() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(UnexpectedResponse, match="properties"):
        values_in(entity(A=deep))


@pytest.mark.parametrize(
    ("version", "sent"), [((3, 7), ["a, b", "c"]), ((3, 10), ["a, b", "c"]), ((3, 6), '["a, b", "c"]')]
)
def test_several_texts_are_a_list_where_openbis_takes_lists(version: tuple[int, int], sent: Any) -> None:
    assert to_wire({"A": ("a, b", "c"), "B": "x"}, Capabilities.of(version)) == {"A": sent, "B": "x"}
