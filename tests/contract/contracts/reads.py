"""The contract of the port `DataStore`: reading of byte ranges."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, IntegrityError, SessionExpired
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.contract.contracts.downloads import DownloadsContract
from tests.support.world import World

MIB = 2**20


class ReadsContract(DownloadsContract):
    """Fixtures: see `DataStoreContract`."""

    @pytest.fixture
    def biggest(self, wanted: tuple[DataSetFile, ...]) -> DataSetFile:
        return max(wanted, key=lambda file: file.size)

    def test_whole_file_equals_the_original(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        world: World,
    ) -> None:
        for file in wanted:
            content = data_store.read(session, data_set, file, 0, file.size, Cancellation())
            assert content == world.data_set.files[file.path], file.path

    @pytest.mark.parametrize(
        ("start", "end"),
        [(0, 1), (0, MIB), (5, 500), (MIB - 1, MIB + 1), (MIB, MIB + 17), (MIB + 3, -1), (-1, None), (1, None)],
    )
    def test_a_part_of_a_file_is_read_byte_for_byte(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        biggest: DataSetFile,
        world: World,
        start: int,
        end: int | None,
    ) -> None:
        first, last, _ = slice(start, end).indices(biggest.size)
        part = data_store.read(session, data_set, biggest, first, last, Cancellation())
        assert isinstance(part, bytes)
        assert part == world.data_set.files[biggest.path][first:last]

    def test_ranges_of_a_file_are_read_in_sequence(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile, world: World
    ) -> None:
        content = world.data_set.files[biggest.path]
        try:
            for start, end in ((5, 500), (MIB - 1, MIB + 1), (0, biggest.size), (7, 7), (5, 500)):
                part = data_store.read(session, data_set, biggest, start, end, Cancellation(), again=True)
                assert part == content[start:end]
        finally:
            data_store.end_reading(data_set, biggest)
        data_store.end_reading()
        assert data_store.read(session, data_set, biggest, 3, 4, Cancellation(), again=True) == content[3:4]
        data_store.end_reading()

    def test_several_ranges_are_returned_in_the_order_of_the_request(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        biggest: DataSetFile,
        world: World,
    ) -> None:
        ranges = [FileRange(file, 0, file.size) for file in reversed(wanted)]
        ranges += [FileRange(biggest, start, end) for start, end in ((MIB - 1, MIB + 1), (3, 3), (0, 9), (0, 9))]
        contents = data_store.read_ranges(session, data_set, ranges, Cancellation())
        assert contents == tuple(world.data_set.files[each.file.path][each.start : each.end] for each in ranges)
        assert data_store.read_ranges(session, data_set, [], Cancellation()) == ()

    def test_missing_file_of_several_ranges_is_an_error(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        missing = DataSetFile("original/missing.txt", 3, 1)
        with pytest.raises(DataNotAvailable):
            data_store.read_ranges(
                session, data_set, [FileRange(biggest, 0, 9), FileRange(missing, 0, 3)], Cancellation()
            )

    def test_a_part_of_a_small_file_is_read_byte_for_byte(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        world: World,
    ) -> None:
        small = min((file for file in wanted if file.size > 2), key=lambda file: file.size)
        part = data_store.read(session, data_set, small, 1, small.size - 1, Cancellation())
        assert part == world.data_set.files[small.path][1:-1]

    def test_empty_range_returns_no_bytes(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        assert data_store.read(session, data_set, biggest, 5, 5, Cancellation()) == b""

    @pytest.mark.parametrize("again", [False, True])
    def test_whole_file_with_another_checksum_is_an_error(
        self,
        again: bool,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        biggest: DataSetFile,
        world: World,
    ) -> None:
        wrong = replace(biggest, crc32=(biggest.crc32 or 0) ^ 1)
        with pytest.raises(IntegrityError):
            data_store.read(session, data_set, wrong, 0, wrong.size, Cancellation(), again=again)
        with pytest.raises(IntegrityError):
            data_store.read_ranges(
                session, data_set, [FileRange(biggest, 0, 9), FileRange(wrong, 0, wrong.size)], Cancellation()
            )
        part = data_store.read(session, data_set, wrong, 10, 20, Cancellation(), again=again)
        assert part == world.data_set.files[biggest.path][10:20]

    @pytest.mark.parametrize("again", [False, True])
    def test_file_shorter_than_listed_is_an_error(
        self, again: bool, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        longer = replace(biggest, size=biggest.size + 1)
        with pytest.raises(IntegrityError):
            data_store.read(session, data_set, longer, biggest.size - 10, longer.size, Cancellation(), again=again)

    @pytest.mark.parametrize("again", [False, True])
    def test_missing_file_is_an_error(
        self, again: bool, data_store: DataStore, session: Session, data_set: DataSet
    ) -> None:
        with pytest.raises(DataNotAvailable, match=r"none\.csv"):
            data_store.read(
                session, data_set, DataSetFile("original/none.csv", 5, 7), 0, 5, Cancellation(), again=again
            )

    @pytest.mark.parametrize("again", [False, True])
    def test_archived_file_is_an_error(
        self, again: bool, data_store: DataStore, data_sets: DataSets, session: Session, world: World
    ) -> None:
        def read(archived: DataSet) -> None:
            files = [file for file in data_store.files(session, archived) if not file.is_folder]
            data_store.read(session, archived, files[0], 0, 1, Cancellation(), again=again)

        with pytest.raises(DataNotAvailable):
            read(data_sets.get(session, world.archived))

    def test_cancelled_read_is_not_started(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            data_store.read(session, data_set, biggest, 0, 10, cancellation)

    @pytest.mark.parametrize("again", [False, True])
    def test_expired_session_is_an_error_of_the_read(
        self, again: bool, data_store: DataStore, dead_session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        with pytest.raises(SessionExpired) as caught:
            data_store.read(dead_session, data_set, biggest, 0, 10, Cancellation(), again=again)
        assert dead_session.token.reveal() not in str(caught.value)
