"""Random histories of both sides of a synchronisation, and what must hold in each of them."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import note
from hypothesis import strategies as st

from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.request import Direction
from tests.support.sync_world import Interrupted, Interruption, SyncWorld, may_write

PATHS = ["a.csv", "b.csv", "run/a.csv", "run/b.csv", "run/more/c.csv", "run"]


@dataclass(frozen=True)
class Edit:
    """A user writes, removes or renames a file on one side."""

    side: str
    what: str
    path: str
    to: str


@dataclass(frozen=True)
class Sync:
    """A synchronisation, during which a user does something, or the program ends."""

    direction: Direction
    delete: bool
    at: int
    is_after: bool
    ends: bool
    meanwhile: Edit


SIDES = st.sampled_from(["here", "there"])
EDITS = st.builds(
    Edit,
    SIDES,
    st.sampled_from(["write", "write", "remove", "rename"]),
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
)
SYNCS = st.builds(
    Sync,
    st.sampled_from([Direction.BOTH, Direction.BOTH, Direction.UP, Direction.DOWN]),
    st.booleans(),
    st.integers(0, 8),
    st.booleans(),
    st.booleans(),
    EDITS,
)
HISTORIES = st.lists(st.one_of(EDITS, EDITS, SYNCS), max_size=14)


@dataclass
class History:
    """What users have done, so that it can be compared with what is there."""

    world: SyncWorld
    given_up: set[bytes] = field(default_factory=set)
    written: set[bytes] = field(default_factory=set)
    renamed: Counter[bytes] = field(default_factory=Counter)
    at_risk: set[bytes] = field(default_factory=set)
    numbers: count = field(default_factory=lambda: count(1))

    def edit(self, edit: Edit) -> None:
        side = self.world.here if edit.side == "here" else self.world.there
        files = side.contents()
        content = files.get(edit.path)
        if edit.what == "write" and may_write(side, edit.path):
            new = b"content %02d" % next(self.numbers)  # all of one size: only times and contents differ
            self.written.add(new)
            side.write(edit.path, new)
            self._give_up(content)
        elif edit.what == "remove" and content is not None:
            side.remove(edit.path)
            self._give_up(content)
        elif edit.what == "rename" and content is not None and edit.to not in files and may_write(side, edit.to):
            side.rename(edit.path, edit.to)
            self.renamed[content] += 1

    def sync(self, sync: Sync) -> None:
        def happens() -> None:
            if sync.ends:
                raise Interrupted
            before = set(self.written)
            self.edit(sync.meanwhile)
            # openBIS deletes and replaces by name alone: what is written in that moment goes to its trash.
            self.at_risk |= self.written - before

        interruption = Interruption(sync.at, happens, sync.is_after)
        with suppress(Interrupted):
            self.world.sync(sync.direction, delete=sync.delete, delete_many=True, interruption=interruption)
        self.check()

    def check(self) -> None:
        here, there = self.world.here.contents(), self.world.there.contents()
        visible = {*here.values(), *there.values()}
        lost = self.written - self.given_up - visible - (self.at_risk & set(self.world.there.trash()))
        assert not lost, f"{lost} are on neither side: {here} {there}"
        for files in (here, there):
            doubled = {each: n for each, n in Counter(files.values()).items() if n > 1 + self.renamed[each]}
            assert not doubled, f"{doubled} are there several times: {files}"

    def _give_up(self, content: bytes | None) -> None:
        if content is not None:
            self.given_up.add(content)


def check_history(world: SyncWorld, steps: list[Edit | Sync]) -> None:
    """Play a history: nothing is lost, nothing is doubled, and the sides become the same."""
    history = History(world)
    for step in steps:
        note(f"{step}")
        if isinstance(step, Edit):
            history.edit(step)
        else:
            history.sync(step)
    report = world.sync(delete=True, delete_many=True)
    assert not report.failed
    assert report.stopped_by is None
    history.check()
    world.sync(delete=True, delete_many=True)  # what the first one created on one side for conflicts
    plan = world.plan(delete=True)
    assert plan.work == ()
    different = {each.path for each in plan.differences}
    copies = {each.seen.copy for each in plan.of(Kind.CONFLICT) if each.seen}
    here, there = world.here.contents(), world.there.contents()
    same = {path: each for path, each in here.items() if path not in different | copies}
    assert same == {path: each for path, each in there.items() if path not in different}
