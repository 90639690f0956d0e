"""Each contender transfers what is measured; the harness compares every byte."""

import shutil

import pytest

from benchmarks.contenders import ARIA2C, BATCH, CONTENDERS, CURL
from benchmarks.results import Cell, Result
from benchmarks.servers import FAST, SERVLET
from benchmarks.tasks import DOWNLOAD, UPLOAD, Contender
from tests.integration.benchmarks.conftest import benchmark
from tests.real_parts import need

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def all_results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """Results of all contenders that are installed, once in all ways: the servers start once per transport."""
    need("nginx")
    installed = [each for each in CONTENDERS if each not in (CURL, ARIA2C) or shutil.which(each.name)]
    return benchmark(tmp_path_factory.mktemp("contenders"), installed)


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda contender: contender.name)
def test_a_contender_moves_all_bytes_in_all_its_ways(all_results: list[Result], contender: Contender):
    if contender in (CURL, ARIA2C):
        need(contender.name)
    results = [each for each in all_results if each.contender == contender.name]
    assert [(each.problem, len(each.runs)) for each in results] == [("", 1)] * len(contender.ways)
    assert {(each.cell.transport, each.cell.kind) for each in results} == contender.ways
    for result in results:
        (run,) = result.runs
        assert run.seconds > 0
        assert run.requests > 0
        assert run.peak_bytes >= 0


def test_requests_are_those_of_the_transfer_and_not_of_the_login(all_results: list[Result]):
    need(CURL.name)
    download = next(each for each in all_results if (each.contender, each.cell.kind) == (CURL.name, DOWNLOAD))
    assert download.cell.transport == SERVLET
    assert download.runs[0].requests == 3, "one for each file"


def test_only_a_jupyter_server_is_asked_for_its_status(all_results: list[Result]):
    downloads = [each for each in all_results if (each.cell.transport, each.cell.kind) == (FAST, DOWNLOAD)]
    with_status = {each.contender: each.runs[0].status for each in downloads}
    assert with_status["batch"] is None
    assert with_status["extension"].p50 <= with_status["extension"].p99 <= with_status["extension"].worst


def test_uploaded_data_sets_are_removed_before_the_next_upload(measure):
    results = measure(BATCH, CURL, ways=[(FAST, UPLOAD)], runs=2)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 2), ("", 2)]


def test_each_latency_is_measured(measure):
    results = measure(CURL, ways=[(SERVLET, DOWNLOAD)], latencies=[0, 30])
    assert [each.cell for each in results] == [Cell(SERVLET, DOWNLOAD, "few", latency) for latency in (0, 30)]
    assert results[1].seconds.median > 2 * 0.03, "a connection and a request are two round trips"
