"""Pages of search results while openBIS changes: rows that match all the time are neither lost nor repeated."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.query import SearchRequest
from jupyter_openbis_server.domain.search.search import Search, SearchAll
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.openbis.types import MemoryEntityTypes, MemoryPropertyTypes
from jupyter_openbis_server.testing.fakes.search.searches import MemorySearches

ORDERS = ["-registered", "registered", "-code", "code"]
COUNT = 4
DAY = dt.datetime(2024, 1, 31, 12, tzinfo=dt.timezone.utc)


@dataclass
class Laboratory:
    """An openBIS with samples, which changes at each request but the first one."""

    change: Callable[["Laboratory"], None] = lambda _: None
    requests: int = 0
    deleted: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.openbis = MemoryOpenbis(users={"anna": "correct horse"})
        self.openbis.add_type(EntityType("T"), EntityKind.SAMPLE)
        network, connections = MemoryNetwork(self.openbis), ConnectionRegistry()
        anna = Credentials("anna", Secret("correct horse"))
        connections.add(Connection(self.openbis.instance("lab"), "anna", anna))
        self.searches = MemorySearches(network)
        manager = SessionManager(connections, MemorySessions(network))
        prepare = PrepareSearch(MemoryEntities(network), MemoryPropertyTypes(network), MemoryEntityTypes(network))
        self.find, self.find_all = Search(manager, prepare, self), SearchAll(manager, prepare, self)

    def search(self, *arguments):
        """The port `Searches`."""
        if self.requests:
            self.change(self)
        self.requests += 1
        return self.searches.search(*arguments)

    def add(self, code: str, moment: dt.datetime | None = None) -> str:
        """Add a sample; return its permId."""
        perm_id = self.openbis.add_sample(f"/LAB/P/{code}", type_code="T").perm_id
        if moment:
            self.openbis.records[perm_id] = replace(self.openbis.records[perm_id], registered=moment)
        return perm_id

    def delete(self, perm_id: str) -> None:
        self.deleted.add(perm_id)
        del self.openbis.entities[perm_id]

    def modify(self, perm_id: str, moment: dt.datetime) -> None:
        self.openbis.records[perm_id] = replace(self.openbis.records[perm_id], modified=moment)

    def pages(self, order: str, count: int = COUNT) -> list[str]:
        """Return the permIds on all pages, each requested with the cursor of the previous one."""
        request = SearchRequest(EntityKind.SAMPLE, type_code="T", order=Order.parse(order))
        found: list[str] = []
        after: str | None = ""
        while after is not None:
            page = self.find("lab", request, PageRequest(0, count), after=after)
            found += [each.perm_id for each in page.entities]
            after = page.next
        return found

    def all(self, order: str, limit: int | None = None) -> list[str]:
        """Return the permIds of an iteration over all matches."""
        request = SearchRequest(EntityKind.SAMPLE, type_code="T", order=Order.parse(order))
        return [each.perm_id for each in self.find_all("lab", request, limit=limit)]


class Changes:
    """Random additions, deletions and modifications."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.number = 0

    def __call__(self, laboratory: Laboratory) -> None:
        for _ in range(self.chance.randint(0, 6)):
            samples = [each for each in laboratory.openbis.entities.values() if each.kind is EntityKind.SAMPLE]
            match self.chance.choice(["add", "add late", "delete", "modify"]):
                case "delete" if samples:
                    laboratory.delete(self.chance.choice(samples).perm_id)
                case "modify" if samples:
                    self.number += 1
                    laboratory.modify(
                        self.chance.choice(samples).perm_id, DAY + dt.timedelta(days=1, seconds=self.number)
                    )
                case "add late":  # a transaction that began before others, and is committed now
                    laboratory.late.add(laboratory.add(self.code(), DAY))
                case _:
                    laboratory.late.add(laboratory.add(self.code()))

    def code(self) -> str:
        self.number += 1
        return f"{self.chance.choice('ABCXYZ')}{self.number}"


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("same_date", [True, False])
@settings(max_examples=60)
@given(number=st.integers(0, 40), seed=st.integers(0, 2**32))
def test_pages_with_cursors_neither_lose_nor_repeat_rows(order: str, same_date: bool, number: int, seed: int):
    laboratory = Laboratory(Changes(seed))
    known = {laboratory.add(f"M{each:02}", DAY if same_date else None) for each in range(number)}
    try:
        found = laboratory.pages(order)
    except InvalidSearch:
        if "code" in order:  # all rows of the page were deleted, and codes cannot be compared as openBIS does
            return
        raise
    assert len(found) == len(set(found))
    assert known - laboratory.deleted <= set(found)
    assert set(found) <= known | laboratory.late


