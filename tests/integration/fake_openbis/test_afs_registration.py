"""How AFS and its files show up in the application server (openbis-afs 1 and 6)."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import afs_files
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import HEAT_SHOCK, WILD_TYPE
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from tests.integration.fake_openbis.afs_client import EXPERIMENT, SAMPLE, AfsClient, start_with_afs
from tests.integration.fake_openbis.wire import DATA_SET_OPTIONS, Wire, criteria, dataset_id, options

KEY = "server-public-information.afs-server.url"


def stores(fake: FakeOpenbis) -> dict[str, dict[str, Any]]:
    token = fake.sessions.open("admin")
    wanted = criteria("datastore.search.DataStoreSearchCriteria")
    rows = Wire(fake).result("searchDataStores", token, wanted, options("datastore.fetchoptions.DataStore"))["objects"]
    return {row["code"]: row for row in rows}


def data_set_of(fake: FakeOpenbis, owner: str) -> dict[str, Any] | None:
    fetch = options(
        DATA_SET_OPTIONS,
        dataStore=options("datastore.fetchoptions.DataStore"),
        type=options("dataset.fetchoptions.DataSetType"),
        physicalData=options("dataset.fetchoptions.PhysicalData"),
        sample=options("sample.fetchoptions.Sample"),
        experiment=options("experiment.fetchoptions.Experiment"),
        registrator=options("person.fetchoptions.Person"),
    )
    return Wire(fake).result("getDataSets", fake.sessions.open("admin"), [dataset_id(owner)], fetch).get(owner)


def test_newer_servers_list_the_url_in_both_places(start_fake_openbis):
    fake = start_with_afs(start_fake_openbis)
    assert fake.afs_url == f"{fake.url}/afs-server"
    assert stores(fake)["AFS"]["downloadUrl"] == fake.afs_url
    assert stores(fake)["DSS1"]["downloadUrl"] == fake.url
    assert Wire(fake).result("getServerInformation", fake.sessions.open("admin"))[KEY] == fake.afs_url


def test_older_servers_list_it_nowhere_but_serve_it_at_the_same_path(start_fake_openbis):
    fake = start_with_afs(start_fake_openbis, afs="unlisted")
    assert stores(fake)["AFS"]["downloadUrl"] == ""
    assert KEY not in Wire(fake).result("getServerInformation", fake.sessions.open("admin"))
    client = AfsClient(fake)
    assert client.put("/a").read_bytes() == b"content"
    data_set = data_set_of(fake, client.owner)
    assert (data_set["dataStore"]["code"], data_set["dataStore"]["downloadUrl"]) == ("AFS", "")


def test_servers_without_afs_have_neither(start_fake_openbis):
    fake = start_fake_openbis(sample_data=False, api_version="3.7")
    assert list(stores(fake)) == ["DSS1"]
    assert KEY not in Wire(fake).result("getServerInformation", fake.sessions.open("admin"))


@pytest.mark.parametrize(("row", "order"), [("first", ["AFS", "DSS1"]), ("last", ["DSS1", "AFS"])])
def test_the_place_of_the_row_can_be_chosen(start_fake_openbis, row, order):
    assert list(stores(start_with_afs(start_fake_openbis, afs_row=row))) == order


@pytest.mark.parametrize(("relation", "identifier"), [("sample", SAMPLE), ("experiment", EXPERIMENT)])
def test_the_first_change_registers_a_data_set_with_the_code_of_the_owner(start_fake_openbis, relation, identifier):
    fake = start_with_afs(start_fake_openbis)
    owner = getattr(fake.laboratory, relation)(identifier).perm_id
    client = AfsClient(fake, "bob", owner)
    client.call("list", owner=owner, source="/", recursively="true")
    assert data_set_of(fake, owner) is None
    client.put("/a")
    client.put("/b")
    data_set = data_set_of(fake, owner)
    assert (data_set["code"], data_set["kind"], data_set["type"]["code"]) == (owner, "PHYSICAL", "AFS_DATA")
    assert data_set["dataStore"]["downloadUrl"] == fake.afs_url
    assert data_set[relation]["permId"]["permId"] == owner
    assert data_set["registrator"]["userId"] == "bob"
    assert (data_set["properties"], data_set["parents"]) == (None, None)
    location = data_set["physicalData"]
    assert client.folder == fake.laboratory.folder / "store" / location["shareId"] / location["location"]


@pytest.mark.parametrize("method", ["create", "copy", "move"])
def test_other_changes_register_the_owner_of_their_target(start_fake_openbis, method):
    fake = start_with_afs(start_fake_openbis)
    source = AfsClient(fake)
    source.put("/a")
    target = fake.laboratory.experiment(EXPERIMENT).perm_id
    values = {"sourceOwner": source.owner, "source": "/a", "targetOwner": target, "target": "/a"}
    given = {"owner": target, "source": "/a", "directory": "true"} if method == "create" else values
    assert source.call(method, **given).text == "true"
    assert data_set_of(fake, target) is not None


def test_a_refused_change_registers_nothing(start_fake_openbis):
    fake = start_with_afs(start_fake_openbis)
    client = AfsClient(fake)
    assert client.write_answer(("/a&b", 0, b"x")).status_code == 400
    assert data_set_of(fake, client.owner) is None


def test_files_are_deleted_with_their_data_set(start_fake_openbis):
    fake = start_with_afs(start_fake_openbis)
    client = AfsClient(fake)
    client.put("/a")
    folder = client.folder
    fake.laboratory.remove(fake.laboratory.data_set(client.owner))
    assert not folder.exists()


def test_files_survive_a_restart(start_fake_openbis, tmp_path):
    fake = start_with_afs(lambda **more: start_fake_openbis(tmp_path, **more))
    AfsClient(fake).put("/a")
    fake.restart()
    assert AfsClient(fake).paths() == ["/a"]


# --- sample data ---


@pytest.fixture(scope="module")
def sample() -> FakeOpenbis:
    with FakeOpenbis(settings=ServerSettings("3.7", afs="listed")) as fake:
        yield fake


def test_a_sample_and_an_experiment_have_files(sample):
    for entity, files in (
        (sample.laboratory.sample(WILD_TYPE), afs_files.OF_SAMPLE),
        (sample.laboratory.experiment(HEAT_SHOCK), afs_files.OF_EXPERIMENT),
    ):
        client = AfsClient(sample, owner=entity.perm_id)
        visible = [entry for entry in client.listing() if "/.afs" not in entry.path]
        found = {entry.path: entry for entry in visible if not entry.directory}
        expected = {
            f"/{path}": content for path, content in files.items() if not path.endswith("/") and ".afs" not in path
        }
        assert {path: entry.size for path, entry in found.items()} == {p: len(c) for p, c in expected.items()}
        ranges = [(path, 0, len(content)) for path, content in expected.items()]
        assert client.read(*ranges) == list(expected.values())
        assert data_set_of(sample, entity.perm_id)["type"]["code"] == "AFS_DATA"


def test_the_sample_files_show_what_is_special(sample):
    client = AfsClient(sample, owner=sample.laboratory.sample(WILD_TYPE).perm_id)
    entries = {entry.path: entry for entry in client.listing()}
    assert entries["/empty.txt"].size == 0
    assert entries["/empty folder"].directory
    assert client.paths("/empty folder") == []
    assert "/images/Größe 10 µm.png" in entries
    assert client.call("preview", owner=client.owner, source="/images/overview.png").content.startswith(b"\xff\xd8\xff")
    assert {entry.modified for entry in entries.values()} == {1_678_874_400_000}


def test_the_sample_data_without_afs_have_no_files_in_it(fake_openbis):
    assert fake_openbis.laboratory.data_set(fake_openbis.laboratory.sample(WILD_TYPE).perm_id) is None


def test_locations_are_those_of_openbis(tmp_path):
    # printf 20230315100200000-303 | md5sum: a15ee5...
    place = Laboratory(tmp_path).afs_path("20230315100200000-303")
    assert place.relative_to(tmp_path).parts[:2] == ("store", "1")
    assert place.parts[-4:-1] == ("a1", "5e", "e5")
