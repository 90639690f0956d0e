"""Sets of byte ranges."""

from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.shared.byte_ranges import ByteRanges

spans = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)))


@given(spans=spans, size=st.integers(0, 30))
def test_ranges_contain_the_added_bytes_only(spans: list[tuple[int, int]], size: int) -> None:
    ranges = ByteRanges()
    expected: set[int] = set()
    for start, length in spans:
        ranges.add(start, start + length)
        expected.update(range(start, start + length))
    assert {place for start, end in ranges for place in range(start, end)} == expected
    assert {place for start, end in ranges.missing(size) for place in range(start, end)} == set(range(size)) - expected
    assert ranges.total == len(expected)
    assert ranges.holds(3, size) == (expected >= set(range(3, size)))
    assert ranges.is_all(size) == (expected == set(range(size)))


@given(spans=spans)
def test_ranges_are_in_order_and_do_not_touch(spans: list[tuple[int, int]]) -> None:
    ranges = ByteRanges()
    for start, length in spans:
        ranges.add(start, start + length)
    edges = [edge for each in ranges for edge in each]
    assert edges == sorted(set(edges))
