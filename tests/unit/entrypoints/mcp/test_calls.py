"""Progress of a call."""

from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.entrypoints.mcp.calls import CallProgress


def test_progress_is_reported_when_it_has_changed() -> None:
    progress = CallProgress()
    progress.moved(5)
    assert progress.news() is None, "nothing is known of the whole"
    progress.begin(Amount(2, 100), Amount(1, 40))
    assert progress.news() == (40, 100, "1 of 2 files")
    assert progress.news() is None
    progress.moved(60)
    progress.completed("a")
    assert progress.news() == (100, 100, "2 of 2 files")
    assert progress.news() is None
