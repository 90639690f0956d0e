"""What operators see at `/metrics`."""

import datetime as dt
import importlib
from dataclasses import replace

from prometheus_client import REGISTRY

from jupyter_openbis_server.adapters import prometheus
from jupyter_openbis_server.adapters.prometheus import PrometheusObserver
from jupyter_openbis_server.domain.errors import WrongCredentials
from jupyter_openbis_server.domain.model import (
    Action,
    ActionKind,
    Amount,
    DownloadRequest,
    Job,
    JobState,
    ProgressReport,
)

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
QUEUED = Job("7f", "lab", DownloadRequest(("1-1",), "/data"), NOON)
RUNNING = replace(QUEUED, state=JobState.RUNNING, started=NOON)
DONE = replace(RUNNING, state=JobState.DONE, ended=NOON)


def moved(job: Job, count: int) -> Job:
    return replace(job, progress=ProgressReport(Amount(0, count), None, moved=count))


class Metric:
    """How much a metric has grown since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = self._now()

    def _now(self) -> float:
        return REGISTRY.get_sample_value(self._name, self._labels) or 0.0

    def __call__(self) -> float:
        return self._now() - self._before


def test_jobs_that_wait_and_run_are_gauges_that_come_back_to_where_they_were():
    waiting, running = Metric("openbis_jobs_waiting"), Metric("openbis_jobs_running")
    observer, other = PrometheusObserver(), PrometheusObserver()
    seen = []
    for job in (QUEUED, RUNNING, RUNNING, DONE):
        observer.changed(job)
        other.changed(job)
        seen.append((waiting(), running()))
    assert seen == [(2, 0), (0, 2), (0, 2), (0, 0)], "two programs in one process add up"


def test_a_job_that_is_cancelled_in_the_queue_waits_no_more():
    waiting, running = Metric("openbis_jobs_waiting"), Metric("openbis_jobs_running")
    observer = PrometheusObserver()
    observer.changed(QUEUED)
    observer.changed(replace(QUEUED, state=JobState.CANCELLED))
    assert (waiting(), running()) == (0, 0)


def test_bytes_are_counted_while_they_move_and_never_twice():
    total = Metric("openbis_transferred_bytes_total", direction="download")
    observer = PrometheusObserver()
    seen = []
    for job in (QUEUED, moved(RUNNING, 10), moved(RUNNING, 30), moved(DONE, 35), moved(DONE, 35)):
        observer.changed(job)
        seen.append(total())
    assert seen == [0, 10, 30, 35, 35]


def test_ends_are_counted_by_kind_and_result_and_errors_by_code():
    jobs = Metric("openbis_jobs_total", kind="upload", result="failed")
    actions = Metric("openbis_actions_total", kind="login", result="ok")
    errors = Metric("openbis_errors_total", code="wrong-credentials")
    observer = PrometheusObserver()
    observer.acted(Action(ActionKind.UPLOAD, "lab", error=WrongCredentials("lab")))
    observer.acted(Action(ActionKind.LOGIN, "lab"))
    observer.failed(WrongCredentials("lab"))
    assert (jobs(), actions(), errors()) == (1, 1, 1)


def test_only_methods_that_are_known_have_a_time_series_of_their_own():
    known = Metric("openbis_request_seconds_count", method="searchDataSets")
    other = Metric("openbis_request_seconds_count", method="other")
    observer = PrometheusObserver()
    for method in ("searchDataSets", "dropTables", "lab"):
        observer.asked(method, 0.1)
    assert (known(), other()) == (1, 2)
    assert REGISTRY.get_sample_value("openbis_request_seconds_count", {"method": "lab"}) is None


def test_no_label_holds_the_name_of_a_connection_or_user():
    PrometheusObserver().acted(Action(ActionKind.LOGIN, "name of a lab", "name of a user", "name of a user"))
    labels = {value for metric in REGISTRY.collect() for sample in metric.samples for value in sample.labels.values()}
    assert not {each for each in labels if each.startswith("name of")}


def test_the_extension_may_be_loaded_again():
    importlib.reload(importlib.import_module("jupyter_openbis_server.adapters.prometheus.observer"))
    importlib.reload(prometheus)
    prometheus.PrometheusObserver().acted(Action(ActionKind.LOGIN, "lab"))
