"""Properties that are derived from a data set's metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, PhysicalData
from jupyter_openbis_server.domain.shared.page import PageRequest


@pytest.mark.parametrize("status", ["AVAILABLE", "LOCKED", "BACKUP_PENDING", None])
def test_available_data_is_readable(status):
    assert PhysicalData("store/1", 1, status).is_readable


@pytest.mark.parametrize("status", ["ARCHIVED", "ARCHIVE_PENDING", "UNARCHIVE_PENDING", "something new"])
def test_archived_and_pending_data_is_not_readable(status):
    assert not PhysicalData("store/1", 1, status).is_readable


def test_data_set_name_is_read_from_its_property():
    assert DataSet("1-1", "RAW_DATA", properties={"$NAME": "Plates"}).name == "Plates"
    assert DataSet("1-1", "RAW_DATA").name is None


def test_size_and_status_are_those_of_the_physical_data():
    data_set = DataSet("1-1", "RAW_DATA", physical=PhysicalData("store/1", 42, "ARCHIVED"))
    assert (data_set.size, data_set.status) == (42, "ARCHIVED")


def test_a_container_has_neither_size_nor_status():
    data_set = DataSet("1-1", "BUNDLE", "CONTAINER")
    assert (data_set.size, data_set.status) == (None, None)


@pytest.mark.parametrize(
    ("asked", "start", "count"),
    [
        (PageRequest(), 0, 10),
        (PageRequest(20, 5), 20, 5),
        (PageRequest(-1, -1), 0, 0),
        (PageRequest(0, 0), 0, 0),
        (PageRequest(7, 1001), 7, 1000),
        (PageRequest(10**12, 10**12), 10**12, 1000),
    ],
)
def test_page_out_of_range_is_clamped(asked, start, count):
    assert (asked.start, asked.count) == (start, count)


@given(st.integers(), st.integers())
def test_every_page_is_within_the_limits(start, count):
    page = PageRequest(start, count)
    assert page.start >= 0
    assert 0 <= page.count <= PageRequest.MAX_COUNT
