"""Days and times that limit a search."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.dates import is_reversed, parse_date, zoned

DAY = dt.date(2024, 1, 31)
MOMENT = dt.datetime(2024, 1, 31, 10, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize("text", ["2024-01-31T10:00:00Z", "2024-01-31 11:00:00+01:00", "2024-01-31T10:00:00.000+00:00"])
def test_times_have_a_zone(text: str):
    assert parse_date(text, "from") == MOMENT


def test_days_have_none():
    assert parse_date(" 2024-01-31 ", "from") == DAY
    assert zoned(DAY) == DAY
    assert parse_date("  ", "from") is None


def test_a_time_without_zone_is_of_this_computer():
    local = dt.datetime(2024, 1, 31, 10)  # noqa: DTZ001 - on purpose
    assert parse_date("2024-01-31T10:00", "from") == local.astimezone()


@pytest.mark.parametrize("text", ["yesterday", "31.1.2024", "2024-02-30", "10:00", "2024-01-31T25:00", "9" * 100])
def test_other_texts_are_refused(text: str):
    with pytest.raises(InvalidSearch, match="modifiedFrom: '"):
        parse_date(text, "modifiedFrom")


def test_limits_are_compared_if_they_are_of_one_kind():
    assert is_reversed(DAY, DAY - dt.timedelta(days=1))
    assert is_reversed(MOMENT, MOMENT - dt.timedelta(seconds=1))
    assert not is_reversed(DAY, MOMENT - dt.timedelta(days=9))
    assert not is_reversed(DAY, DAY)
    assert not is_reversed(None, DAY)
    assert not is_reversed(DAY, None)
