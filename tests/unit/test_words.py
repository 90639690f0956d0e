"""The check of the word list, `.ci/words.py`."""

import runpy
from pathlib import Path

import pytest

words = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "words.py"))
ADAPTERS = "jupyter_openbis_server/adapters"


def found(text: str, path: str = "docs/page.md") -> list[str]:
    return [use.found for use in words["uses_in"](path, text)]


@pytest.mark.parametrize(
    "text",
    [
        "What is told",
        "is_told(x)",
        "isTold",
        "TOLD = 1",
        "_MOST" + "_NAMES",
        "in\ntold",
        "It stands here.",
        "a file lies there",
    ],
)
def test_words_are_found_in_prose_and_in_names(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", ["untold", "something", "what it stands for", "layout", "at most", "the most files"])
def test_other_words_are_accepted(text: str) -> None:
    assert found(text) == []


def test_names_of_tests_are_counted_where_they_are_defined() -> None:
    assert found("see `test_what_is_told` and `TestTold`") == []
    assert found("def test_what_is_told() -> None:", "tests/unit/test_a.py") == ["told"]


def test_a_use_is_reported_with_its_line() -> None:
    (use,) = words["uses_in"]("docs/page.md", "one\ntwo told\n")
    assert (use.path, use.line, use.prefix) == ("docs/page.md", 2, "docs")


def test_uses_are_counted_for_the_first_folder_that_fits() -> None:
    uses = [*words["uses_in"](f"{ADAPTERS}/openbis/a.py", "told"), *words["uses_in"](f"{ADAPTERS}/a.py", "told told")]
    assert words["count"](uses) == {"told": {ADAPTERS: 2, f"{ADAPTERS}/openbis": 1}}


def test_a_higher_count_is_a_problem_and_its_uses_are_listed() -> None:
    uses = list(words["uses_in"]("docs/page.md", "told"))
    lines = list(words["problems"](words["count"](uses), {}, uses))
    assert len(lines) == 2
    assert "docs/page.md:1: told" in lines[1]


def test_a_lower_count_is_a_problem_until_the_baseline_is_lowered() -> None:
    baseline = {"told": {"docs": 2, "soak": 1}}
    uses = list(words["uses_in"]("docs/page.md", "told"))
    counts = words["count"](uses)
    assert any("--update" in line for line in words["problems"](counts, baseline, uses))
    assert words["lowered"](counts, baseline) == {"told": {"docs": 1}}
    assert list(words["problems"](counts, words["lowered"](counts, baseline), uses)) == []


def test_an_update_never_raises_a_count() -> None:
    assert words["lowered"]({"told": {"docs": 5}}, {"told": {"docs": 2}}) == {"told": {"docs": 2}}
