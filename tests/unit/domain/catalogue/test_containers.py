"""Data sets that are in a container and in a listing are downloaded once."""

import pytest

from jupyter_openbis_server.domain.catalogue.container_data_sets import each_once
from jupyter_openbis_server.domain.catalogue.data_set import DataSet

CONTENTS = {"c1": ("a", "b"), "c2": ("b", "d"), "c3": ("c3",)}


def listed(*perm_ids: str) -> list[DataSet]:
    return [DataSet(each, "T", "CONTAINER" if each in CONTENTS else "PHYSICAL") for each in perm_ids]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (listed("c1", "a", "b", "x"), ["c1", "x"]),
        (listed("a", "b", "c1"), ["a", "b"]),
        (listed("a", "c1", "x"), ["a", "b", "x"]),
        (listed("c1", "c2"), ["c1", "d"]),
        (listed("c3"), ["c3"]),
        (listed("x", "x"), ["x"]),
        (["c1", "a"], ["c1", "a"]),
    ],
)
def test_each_data_set_is_returned_once(given: list[DataSet], expected: list[str]) -> None:
    assert list(each_once(given, CONTENTS.__getitem__)) == expected


def test_input_is_consumed_lazily() -> None:
    found = iter(listed("x", "c1"))
    assert next(each_once(found, CONTENTS.__getitem__)) == "x"
    assert next(found).perm_id == "c1"
