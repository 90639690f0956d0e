"""Cursors that clients send: any text is a cursor of the search, or refused."""

import base64
import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.continuing import rows_after
from jupyter_openbis_server.domain.search.cursor import MAX_LENGTH, MAX_ROWS, Cursor, first_cursor
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.results import FoundPage
from jupyter_openbis_server.domain.shared.page import PageRequest

ORDERS = ["-registered", "registered", "-code", "code", "-modified", "modified"]
DAY = dt.datetime(2024, 1, 31, 12, tzinfo=dt.timezone.utc)
ROWS = tuple(
    Entity(EntityKind.SAMPLE, f"1-{number}", f"/L/P/S{number}", "T", registered=DAY, modified=DAY)
    for number in range(9)
)
SCALARS = st.none() | st.booleans() | st.integers() | st.integers(0, 9) | st.floats() | st.text() | st.just([])
DIGESTS = st.binary(max_size=40) | st.integers(0, 9).map(lambda number: bytes(4 * number))
MEMORIES = st.tuples(SCALARS, SCALARS, SCALARS)


def read(_: Order, page: PageRequest) -> FoundPage:
    return FoundPage(ROWS[page.start : page.start + page.count], len(ROWS))


def encoded(content: object, digests: bytes = b"") -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode() + b"\n" + digests).decode().rstrip("=")


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(ORDERS), SCALARS, SCALARS, SCALARS | MEMORIES, DIGESTS, st.integers(0, 12))
def test_a_changed_cursor_is_refused_or_continues(
    sort: str, position: object, date: object, memory: object, digests: bytes, count: int
) -> None:
    try:
        cursor = Cursor.parse(encoded([sort, position, date, memory], digests), Order.parse(sort))
        _, found, _ = rows_after(read, cursor, count)
    except InvalidSearch:
        return
    assert len(found.rows) <= count


@pytest.mark.parametrize("date", ["2024", [], {}, 0, True])
def test_a_cursor_of_an_order_by_code_has_no_date(date: object) -> None:
    with pytest.raises(InvalidSearch, match="after"):
        Cursor.parse(encoded(["code", 1, date, None]), Order.parse("code"))


@pytest.mark.parametrize(
    ("sort", "memory"),
    [
        ("-modified", None),
        ("-modified", [0, None, False]),
        ("-modified", [0, 1, 0]),
        ("-modified", [2, 1, False]),
        ("-modified", [-1, 1, False]),
        ("modified", [0, 1, False]),
        ("modified", [0, None, True]),
        ("registered", [0, None, False]),
    ],
)
def test_a_cursor_has_the_memory_of_its_order(sort: str, memory: object) -> None:
    with pytest.raises(InvalidSearch, match="after"):
        Cursor.parse(encoded([sort, 1, 1, memory], b"1234"), Order.parse(sort))


@pytest.mark.parametrize("sort", ORDERS)
def test_cursors_are_bounded_and_survive_the_way_to_the_client(sort: str) -> None:
    order = Order.parse(sort)
    rows = [replace(ROWS[0], perm_id=f"2024013112000000{number:04}-{number}") for number in range(5000)]
    cursor = first_cursor(rows, order, 0, 6000)
    assert cursor is not None
    cursor = cursor.after(rows, 5999)
    assert Cursor.parse(str(cursor), order) == cursor
    assert len(str(cursor)) <= MAX_LENGTH < 5000
    for other in {*ORDERS} - {sort}:
        with pytest.raises(InvalidSearch, match="after"):
            Cursor.parse(str(cursor), Order.parse(other))


def test_a_cursor_with_too_many_rows_is_refused() -> None:
    for number, is_valid in ((MAX_ROWS, True), (MAX_ROWS + 1, False)):
        text = encoded(["registered", 1, 1, None], bytes(4 * number))
        try:
            assert Cursor.parse(text, Order.parse("registered"))
            assert is_valid
        except InvalidSearch:
            assert not is_valid
