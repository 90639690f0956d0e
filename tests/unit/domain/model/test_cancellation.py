"""Long work learns that nobody wants it any more."""

import threading

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.model import Cancellation


def test_work_goes_on_until_it_is_cancelled():
    cancellation = Cancellation()
    cancellation.check()
    cancellation.wait(0)
    assert not cancellation.is_cancelled


def test_cancelled_work_ends_at_the_next_look():
    cancellation = Cancellation()
    cancellation.cancel()
    cancellation.cancel()
    assert cancellation.is_cancelled
    with pytest.raises(Cancelled):
        cancellation.check()
    with pytest.raises(Cancelled):
        cancellation.wait(0)


@pytest.mark.timeout(20)
def test_a_wait_ends_as_soon_as_the_work_is_cancelled():
    cancellation = Cancellation()
    threading.Timer(0.01, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        cancellation.wait(60)
