"""Registration of uploaded files as a data set, with all methods (openbis-protocol 7.2 to 7.6)."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from tests.integration.fake_openbis.data_store_client import DataStoreClient, perm_id

SAMPLE = {"@type": "as.dto.sample.id.SampleIdentifier", "identifier": sample.EMPTY_BENCH}
EXPERIMENT = {"@type": "as.dto.experiment.id.ExperimentIdentifier", "identifier": sample.HEAT_SHOCK}


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as server:
        yield server


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


def type_id(code: str) -> dict[str, str]:
    return {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": code, "entityKind": "DATA_SET"}


def paths(client: DataStoreClient, code: str) -> list[str]:
    return [row["path"] for row in client.listing(code) if not row["directory"]]


class TestCreateUploadedDataSet:
    def test_one_file_is_directly_below_original(self, fake, client):
        client.upload("one/a.txt", b"hello")
        result = client.create("one", typeId=type_id("RAW_DATA"), properties={"$NAME": "Mine", "NOTES": 7})["result"]
        assert result["@type"] == "as.dto.dataset.id.DataSetPermId"
        assert paths(client, result["permId"]) == ["original/a.txt"]
        registered = fake.laboratory.data_set(result["permId"])
        assert registered.properties == {"$NAME": "Mine", "NOTES": "7"}
        assert registered.physical_data.size == 5
        assert registered.registrator == "alice"

    def test_a_folder_keeps_its_name_and_its_empty_folders(self, client):
        client.upload("two/run1/a.txt", b"a")
        client.upload("two/run1/sub/b.txt", b"b")
        client.upload("two/run1/nothing/", b"", emptyFolder="True")
        code = client.create("two")["result"]["permId"]
        assert paths(client, code) == ["original/run1/a.txt", "original/run1/sub/b.txt"]
        assert "original/run1/nothing" in [row["path"] for row in client.listing(code)]

    def test_a_sample_takes_precedence_over_an_experiment(self, fake, client):
        client.upload("owners/a.txt", b"a")
        code = client.create("owners", sampleId=SAMPLE, experimentId=EXPERIMENT)["result"]["permId"]
        registered = fake.laboratory.data_set(code)
        assert registered.sample == fake.laboratory.sample(sample.EMPTY_BENCH).perm_id
        assert registered.experiment is None

    def test_an_experiment_alone_is_enough_and_parents_are_kept(self, fake, client):
        client.upload("parents/a.txt", b"a")
        answer = client.create("parents", sampleId=None, experimentId=EXPERIMENT, parentIds=[perm_id(sample.BIG)])
        registered = fake.laboratory.data_set(answer["result"]["permId"])
        assert registered.experiment == fake.laboratory.experiment(sample.HEAT_SHOCK).perm_id
        assert registered.parents == [sample.BIG]

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"typeId": None}, "A dataset needs a type."),
            ({"typeId": type_id("NOPE")}, "Object with EntityTypePermId = [NOPE] has not been found."),
            ({"sampleId": None}, "A dataset needs either a sample or an experiment as an owner."),
            (
                {"sampleId": {"@type": "as.dto.sample.id.SamplePermId", "permId": "1-1"}},
                "Object with SamplePermId = [1-1] has not been found.",
            ),
            (
                {"sampleId": None, "experimentId": {**EXPERIMENT, "identifier": "/RESTRICTED/PATENT/FILING"}},
                "Object with ExperimentIdentifier = [/RESTRICTED/PATENT/FILING] has not been found.",
            ),
            ({"parentIds": [perm_id("1-2")]}, "Object with DataSetPermId = [1-2] has not been found."),
            ({"uploadId": ""}, "Upload id cannot be null or empty"),
            ({"uploadId": None}, "Upload id cannot be null or empty"),
            ({"uploadId": "a/b"}, "Upload id must not contain '/'"),
            ({"uploadId": "other"}, "No uploaded files found for upload id 'other'"),
            ({"properties": {"NOTES": ["a"]}}, "from Array value"),
        ],
    )
    @pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does", sometimes=True)
    def test_a_failed_validation_keeps_the_uploaded_files(self, fake, client, fields, message):
        client.upload("kept/a.txt", b"a")
        assert message in client.create("kept", **fields)["error"]["message"]
        assert (fake.laboratory.workspace_path(client.token) / "kept/a.txt").exists()

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            (
                {"typeId": type_id("QUALITY_REPORT"), "properties": {"VERDICT": "PERHAPS"}},
                "Vocabulary value 'PERHAPS' is not valid.",
            ),
            ({"properties": {"COLOUR": "red"}}, "Property type with code 'COLOUR' does not exist!"),
            (
                {"typeId": type_id("QUALITY_REPORT"), "properties": {"$NAME": "x", "VERDICT": "PASSED"}},
                "Value of mandatory property 'OPERATOR' not specified.",
            ),
        ],
    )
    def test_a_failed_registration_deletes_the_uploaded_files(self, fake, client, fields, message):
        client.upload("failed/a.txt", b"a")
        before = len(fake.laboratory.data_sets)
        assert message in client.create("failed", **fields)["error"]["message"]
        assert not (fake.laboratory.workspace_path(client.token) / "failed").exists()
        assert len(fake.laboratory.data_sets) == before

    def test_there_must_be_exactly_one_entry(self, client):
        client.upload("many/a.txt", b"a")
        client.upload("many/b.txt", b"b")
        message = client.create("many")["error"]["message"]
        assert message.endswith("incoming directory should contain just one file or folder but found: 2")

    def test_a_invalid_token_is_refused(self, client):
        client.token = "alice-1"
        assert "user is not logged in" in client.create("one")["error"]["message"]

    def test_the_new_data_set_survives_a_restart(self):
        with FakeOpenbis() as server:
            client = DataStoreClient(server)
            client.upload("stays/a.txt", b"a")
            code = client.create("stays")["result"]["permId"]
            server.restart()
            assert paths(DataStoreClient(server), code) == ["original/a.txt"]


class TestStoreShare:
    def upload(self, client, upload_id, files, **query):
        parameters = {"sessionID": client.token, "dataSetType": "ATTACHMENT", "uploadID": upload_id, **query}
        form = [("file", (name, content)) for name, content in files.items()]
        url = f"{client.url}/store_share_file_upload"
        return client.http.post(url, params=parameters, files=form, timeout=20)

    @pytest.mark.parametrize("api_version", ["3.5", "3.6"])
    def test_several_files_are_in_upload(self, api_version):
        with FakeOpenbis(api_version=api_version) as server:
            client = DataStoreClient(server)
            assert self.upload(client, "u", {"x/a.txt": b"a", "b.txt": b"b"}).status_code == 200
            code = client.create("u")["result"]["permId"]
            assert paths(client, code) == ["original/upload/a.txt", "original/upload/b.txt"]

    def test_folders_are_kept_when_asked_for(self, client):
        self.upload(client, "v", {"x/a.txt": b"a", "b.txt": b"b"}, ignoreFilePath="false")
        code = client.create("v")["result"]["permId"]
        assert paths(client, code) == ["original/upload/b.txt", "original/upload/x/a.txt"]

    def test_one_file_is_directly_below_original(self, client):
        self.upload(client, "w", {"a.txt": b"a"})
        assert paths(client, client.create("w")["result"]["permId"]) == ["original/a.txt"]

    def test_servers_of_2021_do_not_use_the_session_workspace(self):
        with FakeOpenbis(api_version="3.5") as server:
            client = DataStoreClient(server)
            client.upload("u/a.txt", b"a")
            assert "No uploaded files found" in client.create("u")["error"]["message"]


class TestTheUploaderPlugin:
    def insert(self, client, *names, **fields):
        parameters = {
            "permId": None,
            "method": "insertDataSet",
            "sampleIdentifier": sample.EMPTY_BENCH,
            "experimentIdentifier": None,
            "dataSetType": "RAW_DATA",
            "folderName": "",
            "fileNames": list(names),
            "isZipDirectoryUpload": False,
            "properties": {"$NAME": "v1"},
            "parentIdentifiers": [],
            **fields,
        }
        answer = client.rpc(
            "createReportFromAggregationService", "DSS1", "dataset-uploader-api", parameters, url=client.query_url
        )
        return answer["result"]

    def cells(self, table):
        return [cell["value"] for cell in table["rows"][0]]

    def test_one_file_is_directly_below_original_and_leaves_the_workspace(self, fake, client):
        client.upload("v1.txt", b"a")
        status, message, code = self.cells(self.insert(client, "v1.txt"))
        assert (status, message) == ("OK", "Operation Successful")
        assert paths(client, code) == ["original/v1.txt"]
        assert not (fake.laboratory.workspace_path(client.token) / "v1.txt").exists()

    @pytest.mark.parametrize(("folder", "expected"), [("", "DEFAULT"), (None, "DEFAULT"), ("run 1", "run 1")])
    def test_several_files_are_in_a_folder(self, client, folder, expected):
        client.upload("a.txt", b"a")
        client.upload("b.txt", b"b")
        code = self.cells(self.insert(client, "a.txt", "b.txt", folderName=folder))[2]
        assert paths(client, code) == [f"original/{expected}/a.txt", f"original/{expected}/b.txt"]

    def test_an_archive_is_unpacked(self, client):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("run1/a.txt", "a")
            archive.writestr("b.txt", "b")
        client.upload("archive.zip", buffer.getvalue())
        code = self.cells(self.insert(client, "archive.zip", isZipDirectoryUpload=True))[2]
        assert paths(client, code) == ["original/DEFAULT/b.txt", "original/DEFAULT/run1/a.txt"]

    def test_the_perm_id_can_be_chosen(self, client):
        client.upload("chosen.txt", b"a")
        assert self.cells(self.insert(client, "chosen.txt", permId="20240101000000000-9"))[2] == "20240101000000000-9"

    def test_errors_are_returned_as_a_table(self, client):
        table = self.insert(client, "nowhere.txt")
        assert [column["title"] for column in table["columns"]] == ["Parameters", "Error"]
        client.upload("bad.txt", b"a")
        assert "'COLOUR' does not exist" in self.cells(self.insert(client, "bad.txt", properties={"COLOUR": "red"}))[1]

    def test_an_unknown_method_is_refused_in_the_table(self, client):
        assert self.cells(self.insert(client, method="dance"))[:2] == ["FAIL", "Operation Failed"]

    def test_a_invalid_token_is_an_error(self, client):
        client.token = "alice-1"
        answer = client.rpc(
            "createReportFromAggregationService", "DSS1", "dataset-uploader-api", {}, url=client.query_url
        )
        assert "user is not logged in" in answer["error"]["message"]
