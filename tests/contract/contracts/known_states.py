"""The contract of `KnownStates`."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.sync.states.ports import KnownStates
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from tests.contract.contracts.sync_folders import SEEN, TARGET, Here


class KnownStatesContract:
    """Fixtures: `here`, `known` (of the same folders)."""

    def test_a_folder_that_was_never_synchronised_is_not_known(self, here: Here, known: KnownStates) -> None:
        assert known.target(here.path) is None
        assert known.seen(here.path) == {}

    def test_what_is_known_is_that_of_the_last_synchronisation(self, here: Here, known: KnownStates) -> None:
        with here.folders.open(here.path, TARGET) as folder:
            folder.note(SEEN)
            before = known.seen(here.path)
            assert before == {each.path: each for each in SEEN}
            folder.forget([SEEN[1].path])
            folder.note([SEEN[3]])
            now = known.seen(here.path)
        assert known.target(here.path) == TARGET
        assert now == {each.path: each for each in (SEEN[0], SEEN[2], SEEN[3])}
        assert len(before) == len(SEEN)

    def test_the_content_is_listed_level_by_level_up_to_the_limit(self, here: Here, known: KnownStates) -> None:
        for path in ("a.csv", "run/b.csv", "run/sub/c.csv", "run/sub/d.csv"):
            here.write(path, b"1")
        everything = known.content(here.path, "", DEFAULT_EXCLUSION, 100)
        assert sorted(everything.entries) == ["a.csv", "run", "run/b.csv", "run/sub", "run/sub/c.csv", "run/sub/d.csv"]
        assert everything.unlisted == ()
        part = known.content(here.path, "", DEFAULT_EXCLUSION, 4)
        assert sorted(part.entries) == ["a.csv", "run", "run/b.csv", "run/sub"]
        assert part.unlisted == ("run/sub",)
        cut = known.content(here.path, "", DEFAULT_EXCLUSION, 1)
        assert (len(cut.entries), "" in cut.unlisted) == (1, True)

    def test_a_part_begins_at_a_subfolder(self, here: Here, known: KnownStates) -> None:
        for path in ("a.csv", "run/b.csv", "run/c.tmp"):
            here.write(path, b"1")
        part = known.content(here.path, "run", Exclusion(patterns=("*.tmp",)), 100)
        assert (sorted(part.entries), part.excluded) == (["run/b.csv"], ("run/c.tmp",))

    def test_relative_paths_are_refused(self, known: KnownStates) -> None:
        for use in (known.target, known.seen):
            with pytest.raises(InvalidPath):
                use("data")
