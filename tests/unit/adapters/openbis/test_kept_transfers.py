"""Cache of open transfers for further ranges of a file."""

import time

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast import range_reader
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.range_reader import MAX_KEPT, KeptTransfers, Key
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret

SESSION = Session(Instance("lab", "https://openbis.example.org"), Secret("t"), "alice")


class Transfer:
    """A `RangeTransfer` that records whether it was finished."""

    def __init__(self) -> None:
        self.is_finished = False

    def finish(self) -> None:
        self.is_finished = True


def key(name: str = "a", session: Session = SESSION) -> Key:
    return session, "1-1", (DataSetFile(name),)


def test_transfer_is_taken_once_and_by_its_key() -> None:
    kept, transfer = KeptTransfers(), Transfer()
    kept.give(key(), transfer)
    other = Session(SESSION.instance, Secret("other"), "alice")
    assert kept.take(key("b")) is None
    assert kept.take(key(session=other)) is None
    assert kept.take(key()) is transfer
    assert kept.take(key()) is None
    kept.end(lambda _: True)
    assert not transfer.is_finished


def test_oldest_transfer_is_finished_at_the_limit() -> None:
    kept, transfers = KeptTransfers(), [Transfer() for _ in range(MAX_KEPT + 2)]
    for each in transfers:
        kept.give(key(), each)
    assert [each.is_finished for each in transfers] == [True] * 2 + [False] * MAX_KEPT
    kept.end(lambda _: True)
    assert all(each.is_finished for each in transfers)


def test_transfers_of_one_file_can_be_finished() -> None:
    kept, (first, second) = KeptTransfers(), (Transfer(), Transfer())
    kept.give(key("a"), first)
    kept.give(key("b"), second)
    kept.end(lambda each: each == key("a"))
    assert (first.is_finished, second.is_finished) == (True, False)
    kept.end(lambda _: True)


def test_unused_transfer_is_finished_after_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(range_reader, "KEPT_SECONDS", 0.02)
    kept, transfers = KeptTransfers(), [Transfer(), Transfer()]
    for each in transfers:
        kept.give(key(), each)
    deadline = time.monotonic() + 60
    while not all(each.is_finished for each in transfers) and time.monotonic() < deadline:
        time.sleep(0.005)
    assert all(each.is_finished for each in transfers)
    assert kept.take(key()) is None
