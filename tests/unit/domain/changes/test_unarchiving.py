"""Files of data sets back from the archive."""

from collections.abc import Mapping

import pytest

from jupyter_openbis_server.domain.changes.unarchiving import RequestUnarchiving, WaitUntilAvailable
from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound, InvalidChange, UnarchivingFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class NoTime(Cancellation):
    """A cancellation that notes how long is waited, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.check()


@pytest.fixture
def request_unarchiving(session_manager, data_sets, changes) -> RequestUnarchiving:
    return RequestUnarchiving(session_manager, data_sets, changes)


@pytest.fixture
def wait(session_manager, data_sets) -> WaitUntilAvailable:
    return WaitUntilAvailable(session_manager, data_sets)


def test_archived_files_are_requested_once(request_unarchiving, openbis, world):
    openbis.unarchiving = 3
    assert request_unarchiving("lab", [world.archived]) == {world.archived: "UNARCHIVE_PENDING"}
    assert request_unarchiving("lab", [f" {world.archived}"]) == {world.archived: "UNARCHIVE_PENDING"}


def test_available_files_are_left_alone(request_unarchiving, changes, world, monkeypatch):
    monkeypatch.setattr(changes, "unarchive", None)
    assert request_unarchiving("lab", [world.derived]) == {world.derived: "AVAILABLE"}


def test_nothing_is_requested_if_one_cannot_be(request_unarchiving, openbis, world):
    on_the_way = openbis.add_data_set("RAW_DATA", world.sample, status="ARCHIVE_PENDING").perm_id
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK").perm_id
    wanted = [world.archived, world.container, link, on_the_way, "NONE", ""]
    with pytest.raises(InvalidChange) as caught:
        request_unarchiving("lab", wanted)
    assert [each.field for each in caught.value.problems] == wanted[1:]
    assert openbis.data_sets[world.archived].data_set.status == "ARCHIVED"


def test_unknown_data_sets_are_not_found(request_unarchiving):
    with pytest.raises(DataSetNotFound, match="NONE-1, NONE-2"):
        request_unarchiving("lab", ["none-1", "NONE-2"])


def test_at_least_one_data_set_is_needed(request_unarchiving):
    with pytest.raises(InvalidChange, match="name at least one"):
        request_unarchiving("lab", [])


def test_waiting_ends_when_all_are_available(request_unarchiving, wait, openbis, world):
    openbis.unarchiving = 5
    seen: list[Mapping[str, str]] = []
    request_unarchiving("lab", [world.archived])
    clock = NoTime()
    assert wait("lab", [world.archived, world.derived], clock, seen.append) == {
        world.archived: "AVAILABLE",
        world.derived: "AVAILABLE",
    }
    assert [each[world.archived] for each in seen] == ["UNARCHIVE_PENDING"] * 3 + ["AVAILABLE"]
    assert clock.pauses == [1.0, 1.5, 2.25]


def test_pauses_grow_to_a_minute(wait, openbis, request_unarchiving, world):
    openbis.unarchiving = 30
    request_unarchiving("lab", [world.archived])
    clock = NoTime()
    wait("lab", [world.archived], clock)
    assert clock.pauses[-1] == 60
    assert clock.pauses == sorted(clock.pauses)


def test_files_that_are_archived_again_are_a_failure(wait, openbis, world):
    with pytest.raises(UnarchivingFailed, match="its status is ARCHIVED"):
        wait("lab", [world.archived], NoTime())


def test_data_set_that_vanishes_is_a_failure(wait, openbis, world):
    with pytest.raises(UnarchivingFailed, match="does not exist any more"):
        wait("lab", ["20200101000000000-1"], NoTime())


def test_waiting_can_be_cancelled(wait, openbis, request_unarchiving, world):
    openbis.unarchiving = 1000
    request_unarchiving("lab", [world.archived])
    clock = NoTime()
    with pytest.raises(Cancelled):
        wait("lab", [world.archived], clock, lambda _: clock.cancel())


def test_waiting_has_a_limit(session_manager, data_sets, openbis, request_unarchiving, world):
    openbis.unarchiving = 1000
    request_unarchiving("lab", [world.archived])
    now = iter(range(100))
    wait = WaitUntilAvailable(session_manager, data_sets, clock=lambda: next(now))
    with pytest.raises(UnarchivingFailed, match="openBIS continues"):
        wait("lab", [world.archived], NoTime(), timeout=3)
