"""Pages of results sorted by modification while openBIS changes: no row is lost; which ones can be repeated."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.search import cursor as cursors
from jupyter_openbis_server.domain.search.continuing import rows_after
from jupyter_openbis_server.domain.search.cursor import Cursor, first_cursor
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.results import FoundPage
from jupyter_openbis_server.domain.shared.page import PageRequest

START = dt.datetime(2024, 1, 31, 12, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
ORDERS = ["modified", "-modified"]
MAX_CHANGES = 25


@dataclass
class Model:
    """An openBIS of rows, sorted by modification, that changes before each request but the first one."""

    change: Callable[["Model"], None] = lambda _: None
    now: dt.datetime = START
    rows: dict[str, Entity] = field(default_factory=dict)
    requests: int = 0
    deleted: set[str] = field(default_factory=set)
    modified: dict[str, int] = field(default_factory=dict)

    def add(self, modified: dt.datetime) -> str:
        perm_id = f"1-{len(self.rows) + len(self.deleted):04}"
        self.rows[perm_id] = Entity(EntityKind.SAMPLE, perm_id, f"/L/{perm_id}", "T", modified=modified)
        return perm_id

    def modify(self, perm_id: str, moment: dt.datetime | None = None) -> None:
        """Modify a row; openBIS's dates never go back."""
        row = self.rows[perm_id]
        assert row.modified
        self.rows[perm_id] = replace(row, modified=max(row.modified, moment or self.now))
        self.modified[perm_id] = self.requests

    def delete(self, perm_id: str) -> None:
        del self.rows[perm_id]
        self.deleted.add(perm_id)

    def read(self, order: Order, page: PageRequest) -> FoundPage:
        if self.requests:
            self.change(self)
        self.requests += 1
        rows = sorted(self.rows.values(), key=lambda row: (row.modified, row.perm_id), reverse=order.descending)
        return FoundPage(tuple(rows[page.start : page.start + page.count]), len(rows))

    def pages(self, sort: str, count: int, start: int = 0) -> list[list[tuple[str, int]]]:
        """Return the pages: permIds, each with the number of the requests when it was returned."""
        order = Order.parse(sort)
        newest = self.read(order, PageRequest(0, 1)).rows[0] if start and order.descending and self.rows else None
        found = self.read(order, PageRequest(start, count))
        following = first_cursor(found.rows, order, start, found.total, newest)
        pages = [[(row.perm_id, self.requests) for row in found.rows]]
        while following is not None:
            _, found, following = rows_after(self.read, Cursor.parse(str(following), order), count)
            assert len(found.rows) <= count
            pages.append([(row.perm_id, self.requests) for row in found.rows])
        return pages


class Changes:
    """Random changes before the first requests; time passes.

    They end at some point: with one row a page, as many could be added as are read.
    """

    def __init__(self, seed: int, *, late: bool, most: int = 4) -> None:
        self.chance = random.Random(seed)
        self.late = late
        self.most = most

    def __call__(self, model: Model) -> None:
        model.now += self.chance.choice([SECOND * 0, SECOND / 1000, SECOND, 8 * MINUTE])
        for _ in range(self.chance.randint(0, self.most) if model.requests < MAX_CHANGES else 0):
            change = self.chance.choice(["add", "delete", "modify", "modify", "late"])
            some = self.chance.choice(sorted(model.rows) or [""])
            if change == "add":
                model.add(model.now)
            elif change == "delete" and some:
                model.delete(some)
            elif some and change == "modify":
                model.modify(some)
            elif some and self.late:  # a transaction that began earlier is committed
                model.modify(some, model.now - self.chance.randint(0, 14) * MINUTE)


def filled(model: Model, number: int, chance: random.Random) -> set[str]:
    """Add rows; some have been modified at the same time, or a short time ago."""
    gaps = [dt.timedelta(0), SECOND / 1000, SECOND, MINUTE, dt.timedelta(days=3)]
    moment, known = START - chance.choice(gaps), set()
    for _ in range(number):
        known.add(model.add(moment))
        moment -= chance.choice(gaps)
    return known


