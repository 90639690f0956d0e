"""The contract of the port `DataStore`: how parts of files are read."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, IntegrityError, SessionExpired
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile, Session
from jupyter_openbis_server.domain.ports import DataSets, DataStore

from .downloads import DownloadsContract
from .world import World

MIB = 2**20


class ReadsContract(DownloadsContract):
    """Fixtures: see `DataStoreContract`."""

    @pytest.fixture
    def biggest(self, wanted: tuple[DataSetFile, ...]) -> DataSetFile:
        return max(wanted, key=lambda file: file.size)

    def test_a_whole_file_is_read_byte_for_byte(
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

    def test_a_part_without_bytes_is_empty(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        assert data_store.read(session, data_set, biggest, 5, 5, Cancellation()) == b""

    def test_a_whole_file_with_another_checksum_is_not_given(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile, world: World
    ) -> None:
        wrong = replace(biggest, crc32=(biggest.crc32 or 0) ^ 1)
        with pytest.raises(IntegrityError):
            data_store.read(session, data_set, wrong, 0, wrong.size, Cancellation())
        part = data_store.read(session, data_set, wrong, 10, 20, Cancellation())
        assert part == world.data_set.files[biggest.path][10:20]

    def test_fewer_bytes_than_the_listing_states_are_not_given(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        longer = replace(biggest, size=biggest.size + 1)
        with pytest.raises(IntegrityError):
            data_store.read(session, data_set, longer, biggest.size - 10, longer.size, Cancellation())

    def test_of_a_file_that_is_not_there_nothing_is_read(
        self, data_store: DataStore, session: Session, data_set: DataSet
    ) -> None:
        with pytest.raises(DataNotAvailable, match=r"none\.csv"):
            data_store.read(session, data_set, DataSetFile("original/none.csv", 5, 7), 0, 5, Cancellation())

    def test_of_an_archived_file_nothing_is_read(
        self, data_store: DataStore, data_sets: DataSets, session: Session, world: World
    ) -> None:
        def read(archived: DataSet) -> None:
            files = [file for file in data_store.files(session, archived) if not file.is_folder]
            data_store.read(session, archived, files[0], 0, 1, Cancellation())

        with pytest.raises(DataNotAvailable):
            read(data_sets.get(session, world.archived))

    def test_what_is_cancelled_is_not_read(
        self, data_store: DataStore, session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            data_store.read(session, data_set, biggest, 0, 10, cancellation)

    def test_to_read_with_an_expired_session_says_so(
        self, data_store: DataStore, dead_session: Session, data_set: DataSet, biggest: DataSetFile
    ) -> None:
        with pytest.raises(SessionExpired) as caught:
            data_store.read(dead_session, data_set, biggest, 0, 10, Cancellation())
        assert dead_session.token.reveal() not in str(caught.value)
