"""Times in documents of others."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.research_objects.iso_times import utc_time


@pytest.mark.parametrize(
    "text", ["2024-05-17T12:30:00Z", "2024-05-17T12:30:00", "2024-05-17T14:30:00+02:00", "2024-05-17T12:30:00.000000"]
)
def test_times_are_in_utc(text: str) -> None:
    assert utc_time(text) == dt.datetime(2024, 5, 17, 12, 30, tzinfo=dt.timezone.utc)
    assert utc_time(text).tzinfo is dt.timezone.utc


@pytest.mark.parametrize("text", ["", "Z", "now", "07:12:23", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_other_texts_are_no_times(text: str) -> None:
    assert utc_time(text) is None
