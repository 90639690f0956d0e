"""Notification of observers about actions and jobs."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.diagnostics.action import Action, ActionKind
from jupyter_openbis_server.domain.diagnostics.observation import JobListeners, Observation, Observers
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataSetNotFound,
    InternalError,
    ServerStopped,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.shared.progress import Amount, ProgressReport
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener
from jupyter_openbis_server.testing.fakes.observer import MemoryObserver

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
QUEUED = Job("7f", "lab", DownloadRequest(("1-1",), "/data"), NOON, owner="jo")
DONE = replace(
    QUEUED,
    state=JobState.DONE,
    started=NOON + dt.timedelta(seconds=5),
    ended=NOON + dt.timedelta(seconds=7),
    progress=ProgressReport(Amount(3, 50), Amount(3, 50), moved=20),
)


@pytest.fixture
def connections() -> ConnectionRegistry:
    connections = ConnectionRegistry()
    connections.add(Connection(Instance("lab", "https://openbis.example.org"), "alice"))
    return connections


@pytest.fixture
def observer() -> MemoryObserver:
    return MemoryObserver()


@pytest.fixture
def observation(observer: MemoryObserver, connections: ConnectionRegistry) -> Observation:
    ticks = iter([10.0, 12.5])
    return Observation(observer, connections, ticks=lambda: next(ticks))


def test_action_is_reported_with_user_connection_and_duration(observation: Observation, observer: MemoryObserver):
    with observation.of(ActionKind.LOGIN, "lab", owner="jo"):
        assert observer.actions == []
    assert observer.actions == [Action(ActionKind.LOGIN, "lab", "jo", "alice", 2.5)]
    assert observer.errors == []


def test_typed_user_name_is_reported(observation: Observation, observer: MemoryObserver):
    error = WrongCredentials("lab")
    with pytest.raises(WrongCredentials), observation.of(ActionKind.LOGIN, "lab", username="mallory"):
        raise error
    (action,) = observer.actions
    assert (action.username, action.error, action.result) == ("mallory", error, "failed")
    assert observer.errors == [error]


def test_user_of_a_removed_connection_is_reported(
    observation: Observation, observer: MemoryObserver, connections: ConnectionRegistry
):
    with observation.of(ActionKind.REMOVE, "lab"):
        connections.remove("lab")
    assert observer.actions[0].username == "alice"


@pytest.mark.parametrize(
    ("raised", "kind", "result"),
    [(KeyError("row"), InternalError, "failed"), (KeyboardInterrupt(), Cancelled, "cancelled")],
)
def test_other_exceptions_are_raised_and_reported_as_domain_errors(
    observation: Observation, observer: MemoryObserver, raised: BaseException, kind: type, result: str
):
    with pytest.raises(type(raised)), observation.of(ActionKind.MOUNT, "lab"):
        raise raised
    (action,) = observer.actions
    assert isinstance(action.error, kind)
    assert action.result == result


def test_finished_job_is_reported_once(observation: Observation, observer: MemoryObserver):
    for state in (QUEUED, replace(QUEUED, state=JobState.RUNNING, started=NOON), DONE):
        observation.changed(state)
    assert observer.actions == [Action(ActionKind.DOWNLOAD, "lab", "jo", "alice", 2.0, files=3, bytes=20, job_id="7f")]


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (UploadRequest("RAW_DATA", "/A/B/C", ("x",)), ActionKind.UPLOAD),
        (FileUploadRequest("/A/B/C", ("x",)), ActionKind.UPLOAD_FILES),
        (PublishRequest("x.ipynb", UploadRequest("", "/A/B/C", ())), ActionKind.PUBLISH),
    ],
)
def test_failed_job_is_reported_with_its_reason(
    observation: Observation, observer: MemoryObserver, request_: object, kind: ActionKind
):
    error = DataSetNotFound("1-1")
    observation.changed(replace(DONE, request=request_, state=JobState.FAILED, error=error))
    assert (observer.actions[0].kind, observer.actions[0].code) == (kind, "data-set-not-found")
    assert observer.errors == [error]


def test_a_job_that_was_cancelled_in_the_queue_took_no_time(observation: Observation, observer: MemoryObserver):
    observation.changed(replace(QUEUED, state=JobState.CANCELLED, ended=NOON + dt.timedelta(seconds=9)))
    assert (observer.actions[0].result, observer.actions[0].seconds) == ("cancelled", 0.0)


def test_all_observers_and_listeners_are_notified():
    observers, listeners = [MemoryObserver(), MemoryObserver()], [MemoryJobListener(), MemoryJobListener()]
    all_observers = Observers(observers)
    all_observers.on_action(Action(ActionKind.LOGIN, "lab"))
    all_observers.on_error(Cancelled())
    all_observers.on_request("login", 0.1)
    JobListeners(listeners).changed(DONE)
    for each in observers:
        assert (len(each.actions), len(each.errors), each.requests) == (1, 1, [("login", 0.1)])
    assert [each.changes for each in listeners] == [[DONE], [DONE]]


def test_reason_of_a_cancelled_job_is_reported(observation: Observation, observer: MemoryObserver):
    observation.changed(QUEUED)
    observation.changed(replace(QUEUED, state=JobState.CANCELLED, ended=NOON, error=ServerStopped()))
    (action,) = observer.actions
    assert (action.code, action.result) == ("server-stopped", "cancelled")