@pytest.mark.parametrize("sort", ORDERS)
@settings(max_examples=100, deadline=None)
@given(number=st.integers(0, 60), count=st.integers(1, 12), seed=st.integers(0, 2**32))
def test_pages_neither_lose_nor_repeat_rows(sort: str, number: int, count: int, seed: int) -> None:
    model = Model(Changes(seed, late=True))
    known = filled(model, number, random.Random(seed))
    found = [perm_id for page in model.pages(sort, count) for perm_id, _ in page]
    assert len(found) == len(set(found))
    assert known - model.deleted <= set(found)


@pytest.mark.parametrize("sort", ORDERS)
@settings(max_examples=100, deadline=None)
@given(number=st.integers(0, 60), count=st.integers(1, 12), remembered=st.integers(1, 20), seed=st.integers(0, 2**32))
def test_more_rows_than_a_cursor_remembers_are_not_lost_and_repeated_only_if_modified(
    sort: str, number: int, count: int, remembered: int, seed: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cursors, "MAX_RETURNED", remembered)
        model = Model(Changes(seed, late=False, most=2))
        known = filled(model, number, random.Random(seed))
        model.now += SECOND
        pages = model.pages(sort, count)
    returned: dict[str, int] = {}
    for perm_id, when in (row for page in pages for row in page):
        if perm_id in returned and perm_id not in model.modified:
            raise AssertionError(f"{perm_id} was repeated although it was not modified")
        returned[perm_id] = when
    assert known - model.deleted <= set(returned)


@pytest.mark.parametrize("sort", ORDERS)
def test_rows_that_do_not_change_are_in_order(sort: str) -> None:
    model = Model()
    rows = [model.add(START - each * dt.timedelta(days=1)) for each in range(10)]
    found = [perm_id for page in model.pages(sort, 4) for perm_id, _ in page]
    assert found == (rows if sort == "-modified" else rows[::-1])
    assert model.requests == 3 + (sort == "-modified")  # and one for what has been modified meanwhile


@pytest.mark.parametrize("number", [8, 9])
def test_a_row_that_moves_to_the_top_is_returned_at_the_end(number: int) -> None:
    def modify_the_last(model: Model) -> None:
        if model.requests == 1:
            model.modify(rows[-1], START + SECOND)

    model = Model(modify_the_last)
    rows = [model.add(START - each * dt.timedelta(days=1)) for each in range(number)]
    assert [[perm_id for perm_id, _ in page] for page in model.pages("-modified", 4)] == (
        [rows[:4], [*rows[4:7], rows[7]]] if number == 8 else [rows[:4], rows[4:8], [rows[8]]]
    )


def test_a_row_that_was_returned_is_not_returned_again_if_it_is_modified() -> None:
    def modify_the_first(model: Model) -> None:
        model.modify(rows[0], START + model.requests * SECOND)

    for sort in ORDERS:
        model = Model(modify_the_first)
        rows = [model.add(START - each * dt.timedelta(days=1)) for each in range(9)]
        rows = rows if sort == "-modified" else rows[::-1]
        assert [perm_id for page in model.pages(sort, 2) for perm_id, _ in page] == rows


def test_all_rows_with_the_same_date_are_returned() -> None:
    for sort in ORDERS:
        model = Model()
        rows = {model.add(START) for _ in range(1200)}
        found = [perm_id for page in model.pages(sort, 50) for perm_id, _ in page]
        assert len(found) == 1200
        assert set(found) == rows


def test_rows_before_the_first_page_do_not_come_at_the_end() -> None:
    def modify_the_last(model: Model) -> None:
        if model.requests == 2:
            model.modify(rows[-1], START + SECOND)

    model = Model(modify_the_last)
    rows = [model.add(START - each * SECOND) for each in range(9)]
    assert [perm_id for page in model.pages("-modified", 3, start=2) for perm_id, _ in page] == rows[2:]
