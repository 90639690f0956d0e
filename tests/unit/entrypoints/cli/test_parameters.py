"""Values of options: rates and points in time."""

import datetime as dt

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.options.parameters import DateOrTime, moment, rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2048", 2048),
        ("10M", 10 * 2**20),
        ("1.5 GiB", 3 * 2**29),
        ("500kB/s", 500 * 1024),
        (" 1K ", 1024),
        (f"{'9' * 400}G", 10**15 * 2**30),
    ],
)
def test_rates(text: str, expected: int) -> None:
    assert rate(text) == expected


@pytest.mark.parametrize("text", ["", "fast", "10X", "0", "-5M", "1023", "M", "٣M"])
def test_other_texts_are_no_rates(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no rate of at least 1K"):
        rate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T12:00+01:00", dt.datetime(2026, 1, 31, 11, tzinfo=dt.timezone.utc)),
        ("2026-01-31T12:00:30Z", dt.datetime(2026, 1, 31, 12, 0, 30, tzinfo=dt.timezone.utc)),
        ("2026-01-31", dt.datetime(2026, 1, 31).astimezone()),
        ("2026-01-31 08:15", dt.datetime(2026, 1, 31, 8, 15).astimezone()),
    ],
)
def test_dates_and_times(text: str, expected: dt.datetime) -> None:
    assert moment(text) == expected
    assert moment(text).tzinfo is not None


@pytest.mark.parametrize(("text", "seconds"), [("90m", 5400), ("12h", 43200), ("7d", 604800), ("2 W", 1209600)])
def test_durations_end_now(text: str, seconds: int) -> None:
    before = dt.datetime.now(dt.timezone.utc)
    found = moment(text)
    assert before <= found + dt.timedelta(seconds=seconds) <= dt.datetime.now(dt.timezone.utc)


@pytest.mark.parametrize("text", ["", "yesterday", "31.1.2026", "7", "999999999w", "2026-13-01"])
def test_other_texts_are_no_times(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no date"):
        moment(text)


def test_dates_of_searches_stay_days_and_durations_are_times() -> None:
    convert = DateOrTime().convert
    assert type(convert("2026-01-31", None, None)) is dt.date
    assert isinstance(convert("7d", None, None), dt.datetime)
    assert convert("2026-01-31T12:00Z", None, None) == moment("2026-01-31T12:00Z")
