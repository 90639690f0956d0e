"""Path patterns: semantics, and bounded matching time for every pattern."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.shared.name_patterns import PathPattern, PathPatterns, escaped, literal, names_of
from tests.fuzz.patterns import CountedNames, fits_slowly

NAMES = st.text(st.sampled_from("ab*?.[]!x"), min_size=1, max_size=6)
PATTERNS = st.lists(NAMES | st.just("**"), min_size=1, max_size=6).map("/".join)
PATHS = st.lists(st.text(st.sampled_from("abx.[]"), min_size=1, max_size=4), min_size=1, max_size=6)


@given(pattern=PATTERNS, path=PATHS)
@example("**/**/a/**/**", ["a", "a"])
@example("**", ["a"])
@example("a/**", ["a"])
def test_pattern_matches_like_the_reference_implementation(pattern: str, path: list[str]) -> None:
    assert PathPattern.parse(pattern).fits(path) == fits_slowly(pattern, tuple(path))


@pytest.mark.parametrize(
    "pattern", ["**/" * 12 + "*.csv", "**/a/" * 30 + "b", "/".join(["**", *["*a" * 20] * 10, "b"])]
)
def test_matching_time_is_linear_in_the_length_of_the_path(pattern: str) -> None:
    """Ten times the folders, about ten times the comparisons: each name is compared with each name at most."""
    compared = []
    for length in (30, 300):
        path = CountedNames(["a" * 20] * length)
        assert not PathPattern.parse(pattern).fits(path)
        compared.append(path.count)
    assert compared[1] <= 12 * compared[0]
    assert compared[1] <= 300 * len(names_of(pattern))


def test_stars_within_a_name_do_not_backtrack() -> None:
    """pytest's time limit ends this where `*` is tried again for each of the others."""
    assert not PathPattern.parse("*a" * 60 + "b").fits(["a" * 200])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("a.csv", "a.csv"), ("run [[]1]", "run [1]"), ("a[*]b[?]", "a*b?"), ("a*", None), ("[ab]", None), ("a?", None)],
)
def test_literal_pattern_returns_its_only_path(pattern: str, path: str | None) -> None:
    assert literal(pattern) == path


@pytest.mark.parametrize("pattern", ["[z-a]", "[", "[]", "[!]", "a[", "[!", "[[]", "(", "\\", "a{2}", "[\\d]", "[a-]"])
def test_every_text_is_a_valid_pattern(pattern: str) -> None:
    PathPattern.parse(pattern).fits(["a"])


@given(
    patterns=st.lists(PATTERNS | NAMES.map(lambda name: f"**/{name}"), max_size=120), paths=st.lists(PATHS, max_size=5)
)
def test_several_patterns_match_if_one_of_them_does(patterns: list[str], paths: list[list[str]]) -> None:
    parsed = [PathPattern.parse(each) for each in patterns]
    together = PathPatterns(parsed)
    for path in paths:
        assert together.fit(path) == any(each.fits(path) for each in parsed)


@given(st.text(st.sampled_from("ab*?.[]!/x")))
def test_an_escaped_path_is_the_pattern_that_matches_only_this_path(path: str) -> None:
    assert literal(escaped(path)) == path
