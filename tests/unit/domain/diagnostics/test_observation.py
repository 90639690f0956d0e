"""What observers are told of actions and jobs."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryJobListener, MemoryObserver
from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound, UnexpectedFailure, WrongCredentials
from jupyter_openbis_server.domain.model import (
    Action,
    ActionKind,
    Amount,
    Connection,
    DownloadRequest,
    Instance,
    Job,
    JobState,
    ProgressReport,
    UploadRequest,
)
from jupyter_openbis_server.domain.observation import JobListeners, Observation, Observers

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
def connections() -> MemoryConnections:
    connections = MemoryConnections()
    connections.add(Connection(Instance("lab", "https://openbis.example.org"), "alice"))
    return connections


@pytest.fixture
def observer() -> MemoryObserver:
    return MemoryObserver()


@pytest.fixture
def observation(observer: MemoryObserver, connections: MemoryConnections) -> Observation:
    ticks = iter([10.0, 12.5])
    return Observation(observer, connections, ticks=lambda: next(ticks))


def test_an_action_is_told_with_who_where_and_how_long(observation: Observation, observer: MemoryObserver):
    with observation.of(ActionKind.LOGIN, "lab", owner="jo"):
        assert observer.actions == []
    assert observer.actions == [Action(ActionKind.LOGIN, "lab", "jo", "alice", 2.5)]
    assert observer.errors == []


def test_who_has_typed_a_name_is_told_by_that_name(observation: Observation, observer: MemoryObserver):
    error = WrongCredentials("lab")
    with pytest.raises(WrongCredentials), observation.of(ActionKind.LOGIN, "lab", username="mallory"):
        raise error
    (action,) = observer.actions
    assert (action.username, action.error, action.result) == ("mallory", error, "failed")
    assert observer.errors == [error]


def test_a_removed_connection_has_had_a_user(
    observation: Observation, observer: MemoryObserver, connections: MemoryConnections
):
    with observation.of(ActionKind.REMOVE, "lab"):
        connections.remove("lab")
    assert observer.actions[0].username == "alice"


@pytest.mark.parametrize(
    ("raised", "kind", "result"),
    [(KeyError("row"), UnexpectedFailure, "failed"), (KeyboardInterrupt(), Cancelled, "cancelled")],
)
def test_what_is_no_domain_error_goes_on_and_is_told_as_one(
    observation: Observation, observer: MemoryObserver, raised: BaseException, kind: type, result: str
):
    with pytest.raises(type(raised)), observation.of(ActionKind.MOUNT, "lab"):
        raise raised
    (action,) = observer.actions
    assert isinstance(action.error, kind)
    assert action.result == result


def test_a_job_is_told_once_when_it_has_ended(observation: Observation, observer: MemoryObserver):
    for state in (QUEUED, replace(QUEUED, state=JobState.RUNNING, started=NOON), DONE):
        observation.changed(state)
    assert observer.actions == [Action(ActionKind.DOWNLOAD, "lab", "jo", "alice", 2.0, files=3, bytes=20, job_id="7f")]


def test_a_job_tells_why_it_failed(observation: Observation, observer: MemoryObserver):
    error = DataSetNotFound("1-1")
    upload = UploadRequest("RAW_DATA", "/A/B/C", ("x",))
    observation.changed(replace(DONE, request=upload, state=JobState.FAILED, error=error))
    assert (observer.actions[0].kind, observer.actions[0].code) == (ActionKind.UPLOAD, "data-set-not-found")
    assert observer.errors == [error]


def test_a_job_that_was_cancelled_in_the_queue_took_no_time(observation: Observation, observer: MemoryObserver):
    observation.changed(replace(QUEUED, state=JobState.CANCELLED, ended=NOON + dt.timedelta(seconds=9)))
    assert (observer.actions[0].result, observer.actions[0].seconds) == ("cancelled", 0.0)


def test_several_observers_and_listeners_hear_the_same():
    observers, listeners = [MemoryObserver(), MemoryObserver()], [MemoryJobListener(), MemoryJobListener()]
    everybody = Observers(observers)
    everybody.acted(Action(ActionKind.LOGIN, "lab"))
    everybody.failed(Cancelled())
    everybody.asked("login", 0.1)
    JobListeners(listeners).changed(DONE)
    for each in observers:
        assert (len(each.actions), len(each.errors), each.calls) == (1, 1, [("login", 0.1)])
    assert [each.told for each in listeners] == [[DONE], [DONE]]