@pytest.mark.parametrize("order", [*ORDERS, "modified", "-modified"])
@settings(max_examples=20)
@given(number=st.integers(0, 500), seed=st.integers(0, 2**32))
def test_iterations_neither_lose_nor_repeat_rows(order: str, number: int, seed: int):
    laboratory = Laboratory(Changes(seed))
    known = {laboratory.add(f"M{each:03}", DAY) for each in range(number)}
    found = laboratory.all(order)
    assert len(found) == len(set(found))
    assert known - laboratory.deleted <= set(found)
    assert set(found) <= known | laboratory.late


@pytest.mark.parametrize("order", ORDERS)
def test_rows_that_do_not_change_are_in_order_by_one_request_each(order: str):
    laboratory = Laboratory()
    for each in range(10):
        laboratory.add(f"M{each}")
    assert laboratory.pages(order) == laboratory.all(order)
    assert laboratory.requests == 3 + 1


def test_a_page_of_no_rows_keeps_the_cursor():
    laboratory = Laboratory()
    for each in range(10):
        laboratory.add(f"M{each}")
    request = SearchRequest(EntityKind.SAMPLE, type_code="T")
    first = laboratory.find("lab", request, PageRequest(0, 3))
    nothing = laboratory.find("lab", request, PageRequest(0, 0), after=first.next or "")
    assert (nothing.entities, nothing.total, nothing.next) == ((), 10, first.next)


def test_the_last_row_of_a_page_may_be_deleted():
    def delete_the_last(changed: Laboratory) -> None:
        if changed.requests == 1:
            changed.delete(perm_ids[COUNT - 1])

    for order in ORDERS:
        laboratory = Laboratory(delete_the_last)
        perm_ids = [laboratory.add(f"M{each}") for each in range(10)]
        perm_ids = perm_ids[:: -1 if order.startswith("-") else 1]
        assert laboratory.pages(order) == perm_ids


def test_all_rows_of_a_page_may_be_deleted_where_dates_show_what_follows():
    def delete_all(changed: Laboratory) -> None:
        if changed.requests == 1:
            for each in perm_ids[:COUNT]:
                changed.delete(each)

    laboratory = Laboratory(delete_all)
    perm_ids = [laboratory.add(f"M{each}") for each in range(9)]
    assert laboratory.pages("registered") == perm_ids
    laboratory = Laboratory(delete_all)
    perm_ids = [laboratory.add(f"M{each}") for each in range(9)]
    with pytest.raises(InvalidSearch, match="search again"):
        laboratory.pages("code")


def test_a_limit_ends_the_iteration_and_needs_no_second_page():
    laboratory = Laboratory()
    perm_ids = [laboratory.add(f"M{each:03}") for each in range(300)]
    for order in ("registered", "modified"):
        laboratory.requests = 0
        assert laboratory.all(order, limit=5) == perm_ids[:5]
        assert laboratory.requests == 1
    assert laboratory.all("-modified", limit=250) == perm_ids[:49:-1]


def test_the_number_of_matches_takes_no_request_of_its_own():
    laboratory = Laboratory()
    for each in range(5):
        laboratory.add(f"M{each}")
    request = SearchRequest(EntityKind.SAMPLE, type_code="T")
    matches = laboratory.find_all("lab", request)
    assert laboratory.requests == 0
    assert len(matches) == 5
    assert len(list(matches)) == 5
    assert laboratory.requests == 1
    laboratory.add("MORE")
    assert len(list(matches)) == 6
    assert len(matches) == 5
    assert len(laboratory.find_all("lab", request, limit=2)) == 2


@pytest.mark.parametrize(
    "text", ["x", "W10", "bnVsbA", "WyItcmVnaXN0ZXJlZCIsMTAsMCwiQSJd", "é", "=" * 5000, "WyJjb2RlIiwxLG51bGwsIiJd"]
)
def test_a_text_that_is_no_cursor_of_the_search_is_refused(text: str):
    with pytest.raises(InvalidSearch, match="after"):
        Laboratory().find("lab", SearchRequest(EntityKind.SAMPLE, type_code="T"), PageRequest(), after=text)
