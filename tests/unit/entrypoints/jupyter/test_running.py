import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.entrypoints.jupyter.running import RunningTransfers


def test_all_running_transfers_are_asked_to_end():
    transfers = RunningTransfers()
    with transfers.transfer() as first, transfers.transfer() as second:
        transfers.end_all()
        assert first.is_cancelled
        assert second.is_cancelled


def test_a_transfer_that_begins_after_the_end_ends_at_once():
    transfers = RunningTransfers()
    transfers.end_all()
    with transfers.transfer() as late, pytest.raises(Cancelled):
        late.check()


def test_a_transfer_that_is_over_is_forgotten():
    transfers = RunningTransfers()
    with transfers.transfer() as done:
        pass
    transfers.end_all()
    assert not done.is_cancelled
