"""Names of entities and data sets in folders."""

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.hierarchy.names import EntryName, unique_names

PERM_ID = "20230315101500001-1001"


def entity(kind: EntityKind, code: str) -> Entity:
    return Entity(kind, f"of {kind.value}", f"/SPACE/PROJECT/{code}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HEAT_SHOCK", EntryName("HEAT_SHOCK")),
        ("PLATE:A1", EntryName("PLATE:A1")),
        ("A.B-1", EntryName("A.B-1")),
        ("A.SAMPLE", EntryName("A.SAMPLE")),
        ("A.sample", EntryName("A", EntityKind.SAMPLE)),
        ("A.B.dataset", EntryName("A.B", EntityKind.DATA_SET)),
        ("GRÖSSE", EntryName("GRÖSSE")),
    ],
)
def test_name_is_a_code_and_maybe_a_kind(name: str, expected: EntryName) -> None:
    assert EntryName.parse(name) == expected


@pytest.mark.parametrize(
    "name", ["", "files", "heat_shock", "A b", "A*", ".sample", "A.sample.sample", "A.Sample", "?"]
)
def test_what_cannot_be_a_code_is_no_name(name: str) -> None:
    assert EntryName.parse(name) is None


@pytest.mark.parametrize(
    ("name", "folder", "kinds"),
    [
        ("X", None, "space"),
        ("X", EntityKind.SPACE, "project sample"),
        ("X", EntityKind.PROJECT, "experiment sample"),
        ("X", EntityKind.EXPERIMENT, "sample dataSet"),
        ("X", EntityKind.SAMPLE, "dataSet"),
        ("X.sample", EntityKind.PROJECT, "sample"),
        ("X.sample", EntityKind.SAMPLE, ""),
        (PERM_ID, EntityKind.EXPERIMENT, "dataSet"),
        (PERM_ID, EntityKind.PROJECT, ""),
        (f"{PERM_ID}.space", None, "space"),
        (f"{PERM_ID}.sample", EntityKind.EXPERIMENT, "sample"),
    ],
)
def test_kinds_that_a_name_can_mean_depend_on_the_folder(name: str, folder: EntityKind | None, kinds: str) -> None:
    parsed = EntryName.parse(name)
    assert parsed
    assert [each.value for each in parsed.kinds_in(folder)] == kinds.split()


def test_name_is_the_code_where_that_is_enough() -> None:
    items = [
        entity(EntityKind.SAMPLE, "A"),
        entity(EntityKind.SAMPLE, PERM_ID),
        entity(EntityKind.SAMPLE, "OWN_CODE"),
        DataSet(PERM_ID, "RAW_DATA"),
        DataSet("OWN_CODE", "RAW_DATA"),
    ]
    assert [*unique_names(items)] == ["A", f"{PERM_ID}.sample", "OWN_CODE", PERM_ID, "OWN_CODE.dataset"]


def test_sample_with_the_code_of_an_experiment_is_named_by_its_kind() -> None:
    items = [entity(EntityKind.EXPERIMENT, "X"), entity(EntityKind.SAMPLE, "X"), entity(EntityKind.SAMPLE, "Y")]
    assert [*unique_names(items)] == ["X", "X.sample", "Y"]
