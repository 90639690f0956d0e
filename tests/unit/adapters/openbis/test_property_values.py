"""Property values are texts, or lists of texts, on the wire and in the domain."""

from typing import Any

import pytest

from jupyter_openbis_server.adapters.pybis.beans import Bean, decoded
from jupyter_openbis_server.adapters.pybis.property_values import as_sent, values_in
from jupyter_openbis_server.domain.errors import InstanceNonsense
from jupyter_openbis_server.domain.model import PropertyAssignment

AUTHORS = PropertyAssignment("AUTHORS", multi_value=True)
TABLE = PropertyAssignment("TABLE", data_type="ARRAY_INTEGER", multi_value=True)
ROW = PropertyAssignment("ROW", data_type="ARRAY_INTEGER")


def entity(**properties: Any) -> Bean:
    return decoded({"properties": properties}, "lab").required_bean("result")


def test_values_of_properties_become_text() -> None:
    values = values_in(entity(A="x", b=1.5, C=True, D=None, E={"a": [1]}))
    assert values == {"A": "x", "B": "1.5", "C": "true", "E": '{"a": [1]}'}


def test_several_values_stay_apart() -> None:
    assert values_in(entity(A=["Müller, A.", "Meier, B."], B=[1, 2])) == {
        "A": ("Müller, A.", "Meier, B."),
        "B": ("1", "2"),
    }


def test_an_empty_list_is_no_value() -> None:
    assert values_in(entity(A=[])) == {}


def test_one_value_of_a_multi_valued_property_is_one_of_several() -> None:
    assert values_in(entity(AUTHORS="Ada"), [AUTHORS]) == {"AUTHORS": ("Ada",)}
    assert values_in(entity(AUTHORS=["Ada", "Bob"]), [AUTHORS]) == {"AUTHORS": ("Ada", "Bob")}


def test_an_array_is_a_list_of_its_items_and_several_are_lists_in_json() -> None:
    assert values_in(entity(ROW=[1, 2]), [ROW]) == {"ROW": ("1", "2")}
    assert values_in(entity(TABLE=[1, 2]), [TABLE]) == {"TABLE": ('["1","2"]',)}
    assert values_in(entity(TABLE=[[1, 2], [3]]), [TABLE]) == {"TABLE": ('["1","2"]', '["3"]')}


def test_an_array_of_an_older_server_stays_the_text_that_it_is() -> None:
    assert values_in(entity(ROW="1, 2"), [ROW]) == {"ROW": "1, 2"}


def test_lists_that_are_nested_beyond_measure_are_nonsense() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InstanceNonsense, match="properties"):
        values_in(entity(A=deep))


@pytest.mark.parametrize(
    ("version", "sent"), [((3, 7), ["a, b", "c"]), ((3, 10), ["a, b", "c"]), ((3, 6), '["a, b", "c"]')]
)
def test_several_texts_are_a_list_where_openbis_takes_lists(version: tuple[int, int], sent: Any) -> None:
    assert as_sent({"A": ("a, b", "c"), "B": "x"}, version) == {"A": sent, "B": "x"}
