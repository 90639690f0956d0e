"""100,000 data sets of one sample."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.load.running import Server, connection, running

MANY = 100_000


def fill(openbis: FakeOpenbis) -> None:
    """Add data sets to a sample, each one second newer than the last; not via the journal, which would be slow."""
    laboratory = openbis.laboratory
    model = laboratory.data_set(lab.IMAGES)
    assert model is not None
    for data_set in [each for each in laboratory.data_sets if each.sample == model.sample]:
        laboratory.remove(data_set)
    for number in range(MANY):
        at = 1_600_000_000_000 + number * 1000
        new = replace(model, perm_id=f"20200913{number:09d}-{number}", registration_date=at, parents=[], properties={})
        laboratory.data_sets.put(new)


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        fill(openbis)
        yield openbis


def page(server: Server, start: int, count: int) -> dict[str, Any]:
    answer = server.ask("GET", f"openbis/sample/lab/{quote(lab.WILD_TYPE, safe='')}?start_with={start}&count={count}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def found(server: Server, query: str) -> dict[str, Any]:
    answer = server.ask("GET", f"openbis/search/lab?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def numbers(rows: dict[str, Any]) -> list[int]:
    return [int(row["permId"].rpartition("-")[2]) for row in rows["dataSets"]]


def test_every_page_is_available_in_memory_proportional_to_its_rows(openbis: FakeOpenbis, tmp_path: Path):
    with running(tmp_path, [connection(openbis)]) as server:
        page(server, 0, 1)
        with server.grows_by_at_most(60):
            for start, count in ((0, 10), (50_000, 1000), (MANY - 3, 10)):
                rows = page(server, start, count)
                assert rows["totalCount"] == MANY
                newest = MANY - 1 - start
                assert numbers(rows) == list(range(newest, max(-1, newest - count), -1))


def test_searches_find_data_sets_among_them(openbis: FakeOpenbis, tmp_path: Path):
    with running(tmp_path, [connection(openbis)]) as server:
        page(server, 0, 1)
        with server.grows_by_at_most(60):
            for query, total in (
                ("text=00099999", 1),
                ("text=0000999*&from=2020-09-13&to=2020-09-13", 11),
                (f"text=20200913{77_777:09d}-77777", 1),
                ("text=2020 0913&mine=true&type=MICROSCOPY", MANY),
            ):
                rows = found(server, query)
                assert rows["totalCount"] == total, query
                assert numbers(rows) == sorted(numbers(rows), reverse=True)
