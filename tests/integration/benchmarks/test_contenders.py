"""Each contender really does what it is measured at; the harness compares every byte."""

import pytest

from benchmarks.contenders import ARIA2C, BATCH, CONTENDERS, CURL, EXTENSION
from benchmarks.results import Cell
from benchmarks.servers import FAST, SERVLET
from benchmarks.tasks import DOWNLOAD, UPLOAD, Contender
from tests.real_parts import need

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(autouse=True)
def nginx_serves_the_files() -> None:
    need("nginx")


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda contender: contender.name)
def test_a_contender_moves_all_bytes_in_all_its_ways(measure, contender: Contender):
    if contender in (CURL, ARIA2C):
        need(contender.name)
    results = measure(contender)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 1)] * len(contender.ways)
    assert {(each.cell.transport, each.cell.kind) for each in results} == contender.ways
    for result in results:
        (run,) = result.runs
        assert run.seconds > 0
        assert run.requests > 0
        assert run.peak_bytes >= 0


def test_requests_are_those_of_the_transfer_and_not_of_the_login(measure):
    (download,) = measure(CURL, ways=[(SERVLET, DOWNLOAD)])
    assert download.runs[0].requests == 3, "one for each file"


def test_only_a_jupyter_server_is_asked_for_its_status(measure):
    with_status = {each.contender: each.runs[0].status for each in measure(EXTENSION, BATCH, ways=[(FAST, DOWNLOAD)])}
    assert with_status["batch"] is None
    assert with_status["extension"].p50 <= with_status["extension"].p99 <= with_status["extension"].worst


def test_what_was_uploaded_is_removed_so_that_the_next_upload_is_not_mistaken_for_it(measure):
    results = measure(BATCH, CURL, ways=[(FAST, UPLOAD)], runs=2)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 2), ("", 2)]


def test_latencies_are_measured_one_after_the_other(measure):
    results = measure(CURL, ways=[(SERVLET, DOWNLOAD)], latencies=[0, 30])
    assert [each.cell for each in results] == [Cell(SERVLET, DOWNLOAD, "few", latency) for latency in (0, 30)]
    assert results[1].seconds.median > 2 * 0.03, "a connection and a request are two round trips"
