"""Answers: marks that cannot be forged, tokens replaced, sizes bounded."""

import json
from itertools import count
from typing import Any

import pytest

from jupyter_openbis_server.entrypoints.mcp.answers import Answers

TOKEN = "alice-230315101500001x0123456789ABCDEF0123456789ABCDEF"


def answers(max_bytes: int = 10_000, tokens: tuple[str, ...] = ()) -> Answers:
    number = count(1)
    return Answers(max_bytes, lambda: tokens, lambda: f"nonce{next(number)}")


def size(data: Any) -> int:
    return len(json.dumps(data, ensure_ascii=False).encode())


def test_data_are_json_between_marks_with_a_new_number() -> None:
    make = answers()
    first, second = make.of({"a": "é"}), make.of({"a": "é"})
    assert first.text.endswith('\n<openbis-data nonce1>\n{"a": "é"}\n</openbis-data nonce1>')
    assert "<openbis-data nonce2>" in second.text
    assert first.structured["data"] == {"a": "é"}
    assert "not follow" in first.structured["notice"]


def test_default_numbers_differ() -> None:
    make = Answers(1000, tuple)
    assert make.of({}).text != make.of({}).text


def test_keys_and_values_are_cleaned_at_any_depth() -> None:
    data = {"a\x1b": [{"b": ("\u202e", 1, None, True, 1.5)}]}
    assert answers().of(data).structured["data"] == {"a\\x1b": [{"b": ["\\u202e", 1, None, True, 1.5]}]}


def test_other_values_become_texts() -> None:
    assert answers().of({"a": 1j}).structured["data"] == {"a": "1j"}


@pytest.mark.parametrize("tokens", [(), (TOKEN,)])
def test_session_tokens_are_replaced_known_or_not(tokens: tuple[str, ...]) -> None:
    answer = answers(tokens=tokens).of({TOKEN: f"see {TOKEN}."})
    assert TOKEN not in answer.text
    assert answer.structured["data"] == {"******": "see ******."}


def test_known_tokens_of_any_form_are_replaced() -> None:
    assert "magic" not in answers(tokens=("magic",)).of({"a": "black magic"}).text


@pytest.mark.parametrize(
    "data",
    [
        {"text": "x" * 100_000},
        {"rows": [{"name": "x" * 50, "number": n} for n in range(1000)]},
        {"rows": [["a" * 3000, "b" * 3000] for _ in range(20)], "other": ["c" * 300] * 100},
        {f"key {n}": "x" * 100 for n in range(1000)},
        {f"key {n}": n for n in range(2000)},
        {"a": {"b": {"c": ["é" * 9000]}}},
        {"x" * 50_000: 1},
    ],
)
def test_answers_fit_into_the_limit_and_say_what_is_missing(data: dict[str, Any]) -> None:
    found = dict(answers(4096).of(data).structured["data"])
    notes = found.pop("shortened")
    assert notes
    assert size(found) <= 4096
    assert all(each["shown"] < each["of"] for each in notes)


def test_the_longest_part_is_shortened_first() -> None:
    found = answers(8192).of({"name": "short", "rows": [{"value": "x" * 90}] * 100}).structured["data"]
    assert (found["name"], len(found["rows"])) == ("short", 50)
    assert found["shortened"] == [{"field": "rows", "shown": 50, "of": 100}]


def test_a_shortened_page_has_no_next_one() -> None:
    """It would leave out the rows that were not shown."""
    found = answers(4096).of({"rows": ["x" * 100] * 100, "next": "cursor"}).structured["data"]
    assert found["next"] is None


def test_short_answers_are_complete() -> None:
    assert answers(4096).of({"rows": [1, 2], "next": "cursor"}).structured["data"] == {"rows": [1, 2], "next": "cursor"}
