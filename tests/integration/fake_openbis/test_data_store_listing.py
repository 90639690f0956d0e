"""searchFiles and createFastDownloadSession (openbis-protocol 4.1 and 6.2)."""

import zlib
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings
from tests.integration.fake_openbis.data_store_client import DataStoreClient, files_of, perm_id

OPTIONS = {"@type": "dss.dto.datasetfile.fetchoptions.DataSetFileFetchOptions"}
SESSION_OPTIONS = {
    "@type": "dss.dto.datasetfile.fastdownload.FastDownloadSessionOptions",
    "wishedNumberOfStreams": 4,
}


@pytest.fixture(scope="module")
def server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as running:
        yield running


@pytest.fixture
def fake(server: FakeOpenbis) -> Iterator[FakeOpenbis]:
    yield server
    server.faults.clear()


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


def file_id(code: str, path: str) -> dict[str, object]:
    return {
        "@type": "dss.dto.datasetfile.id.DataSetFilePermId",
        "dataSetId": perm_id(code),
        "filePath": path,
    }


class TestSearchFiles:
    def test_lists_every_node_depth_first_from_a_nameless_root(self, client):
        rows = client.listing(sample.EMPTY_PARTS)
        assert [(row["path"], row["directory"], row["fileLength"]) for row in rows] == [
            ("", True, 0),
            ("original", True, 0),
            ("original/empty folder", True, 0),
            ("original/empty.txt", False, 0),
            ("original/notes.txt", False, 16),
        ]

    def test_has_the_number_of_nodes(self, client):
        result = client.rpc("searchFiles", files_of(sample.IMAGES), OPTIONS)["result"]
        assert result["@type"] == "as.dto.common.search.SearchResult"
        assert result["totalCount"] == len(result["objects"]) == 11

    def test_checksums_are_signed_and_zero_for_folders_and_empty_files(self, fake, client):
        rows = {row["path"]: row for row in client.listing(*sample.SERIES, sample.BIG, sample.EMPTY_PARTS)}
        assert any(row["checksumCRC32"] < 0 for row in rows.values())
        for row in rows.values():
            assert -(2**31) <= row["checksumCRC32"] < 2**31
        stack = fake.laboratory.store_path(sample.BIG) / "original/default/stack.raw"
        assert rows["original/default/stack.raw"]["checksumCRC32"] & 0xFFFFFFFF == zlib.crc32(stack.read_bytes())
        assert rows["original/empty.txt"]["checksumCRC32"] == rows["original"]["checksumCRC32"] == 0

    def test_refers_by_number_to_data_set_and_data_store(self, client):
        first, second = client.listing(sample.IMAGES)[:2]
        assert first["dataSetPermId"] == first["permId"]["dataSetId"]["@id"]
        assert first["dataStore"]["code"] == "DSS1"
        assert second["dataStore"] == first["dataStore"]["@id"]

    def test_rows_have_the_keys_of_the_wire_in_their_order(self, client):
        assert list(client.listing(sample.IMAGES)[0]) == [
            "@type", "@id", "permId", "dataSetPermId", "dataStore", "path", "directory", "fileLength",
            "checksumCRC32", "checksum", "checksumType",
        ]  # fmt: skip

    @pytest.mark.parametrize("code", [sample.RESTRICTED, "20200101000000000-1"])
    def test_an_unknown_and_a_hidden_data_set_are_an_empty_list(self, client, code):
        assert client.listing(code) == []

    def test_archived_data_is_listed(self, client):
        assert [row["path"] for row in client.listing(sample.ARCHIVED)][-1] == "original/old_stack.raw"

    def test_a_container_shows_its_components(self, client):
        paths = {row["path"] for row in client.listing(sample.CONTAINER)}
        assert {"original/plate.csv", "original/images/field_01.png"} <= paths

    def test_one_data_set_without_content_makes_the_whole_call_fail(self, client):
        assert "error" in client.rpc("searchFiles", files_of(sample.IMAGES, sample.LINK), OPTIONS)

    def test_no_criterion_for_data_sets_finds_nothing(self, client):
        criteria = {"@type": "dss.dto.datasetfile.search.DataSetFileSearchCriteria", "criteria": []}
        assert client.rpc("searchFiles", criteria, OPTIONS)["result"]["objects"] == []

    def test_a_invalid_token_is_an_error_that_repeats_it(self, client):
        client.token = "alice-1"
        error = client.rpc("searchFiles", files_of(sample.IMAGES), OPTIONS)["error"]
        assert error["message"] == "Session token 'alice-1' is invalid: user is not logged in."

    @pytest.mark.sends_invalid_requests("pages of files, which no openBIS has")
    def test_paging_is_ignored_by_older_servers_and_refused_by_newer_ones(self, client):
        page = {**OPTIONS, "from": 0, "count": 1}
        assert client.rpc("searchFiles", files_of(sample.IMAGES), page)["result"]["totalCount"] == 11
        with FakeOpenbis(api_version="3.7") as newer:
            answer = DataStoreClient(newer).rpc("searchFiles", files_of(sample.IMAGES), page)
        assert answer["error"]["message"].startswith("Pagination parameters are not supported.")

    def test_checksums_are_zero_if_the_site_does_not_compute_them(self):
        with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as careless:
            rows = DataStoreClient(careless).listing(sample.BIG)
        assert {row["checksumCRC32"] for row in rows} == {0}
        assert max(row["fileLength"] for row in rows) == 5 * 2**19

    def test_wrong_checksums_and_lengths_on_demand(self, fake, client):
        honest = {row["path"]: row for row in client.listing(sample.BIG)}
        fake.faults.inject(Fault(FaultKind.WRONG_FILE_CRC, file_suffix="stack.raw"))
        fake.faults.inject(Fault(FaultKind.WRONG_FILE_LENGTH, file_suffix="readme.txt"))
        rows = {row["path"]: row for row in client.listing(sample.BIG)}
        stack, readme = "original/default/stack.raw", "original/default/readme.txt"
        assert rows[stack]["checksumCRC32"] != honest[stack]["checksumCRC32"]
        assert rows[readme]["fileLength"] == honest[readme]["fileLength"] + 1


class TestCreateFastDownloadSession:
    def start(self, client, *file_ids):
        return client.rpc("createFastDownloadSession", list(file_ids), SESSION_OPTIONS)["result"]

    def test_has_url_and_session_for_the_start(self, fake, client):
        result = self.start(client, file_id(sample.BIG, "original/default/readme.txt"))
        assert result["downloadUrl"] == f"{fake.url}/datastore_server/file-transfer"
        assert result["fileTransferUserSessionId"] == client.token
        assert result["options"]["wishedNumberOfStreams"] == 4

    def test_repeats_paths_unchanged_sorted_and_without_duplicates(self, client):
        paths = [f"{sample.BIG}/it's odd", "b", "a", "b"]
        files = self.start(client, *(file_id(sample.BIG, path) for path in paths))["files"]
        assert [one["filePath"] for one in files] == [f"{sample.BIG}/it's odd", "a", "b"]

    def test_the_data_set_is_an_object_first_and_a_number_then(self, client):
        first, second = self.start(client, file_id(sample.BIG, "a"), file_id(sample.BIG, "b"))["files"]
        assert first["dataSetId"]["permId"] == sample.BIG
        assert second["dataSetId"] == first["dataSetId"]["@id"]

    def test_data_sets_without_access_are_left_out_silently(self, client):
        assert self.start(client, file_id(sample.RESTRICTED, "original/claims.txt"))["files"] == []
