"""Common progress of concurrent downloads."""

from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress
from tests.support.recorded_progress import RecordedProgress


def test_parts_are_added_up_and_corrected():
    inner = RecordedProgress()
    whole = SummedProgress(inner, {"a": Amount(2, 20), "b": Amount(3, 300)})
    assert inner.begun == [(Amount(5, 320), Amount())]
    first, second = whole.part("a"), whole.part("b")
    first.begin(Amount(2, 25), Amount(1, 5))
    assert inner.begun[-1] == (Amount(5, 325), Amount(1, 5))
    first.moved(10)
    first.completed("x")
    second.begin(Amount(3, 300))
    assert inner.begun[-1] == (Amount(5, 325), Amount(2, 15)), "moved bytes are kept in the sum"
    second.moved(-1)
    assert (inner.bytes, inner.taken_back, inner.files) == (9, 1, ["x"])
