"""Conversion of numpy and pandas values to Python values."""

import datetime as dt
import enum
import math

import numpy as np
import pandas as pd
import pytest

from jupyter_openbis_server.entrypoints.plain_values import plain_value


class Verdict(str, enum.Enum):
    PASSED = "passed"


MOMENT = dt.datetime(2024, 5, 17, 12, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=2)))
NAIVE = MOMENT.replace(tzinfo=None)


@pytest.mark.parametrize(
    "missing", [None, pd.NA, pd.NaT, np.datetime64("NaT"), np.ma.masked], ids=["None", "NA", "NaT", "numpy", "masked"]
)
def test_missing_values_are_none(missing):
    assert plain_value(missing) is None


@pytest.mark.parametrize("missing", [float("nan"), np.float64("nan"), np.float32("nan")])
def test_nan_stays_nan(missing):
    assert math.isnan(plain_value(missing))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(63), 63),
        (np.uint8(63), 63),
        (np.float64(63), 63.0),
        (np.float32(0.1), 0.1),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.datetime64("2024-05-17T12:00:00.123456789"), NAIVE),
        (pd.Timestamp("2024-05-17T12:00:00.123456789+02:00"), MOMENT),
        (np.array(5), 5),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array([0.1], dtype="float32"), [0.1]),
        (np.array(["2024-05-17T12:00:00.123456789"], dtype="datetime64[ns]"), [NAIVE]),
        (np.ma.array([1, 2], mask=[False, True]), [1, None]),
        (pd.Series([1, None], dtype="Int64"), [1, None]),
        (pd.Series([MOMENT]), [MOMENT]),
        (pd.Categorical(["a", "b"]), ["a", "b"]),
        (pd.Index([1, 2]), [1, 2]),
        ((np.int64(1), "a"), [1, "a"]),
        (Verdict.PASSED, "passed"),
        ({Verdict.PASSED: [Verdict.PASSED]}, {"passed": ["passed"]}),
        ({"wells": np.int64(96), "rows": np.array([1])}, {"wells": 96, "rows": [1]}),
    ],
    ids=str,
)
def test_value_is_converted_to_a_python_value(value, plain):
    assert plain_value(value) == plain
    assert type(plain_value(value)) is type(plain)


def test_a_row_of_a_table_becomes_plain_values():
    table = pd.DataFrame({"N": [63, None], "TEXT": ["a", None], "WHEN": [pd.Timestamp(NAIVE), pd.NaT]})
    first, second = (
        {code: plain_value(value) for code, value in row.items()} for row in table.to_dict(orient="records")
    )
    assert first == {"N": 63.0, "TEXT": "a", "WHEN": NAIVE}
    assert math.isnan(second["N"])
    assert second["WHEN"] is None


@pytest.mark.parametrize(
    "value",
    [np.timedelta64(1, "ns"), pd.Timedelta("1s"), pd.Period("2024"), np.datetime64("12000-01-01"), {1, 2}, b"x"],
    ids=repr,
)
def test_unsupported_value_is_unchanged_and_refused_by_the_validation(value):
    assert plain_value(value) is value
