"""One data set, looked at closely."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotFound, UnknownConnection
from jupyter_openbis_server.domain.use_cases import DescribeDataset


@pytest.fixture
def describe(keeper, data_sets, data_store, world) -> DescribeDataset:
    return DescribeDataset(keeper, data_sets, data_store)


def test_metadata_and_files_are_told(describe, world):
    found = describe("lab", world.data_set.perm_id)
    assert found.data_set.properties == world.data_set.properties
    assert {each.path: each.size for each in found.files if not each.is_folder} == {
        path: len(content) for path, content in world.data_set.files.items()
    }
    assert found.problem is None


def test_what_does_not_exist_is_an_error(describe):
    with pytest.raises(DataSetNotFound):
        describe("lab", "20990101000000000-1")
    with pytest.raises(UnknownConnection):
        describe("nowhere", "20990101000000000-1")


def test_where_there_are_no_files_to_list_the_metadata_is_told_all_the_same(describe, openbis, world):
    outside = openbis.add_data_set("RAW_DATA", world.experiment, kind="LINK")
    found = describe("lab", outside.perm_id)
    assert (found.data_set.kind, found.files) == ("LINK", ())
