"""Listing, downloading and reading the files of openBIS's file server (AFS), with the wire-level fake."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.api.afs.detection import afs_address
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.domain.catalogue.data_set import FileRange
from jupyter_openbis_server.domain.errors import ConnectionFailed, DataSetInAfs, NotFound, SessionExpired
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_EXPERIMENT, OF_SAMPLE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise
from tests.contract.afs_downloading import AfsDownloading, add_owner

MIB = 2**20
BIG = noise(3, 25 * MIB + 11)
ODD = {
    "Größe 10 µm/Übersicht März.csv".replace("µ", "u"): b"1",
    "run #1 100% (new).txt": b"2",
    "a+b=c@lab$[1]{x}~^!'.txt": b"3",
    "日本語, 二.txt": b"4",
}
SMALL = {f"small/{number // 100}/{number:04d}.txt": noise(number, 10 * 1024) for number in range(1000)}
WITHOUT_FOLDERS_OF_THE_SERVER = {path: content for path, content in OF_SAMPLE.items() if "/.afs/" not in path}


@pytest.fixture(scope="module", params=["listed", "unlisted"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(settings=ServerSettings("3.7", afs=request.param)) as fake:
        yield fake


@pytest.fixture
def sample(fake: FakeOpenbis) -> str:
    return fake.laboratory.samples.find("identifier", lab.WILD_TYPE)[0].perm_id


@pytest.fixture
def download(fake: FakeOpenbis) -> Iterator[AfsDownloading]:
    download = AfsDownloading(fake)
    fake.requests.clear()
    yield download
    fake.faults.clear()


def test_address_is_found_once(fake: FakeOpenbis, download: AfsDownloading) -> None:
    client = download.clients.of(download.session)
    assert {afs_address(client) for _ in range(3)} == {fake.afs_url}
    assert fake.requests.methods().count("searchDataStores") == 1
    assert download.requests == (["isSessionValid"] if fake.settings.afs == "unlisted" else [])


def test_files_and_folders_are_listed_without_those_of_the_server(download: AfsDownloading, sample: str) -> None:
    download.store.files(download.session, download.data_set(sample))
    hidden = download.fake.laboratory.afs_path(sample) / ".afs.trash"
    hidden.mkdir()
    (hidden / "old.txt").write_bytes(b"old")
    found = download.listed(sample)
    files = {each.path: each.size for each in found if not each.is_folder}
    assert files == {path: len(content) for path, content in WITHOUT_FOLDERS_OF_THE_SERVER.items() if path[-1] != "/"}
    folders = {each.path for each in found if each.is_folder}
    assert folders == {"images", "empty folder", "Messungen vom März"}
    assert all(each.modified is not None for each in found)


def test_whole_download_has_all_files_with_the_empty_ones(download: AfsDownloading, sample: str) -> None:
    expected = {path: content for path, content in WITHOUT_FOLDERS_OF_THE_SERVER.items() if path[-1] != "/"}
    assert download.fetch(sample) == expected
    assert expected["empty.txt"] == b""
    assert download.folder.left_open == []


def test_files_of_an_experiment_arrive(download: AfsDownloading) -> None:
    (experiment,) = download.fake.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    assert download.fetch(experiment.perm_id) == OF_EXPERIMENT


def test_selected_files_arrive_alone(download: AfsDownloading, sample: str) -> None:
    found = download.fetch(sample, download.files(sample, "protocol.txt", "overview.png"))
    assert set(found) == {"protocol.txt", "images/overview.png"}
    assert found["images/overview.png"] == OF_SAMPLE["images/overview.png"]


def test_names_with_odd_characters_arrive(fake: FakeOpenbis, download: AfsDownloading) -> None:
    owner = add_owner(fake, f"ODD_{fake.settings.afs}".upper(), ODD)
    assert download.fetch(owner) == ODD


def test_large_file_arrives_in_requests_of_10_mib_and_is_verified(fake: FakeOpenbis, download: AfsDownloading) -> None:
    owner = add_owner(fake, f"BIG_{fake.settings.afs}".upper(), {"big.raw": BIG})
    assert download.fetch(owner) == {"big.raw": BIG}
    assert sorted(download.requests[-4:]) == ["hash", "read", "read", "read"]


def test_many_small_files_take_few_requests_and_are_all_verified(fake: FakeOpenbis, download: AfsDownloading) -> None:
    owner = add_owner(fake, f"SMALL_{fake.settings.afs}".upper(), SMALL)
    assert download.fetch(owner) == SMALL
    assert download.requests.count("read") == 8  # four at a time, and each is compared with what another one reads
    assert 2 <= download.requests.count("list") <= 5
    assert "hash" not in download.requests


def test_ranges_of_several_files_take_one_request(download: AfsDownloading, sample: str) -> None:
    protocol, overview = download.files(sample, "protocol.txt", "overview.png")[::-1]
    ranges = [FileRange(protocol, 3, 10), FileRange(overview, 1, 4), FileRange(protocol, 5, 5)]
    download.fake.requests.clear()
    found = download.store.read_ranges(download.session, download.data_set(sample), ranges, Cancellation())
    assert found == (OF_SAMPLE["protocol.txt"][3:10], b"PNG", b"")
    assert download.requests.count("read") == 1


def test_range_across_two_requests_is_complete(fake: FakeOpenbis, download: AfsDownloading) -> None:
    owner = add_owner(fake, f"RANGE_{fake.settings.afs}".upper(), {"big.raw": BIG})
    (file,) = download.files(owner)
    start, end = 5 * MIB - 1, 16 * MIB + 1
    found = download.store.read(download.session, download.data_set(owner), file, start, end, Cancellation())
    assert found == BIG[start:end]


def test_owner_without_files_is_no_data_set(download: AfsDownloading) -> None:
    (sample,) = download.fake.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    with pytest.raises(NotFound):
        download.listed(sample.perm_id)


def test_check_of_the_file_server_states_its_address(fake: FakeOpenbis, download: AfsDownloading) -> None:
    instances = OpenbisInstances(download.clients)
    assert instances.file_server(download.session) == DataStoreCheck("AFS", fake.afs_url)
    fake.faults.inject(Fault(FaultKind.STATUS, path_prefix="/afs-server", method="isSessionValid", times=None))
    found = instances.file_server(download.session)
    assert found is not None
    assert isinstance(found.error, ConnectionFailed)


def test_check_of_the_file_server_needs_a_session(fake: FakeOpenbis, download: AfsDownloading) -> None:
    instances = OpenbisInstances(download.clients)
    assert instances.file_server(download.session) is not None
    fake.sessions.logout(download.session.token.reveal())
    with pytest.raises(SessionExpired):
        instances.file_server(download.session)


def test_file_server_that_does_not_answer_is_asked_once() -> None:
    with FakeOpenbis(settings=ServerSettings("3.7", afs_row="last")) as fake:
        owner = add_owner(fake, "NOT_SERVED", {"a.txt": b"1"})
        download = AfsDownloading(fake)
        assert HttpLimits().retries > 0
        for _ in range(3):
            with pytest.raises(DataSetInAfs, match="no file server answers at"):
                download.listed(owner)
        tried = [each for each in fake.requests if each.path.startswith("/afs-server")]
        assert len(tried) == 1


@pytest.mark.parametrize("version", ["3.6", "3.7"])
def test_server_without_file_server_gets_no_request_for_it(version: str) -> None:
    with FakeOpenbis(settings=ServerSettings(version)) as fake:
        download = AfsDownloading(fake)
        for _ in range(3):
            assert download.fetch(lab.REPORT)
        assert download.requests == []
        assert "searchDataStores" not in fake.requests.methods()
