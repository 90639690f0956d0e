"""Prometheus metrics."""

import datetime as dt
import importlib
from dataclasses import replace

from prometheus_client import REGISTRY

from jupyter_openbis_server.adapters import prometheus
from jupyter_openbis_server.adapters.prometheus import PrometheusObserver
from jupyter_openbis_server.domain.diagnostics.action import Action, ActionKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import WrongCredentials
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.shared.progress import Amount, ProgressReport
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptState
from jupyter_openbis_server.domain.sync.request import SyncRequest

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
QUEUED = Job("7f", "lab", DownloadRequest(("1-1",), "/data"), NOON)
RUNNING = replace(QUEUED, state=JobState.RUNNING, started=NOON)
DONE = replace(RUNNING, state=JobState.DONE, ended=NOON)


def moved(job: Job, count: int) -> Job:
    return replace(job, progress=ProgressReport(Amount(0, count), None, moved=count))


class Metric:
    """The growth of a metric since creation."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = self._now()

    def _now(self) -> float:
        return REGISTRY.get_sample_value(self._name, self._labels) or 0.0

    def __call__(self) -> float:
        return self._now() - self._before


def test_gauges_of_waiting_and_running_jobs_return_to_their_start():
    waiting, running = Metric("openbis_jobs_waiting"), Metric("openbis_jobs_running")
    observer, other = PrometheusObserver(), PrometheusObserver()
    seen = []
    for job in (QUEUED, RUNNING, RUNNING, DONE):
        observer.changed(job)
        other.changed(job)
        seen.append((waiting(), running()))
    assert seen == [(2, 0), (0, 2), (0, 2), (0, 0)], "values of two programs in one process are summed"


def test_kept_folders_are_counted_by_their_state():
    observer = PrometheusObserver()
    observer.kept([KeptState.WATCHING, KeptState.FAILING, KeptState.WATCHING])
    states = {
        each.value: REGISTRY.get_sample_value("openbis_kept_folders", {"state": each.value}) for each in KeptState
    }
    assert states == {"watching": 2, "synchronising": 0, "failing": 1, "notLoggedIn": 0}
    observer.kept([])
    assert REGISTRY.get_sample_value("openbis_kept_folders", {"state": "watching"}) == 0


def test_bytes_of_a_synchronisation_have_a_direction_of_their_own():
    total = Metric("openbis_transferred_bytes_total", direction="sync")
    observer, job = PrometheusObserver(), replace(RUNNING, request=SyncRequest("/data", "1-1"))
    observer.changed(moved(job, 100))
    assert total() == 100


def test_cancelled_job_is_not_counted_as_waiting():
    waiting, running = Metric("openbis_jobs_waiting"), Metric("openbis_jobs_running")
    observer = PrometheusObserver()
    observer.changed(QUEUED)
    observer.changed(replace(QUEUED, state=JobState.CANCELLED))
    assert (waiting(), running()) == (0, 0)


def test_bytes_are_counted_during_transfers_and_once():
    total = Metric("openbis_transferred_bytes_total", direction="download")
    observer = PrometheusObserver()
    seen = []
    for job in (QUEUED, moved(RUNNING, 10), moved(RUNNING, 30), moved(DONE, 35), moved(DONE, 35)):
        observer.changed(job)
        seen.append(total())
    assert seen == [0, 10, 30, 35, 35]


def test_finished_jobs_are_counted_by_kind_and_result_and_errors_by_code():
    jobs = Metric("openbis_jobs_total", kind="upload", result="failed")
    actions = Metric("openbis_actions_total", kind="login", result="ok")
    errors = Metric("openbis_errors_total", code="wrong-credentials")
    observer = PrometheusObserver()
    observer.on_action(Action(ActionKind.UPLOAD, "lab", error=WrongCredentials("lab")))
    observer.on_action(Action(ActionKind.LOGIN, "lab"))
    observer.on_error(WrongCredentials("lab"))
    assert (jobs(), actions(), errors()) == (1, 1, 1)


def test_only_known_methods_have_their_own_time_series():
    known = Metric("openbis_request_seconds_count", method="searchDataSets")
    other = Metric("openbis_request_seconds_count", method="other")
    observer = PrometheusObserver()
    for method in ("searchDataSets", "dropTables", "lab"):
        observer.on_request(method, 0.1)
    assert (known(), other()) == (1, 2)
    assert REGISTRY.get_sample_value("openbis_request_seconds_count", {"method": "lab"}) is None


def test_no_label_holds_the_name_of_a_connection_or_user():
    PrometheusObserver().on_action(Action(ActionKind.LOGIN, "name of a lab", "name of a user", "name of a user"))
    labels = {value for metric in REGISTRY.collect() for sample in metric.samples for value in sample.labels.values()}
    assert not {each for each in labels if each.startswith("name of")}


def test_extension_can_be_loaded_again():
    importlib.reload(importlib.import_module("jupyter_openbis_server.adapters.prometheus.observer"))
    importlib.reload(prometheus)
    prometheus.PrometheusObserver().on_action(Action(ActionKind.LOGIN, "lab"))
