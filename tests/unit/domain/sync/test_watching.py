"""A watched folder: when it is synchronised, and which files are complete."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, ConnectionFailed, EntityNotFound
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Pace, Watching
from jupyter_openbis_server.testing.fakes.sync.watching import MemoryFolderChanges, RecordedSyncs
from tests.support.sync_world import LocalMemory, SyncWorld

PACE = Pace(settle_seconds=10, interval_seconds=60)
Event = tuple[float, Callable[[], None]]


class Watched:
    """A folder that is watched while events happen, until the given second."""

    def __init__(self) -> None:
        self.world = SyncWorld(LocalMemory())
        self.listener = RecordedSyncs()
        self.changes = MemoryFolderChanges()
        self.sent: list[tuple[float, tuple[str, ...]]] = []

    def run(self, until: float, *events: Event, direction: Direction = Direction.BOTH) -> None:
        cancellation = Cancellation()
        self.changes.events = sorted([*events, (until, cancellation.cancel)], key=lambda event: event[0])
        watch = WatchFolder(self.world.planner(), self.world.run(), Watching(self.changes, self.changes.clock))
        with pytest.raises(Cancelled):
            watch("lab", self.world.request(direction), PACE, self.listener, cancellation)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_a_new_file_is_sent_when_it_has_not_changed_for_some_time(watched: Watched) -> None:
    write = watched.world.here.write
    watched.run(
        100,
        (20.0, lambda: write("a.csv", b"1")),
        (25.0, lambda: write("a.csv", b"12")),
        (31.0, lambda: write("a.csv", b"123")),
    )
    sent = [len(report.done) for report, _ in watched.listener.reports]
    assert sum(sent) == 1
    assert watched.world.there.contents() == {"a.csv": b"123"}
    before = [waiting for report, waiting in watched.listener.reports if waiting]
    assert before
    assert set(before) == {("a.csv",)}


def test_a_file_that_is_never_complete_does_not_hold_up_the_others(watched: Watched) -> None:
    write = watched.world.here.write
    growing = [(5.0 * number, lambda number=number: write("growing.raw", b"x" * number)) for number in range(1, 30)]
    watched.run(150, (12.0, lambda: write("a.csv", b"1")), *growing)
    assert watched.world.there.contents() == {"a.csv": b"1"}


def test_changes_in_openbis_are_noticed_after_the_interval(watched: Watched) -> None:
    watched.run(200, (100.0, lambda: None), direction=Direction.DOWN)
    assert [began for began, _ in watched.changes.waits] == [0.0, 60.0, 100.0, 160.0]


def test_many_changes_do_not_mean_many_synchronisations(watched: Watched) -> None:
    watched.run(100, *[(float(second), lambda: None) for second in range(1, 100)])
    assert len(watched.listener.reports) <= 11


def test_an_openbis_that_does_not_answer_is_tried_again_with_growing_pauses(watched: Watched) -> None:
    openbis = watched.world.there.openbis
    watched.run(
        1000,
        (50.0, openbis.go_down),
        (600.0, openbis.come_back),
        (610.0, lambda: watched.world.here.write("a.csv", b"1")),
    )
    errors = watched.listener.errors
    assert [times for _, times in errors] == [1, 2, 3, 4][: len(errors)]
    assert all(isinstance(error, ConnectionFailed) for error, _ in errors)
    assert watched.world.there.contents() == {"a.csv": b"1"}


def test_what_cannot_work_ends_it_at_once(watched: Watched) -> None:
    request = watched.world.request()
    watch = WatchFolder(watched.world.planner(), watched.world.run(), Watching(watched.changes, watched.changes.clock))
    with pytest.raises(EntityNotFound):
        watch("lab", type(request)("/data/lab", "/NO/SUCH"), PACE, watched.listener, Cancellation())


def test_the_clock_of_the_computer_does_not_matter(watched: Watched) -> None:
    tree = watched.world.here.tree
    tree.steps = 10**18  # times of files far in the future
    watched.run(30, (1.0, lambda: watched.world.here.write("a.csv", b"1")))
    assert watched.world.there.contents() == {"a.csv": b"1"}
