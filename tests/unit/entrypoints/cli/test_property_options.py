"""Property values on the command line and in YAML."""

import math

import click
import pytest

from jupyter_openbis_server.domain.properties.python_values import WrittenValue
from jupyter_openbis_server.entrypoints.cli.options.property_options import values_from_file, values_from_options


@pytest.fixture
def read(tmp_path):
    def values(text: str):
        path = tmp_path / "props.yaml"
        path.write_text(text, "utf-8")
        return values_from_file(path)

    return values


def test_an_option_is_a_text():
    assert values_from_options(["$NAME=a=b", " notes = x"]) == {"$NAME": "a=b", "NOTES": " x"}


def test_a_repeated_option_is_a_list():
    assert values_from_options(["A=x", "B=1", "a=y"]) == {"A": ["x", "y"], "B": "1"}


@pytest.mark.parametrize("option", ["A", "=x", " =x"])
def test_an_option_must_have_a_code_and_a_value(option):
    with pytest.raises(click.BadParameter, match="is not CODE=VALUE"):
        values_from_options([option])


def test_missing_file_has_no_values():
    assert values_from_file(None) == {}


def test_texts_are_read_unchanged(read):
    assert read("plate: 0012\ngain: 2.50\nday: 2024-05-17\ntext: yes\nlines: |\n  a\n  b\n") == {
        "PLATE": "0012", "GAIN": "2.50", "DAY": "2024-05-17", "TEXT": "yes", "LINES": "a\nb\n",
    }  # fmt: skip


@pytest.mark.parametrize("notation", ["null", "~", "", "Null"])
def test_null_is_none(read, notation):
    value = read(f"A: {notation}")["A"]
    assert isinstance(value, WrittenValue)
    assert value.meaning is None


def test_a_quoted_null_is_a_text(read):
    assert not isinstance(read("A: 'null'")["A"], WrittenValue)


@pytest.mark.parametrize(
    ("notation", "meaning"),
    [("12", 12), ("0x1F", 31), ("1.5", 1.5), ("true", True), ("False", False), ("-.inf", -math.inf)],
)
def test_number_or_boolean_keeps_its_meaning(read, notation, meaning):
    value = read(f"A: {notation}")["A"]
    assert (value, value.meaning) == (notation, meaning)
    assert type(value.meaning) is type(meaning)


def test_nan_keeps_its_meaning(read):
    assert math.isnan(read("A: .NaN")["A"].meaning)


def test_lists_and_maps_are_read(read):
    assert read("A: [x, y]\nB:\n  - 1\n  - 2\nC: {gain: 2, on: [true]}\n") == {
        "A": ["x", "y"],
        "B": ["1", "2"],
        "C": {"gain": "2", "on": ["true"]},
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A: [", "is not YAML"),
        ("- A", "must have lines"),
        ("", "must have lines"),
        ("A: 1\na: 2", "has A twice"),
        ("A: {b: 1, b: 2}", "has b twice"),
        ("? [a]\n: b", "has a key that is not a text"),
        ("A: &list [*list]", "is nested without end"),
    ],
)
def test_files_without_a_mapping_of_properties_are_refused(read, text, problem):
    with pytest.raises(click.BadParameter, match=problem):
        read(text)


def test_aliases_that_expand_too_much_are_refused(read):
    levels = "".join(f"L{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 9))
    with pytest.raises(click.BadParameter, match="more than 100000 values"):
        read(f"L0: &l0 x\n{levels}")
