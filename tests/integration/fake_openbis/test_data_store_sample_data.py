"""The sample laboratory: reproducible, with all documented special cases."""

from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import png
from jupyter_openbis_server.fake_openbis.sample_data.sample_types import DATA_TYPES
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.store import Store


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Laboratory:
    laboratory = Laboratory(tmp_path_factory.mktemp("lab"))
    sample.fill(laboratory)
    return laboratory


def everything(laboratory: Laboratory) -> tuple[list[object], dict[str, bytes]]:
    tables = (laboratory.spaces, laboratory.projects, laboratory.experiments, laboratory.samples, laboratory.data_sets)
    store = laboratory.folder / "store"
    files = {str(file.relative_to(store)): file.read_bytes() for file in store.rglob("*") if file.is_file()}
    return [row for table in tables for row in table], files


def test_the_sample_data_is_reproducible(lab: Laboratory, tmp_path: Path):
    other = Laboratory(tmp_path, clock=lambda: 2_000_000_000.0)
    sample.fill(other)
    rows, files = everything(lab)
    other_rows, other_files = everything(other)
    assert files == other_files
    assert [row.key for row in rows] == [row.key for row in other_rows]
    assert list(lab.data_sets) == list(other.data_sets)


def test_every_data_type_has_a_property_and_a_type_that_uses_it(lab):
    used = {one.property_type for one in lab.entity_type("DATA_SET", "CHARACTERISATION").assignments}
    assert {lab.property_types.get(code).data_type for code in used} == set(DATA_TYPES)


def test_types_refer_to_properties_and_vocabularies_that_exist(lab):
    for entity_type in lab.entity_types:
        for assignment in entity_type.assignments:
            property_type = lab.property_types.get(assignment.property_type)
            assert property_type.vocabulary is None or lab.vocabularies.get(property_type.vocabulary).terms


def test_data_sets_match_their_types(lab):
    for data_set in lab.data_sets:
        assignments = lab.entity_type("DATA_SET", data_set.type).assignments
        assert set(data_set.properties) <= {one.property_type for one in assignments}
        assert {one.property_type for one in assignments if one.mandatory} <= set(data_set.properties)


def test_recorded_sizes_are_the_sizes_on_disk(lab):
    store = Store(lab)
    for data_set in lab.data_sets:
        if data_set.kind == "PHYSICAL":
            assert data_set.physical_data.size == sum(node.length for node in store.nodes(data_set))


def test_one_sample_has_more_than_ten_data_sets_and_one_has_none(lab):
    def number_of_data_sets(identifier: str) -> int:
        return len(lab.data_sets.find("sample", lab.sample(identifier).perm_id))

    assert number_of_data_sets(sample.TIME_SERIES) == 13
    assert number_of_data_sets(sample.EMPTY_BENCH) == 0


def test_images_are_png_files_of_some_size():
    image = png(1)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(image) > 1000


def test_a_user_sees_only_permitted_spaces(lab):
    restricted = lab.data_set(sample.RESTRICTED)
    assert lab.may_see("admin", restricted)
    assert not lab.may_see("alice", restricted)
    assert not lab.may_see("bob", restricted)
