"""Each contender transfers what is measured; the harness compares every byte."""

import shutil
from collections.abc import Callable
from functools import cache

import pytest

from benchmarks.contenders import ARIA2C, BATCH, CONTENDERS, CURL, EXTENSION, PYBIS7
from benchmarks.results import Cell, Result
from benchmarks.servers import AFS, FAST, SERVLET
from benchmarks.tasks import DOWNLOAD, UPLOAD, Contender
from tests.integration.benchmarks.conftest import FILE_SERVER, FULL, benchmark
from tests.real_parts import need

pytestmark = pytest.mark.timeout(600)

PROGRAMS = (CURL, ARIA2C)
"""Contenders that a machine may lack."""
ResultsOf = Callable[[Contender], list[Result]]


@pytest.fixture(scope="module")
def results_of(tmp_path_factory: pytest.TempPathFactory) -> ResultsOf:
    """Return a function that returns the results of a contender.

    All that are installed run once in all ways, so that the servers start once per transport. A test without its
    contender is skipped before anything runs.
    """

    @cache
    def all_results() -> list[Result]:
        need("nginx")
        installed = [each for each in CONTENDERS if each not in PROGRAMS or shutil.which(each.name)]
        of_data_sets = benchmark(tmp_path_factory.mktemp("contenders"), installed)
        of_file_server = [each for each in CONTENDERS if (AFS, DOWNLOAD) in each.ways]
        return of_data_sets + benchmark(tmp_path_factory.mktemp("afs"), of_file_server, FILE_SERVER, case=FULL)

    def run(contender: Contender) -> list[Result]:
        if contender in PROGRAMS:
            need(contender.name)
        return [each for each in all_results() if each.contender == contender.name]

    return run


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda contender: contender.name)
def test_a_contender_moves_all_bytes_in_all_its_ways(results_of: ResultsOf, contender: Contender):
    results = results_of(contender)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 1)] * len(contender.ways)
    assert {(each.cell.transport, each.cell.kind) for each in results} == contender.ways
    for result in results:
        (run,) = result.runs
        assert run.seconds > 0
        assert run.requests > 0
        assert run.peak_bytes >= 0


def test_requests_are_those_of_the_transfer_and_not_of_the_login(results_of: ResultsOf):
    (download,) = (each for each in results_of(CURL) if each.cell.kind == DOWNLOAD)
    assert download.cell.transport == SERVLET
    assert download.runs[0].requests == 3, "one for each file"


def test_only_a_jupyter_server_is_asked_for_its_status(results_of: ResultsOf):
    fast = (FAST, DOWNLOAD)
    batch, extension = (
        next(each.runs[0].status for each in results_of(contender) if (each.cell.transport, each.cell.kind) == fast)
        for contender in (BATCH, EXTENSION)
    )
    assert batch is None
    assert extension.p50 <= extension.p99 <= extension.worst


def test_files_in_the_file_server_are_removed_before_the_next_upload(measure):
    results = measure(BATCH, ways=[(AFS, UPLOAD)], runs=2)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 2)]


def test_requests_to_the_file_server_are_counted(results_of: ResultsOf):
    downloads = [each for each in results_of(PYBIS7) if each.cell.kind == DOWNLOAD]
    assert [each.runs[0].requests for each in downloads] == [3], "the list, and one for each file"


def test_uploaded_data_sets_are_removed_before_the_next_upload(measure):
    results = measure(BATCH, CURL, ways=[(FAST, UPLOAD)], runs=2)
    assert [(each.problem, len(each.runs)) for each in results] == [("", 2), ("", 2)]


def test_each_latency_is_measured(measure):
    results = measure(CURL, ways=[(SERVLET, DOWNLOAD)], latencies=[0, 30])
    assert [each.cell for each in results] == [Cell(SERVLET, DOWNLOAD, "few", latency) for latency in (0, 30)]
    assert results[1].seconds.median > 2 * 0.03, "a connection and a request are two round trips"
