"""Paging: each row of a listing is read once, also if rows are added or deleted between pages."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows

PAGE = 10


class Listing:
    """Numbers in descending order, as data sets come: the newest first."""

    def __init__(self, rows: list[int], change: Callable[[list[int], int], None] = lambda *_: None) -> None:
        self.rows = rows
        self.requests: list[PageRequest] = []
        self._change = change

    def read(self, page: PageRequest) -> tuple[list[int], int]:
        if self.requests:
            self._change(self.rows, len(self.requests))
            self.rows.sort(reverse=True)
        self.requests.append(page)
        return self.rows[page.start : page.start + page.count], len(self.rows)

    def all(self) -> list[int]:
        return list(all_rows(self.read, lambda row: row, PAGE))


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 19, 20, 100])
def test_all_rows_are_returned_in_order(number):
    listing = Listing(list(range(number, 0, -1)))
    assert listing.all() == list(range(number, 0, -1))
    assert len(listing.requests) <= 1 + number // (PAGE - 1)


@pytest.mark.parametrize("times", [1, 3, 10, 25])
def test_concurrent_deletions_lose_no_other_rows(times):
    deleted = set()

    def delete_the_newest(rows, _):
        deleted.update(rows[:times])
        del rows[:times]

    found = Listing(list(range(100, 0, -1)), delete_the_newest).all()
    assert len(found) == len(set(found))
    assert set(range(1, 101)) - deleted <= set(found)


def test_the_last_row_of_a_page_may_be_deleted():
    listing = Listing(list(range(30, 0, -1)), lambda rows, request: rows.remove(21) if request == 1 else None)
    assert listing.all() == list(range(30, 0, -1))


def test_all_that_was_read_may_be_deleted():
    def delete_what_was_read(rows, request):
        if request == 2:
            del rows[:19]

    assert Listing(list(range(50, 0, -1)), delete_what_was_read).all() == list(range(50, 0, -1))


@pytest.mark.parametrize("times", [1, 2, 9, 15])
def test_concurrent_additions_repeat_no_rows(times):
    def add(rows, request):
        rows += range(1000 * request, 1000 * request + times)

    found = Listing(list(range(60, 0, -1)), add).all()
    assert len(found) == len(set(found))
    assert [row for row in found if row <= 60] == list(range(60, 0, -1))


@given(st.integers(0, 80), st.integers(0, 2**32))
def test_unchanged_rows_are_returned_once_under_arbitrary_changes(number, seed):
    chance = random.Random(seed)
    lasting = set(range(0, 2 * number, 2))

    def change(rows, request):
        for row in [each for each in rows if each not in lasting]:
            if chance.random() < 0.5:
                rows.remove(row)
        if request < 20:
            rows += {chance.randrange(1, 400, 2) for _ in range(5)} - set(rows)

    found = Listing([*reversed(range(2 * number))], change).all()
    assert len(found) == len(set(found))
    assert lasting <= set(found)
