"""Metadata read and changed by unmodified pyBIS (openbis-protocol 3)."""

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.integration.fake_openbis.wire import pybis_client, small_laboratory


@pytest.fixture(params=["3.5", "3.6", "3.7"])
def openbis(request, start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False, api_version=request.param)


@pytest.fixture
def perm_ids(openbis) -> list[str]:
    return small_laboratory(openbis)


@pytest.fixture
def client(openbis, perm_ids):
    return pybis_client(openbis)


def test_login_and_logout(openbis, perm_ids):
    client = pybis_client(openbis)
    client.logout()
    assert client.is_session_active() is False
    token = client.login("admin", "changeit")
    assert client.is_session_active() is True
    assert openbis.sessions.resolve(token).user == "admin"
    with pytest.raises(ValueError, match="login to openBIS failed"):
        client.login("admin", "wrong")


def test_an_invalid_token_is_refused(openbis, perm_ids):
    with pytest.raises(ValueError, match="no longer valid"):
        pybis_client(openbis, token="admin-230317133255245xABC")


def test_server_information(openbis, client):
    information = client.get_server_information()
    assert information.api_version == openbis.settings.api_version
    assert information.project_samples_enabled is True


def test_session_information(client):
    assert client.get_session_info().userName == "admin"


def test_new_perm_ids_and_codes(client):
    assert len(set(client.gen_permId(3))) == 3
    assert client.gen_code("sample", "S-").startswith("S-")


def test_data_stores(openbis, client):
    assert client.get_datastores().to_dict("records") == [
        {"code": "DSS1", "downloadUrl": openbis.url, "remoteUrl": openbis.url}
    ]


def test_spaces_and_projects(client):
    assert sorted(client.get_spaces().df["code"]) == ["DEFAULT", "LAB"]
    assert client.get_space("LAB").registrator == "admin"
    assert list(client.get_projects(space="LAB").df["identifier"]) == ["/LAB/HEAT"]
    assert client.get_project("/LAB/HEAT").space.code == "LAB"
    assert client.get_project("HEAT").code == "HEAT"
    with pytest.raises(ValueError, match="No such project"):
        client.get_project("/LAB/NONE")


@pytest.mark.sends_invalid_requests("pyBIS searches projects by identifier")
def test_experiments(client):
    experiments = client.get_experiments(project="/LAB/HEAT")
    assert list(experiments.df["identifier"]) == ["/LAB/HEAT/ONE"]
    experiment = client.get_experiment("/LAB/HEAT/ONE")
    assert (experiment.type.code, experiment.p["$name"]) == ("SERIES", "First")
    assert experiment.project.code == "HEAT"
    with pytest.raises(ValueError, match="No such experiment"):
        client.get_experiment("/LAB/HEAT/NONE")


def test_samples(openbis, client):
    assert sorted(client.get_samples().df["identifier"]) == ["/DEFAULT/DEFAULT", "/LAB/HEAT/P1", "/LAB/P2"]
    assert list(client.get_samples(experiment="/LAB/HEAT/ONE").df["identifier"]) == ["/LAB/HEAT/P1"]
    assert list(client.get_samples(space="LAB", code="P2").df["identifier"]) == ["/LAB/P2"]
    by_identifier = client.get_sample("/LAB/HEAT/P1")
    by_perm_id = client.get_sample(by_identifier.permId)
    assert by_perm_id.identifier == "/LAB/HEAT/P1"
    assert by_identifier.get_children().df["identifier"].tolist() == ["/LAB/P2"]
    assert len(by_identifier.get_datasets()) == 5


def test_data_sets_one_by_one(client, perm_ids):
    data_set = client.get_dataset(perm_ids[3])
    assert (data_set.type.code, data_set.kind, data_set.status) == ("RAW", "PHYSICAL", "AVAILABLE")
    assert data_set.p["$name"] == "Run 3"
    assert data_set.p["gas"] == "AIR"
    assert data_set.sample.identifier == "/LAB/HEAT/P1"
    assert data_set.experiment.identifier == "/LAB/HEAT/ONE"
    assert data_set.registrator == "admin"
    with pytest.raises(ValueError, match="no such dataset"):
        client.get_dataset("20200101000000000-1")


@pytest.mark.parametrize(
    "asked",
    [
        {"sample": "/LAB/HEAT/P1"},
        {"experiment": "/LAB/HEAT/ONE"},
        {"project": "/LAB/HEAT"},
        {"space": "LAB"},
        {"type": "raw"},
        {"status": "AVAILABLE"},
        {"where": {"$name": "Run*"}},
        {"where": {"weight": ">=0"}},
        {"registrationDate": ">2020-01-01"},
    ],
)
@pytest.mark.sends_invalid_requests("pyBIS: useWildcards of numbers and dates, projects by identifier", sometimes=True)
def test_data_sets_by_owner(client, perm_ids, asked):
    found = client.get_datasets(**asked)
    assert found.totalCount == 5
    assert sorted(found.df["permId"]) == perm_ids


def test_data_sets_by_page_and_with_properties(client):
    page = client.get_datasets(start_with=3, count=4, props=["$NAME"])
    assert (page.totalCount, len(page)) == (5, 2)
    assert set(page.df["$NAME"]) <= {f"Run {number}" for number in range(5)}


def test_unknown_data_sets(client):
    found = client.get_datasets(sample="/LAB/P2")
    assert (found.totalCount, len(found)) == (0, 0)


def test_data_set_types_with_their_properties(client):
    assert sorted(client.get_dataset_types().df["code"]) == ["PLAIN", "RAW", "REPORT", "UNKNOWN"]
    assignments = client.get_dataset_type("RAW").get_property_assignments().df
    assert list(assignments["code"]) == ["$NAME", "GAS", "WEIGHT"]
    assert list(assignments["mandatory"]) == [False, True, False]
    assert len(client.get_dataset_type("PLAIN").get_property_assignments().df) == 0
    assert sorted(client.get_sample_types().df["code"]) == ["PROBE", "UNKNOWN"]
    assert sorted(client.get_experiment_types().df["code"]) == ["SERIES", "UNKNOWN"]


@pytest.mark.sends_invalid_requests("pyBIS compares the code with null")
def test_property_types_and_vocabularies(client):
    gas = client.get_property_type("GAS")
    assert (gas.dataType, gas.vocabulary) == ("CONTROLLEDVOCABULARY", "GAS")
    assert sorted(client.get_property_types().df["code"]) == ["$NAME", "DESCRIPTION", "GAS", "WEIGHT"]
    assert sorted(client.get_terms("GAS").df["code"]) == ["AIR", "ARGON"]
    assert client.get_term("ARGON", "GAS").label == "Argon"
    assert sorted(client.get_vocabularies().df["code"]) == ["$STORAGE_FORMAT", "GAS"]


def test_persons(client):
    assert sorted(client.get_persons().df["userId"]) == ["admin", "system"]
    assert client.get_person("admin").userId == "admin"


def test_everything_can_be_created(client):
    client.new_space(code="new", description="fresh").save()
    client.new_project(space="NEW", code="P", description="x").save()
    experiment = client.new_experiment(code="E", type="SERIES", project="/NEW/P", props={"$name": "Mine"}).save()
    assert experiment.identifier == "/NEW/P/E"
    sample = client.new_sample(type="PROBE", experiment="/NEW/P/E", code="S", parents=["/LAB/P2"]).save()
    assert sample.identifier == "/NEW/P/S"
    assert sample.parents == ["/LAB/P2"]
    box = client.new_dataset(type="PLAIN", kind="CONTAINER", experiment="/NEW/P/E", code="20200101000000000-77").save()
    assert box.permId == "20200101000000000-77"
    assert client.get_experiment("/NEW/P/E").p["$name"] == "Mine"


def test_types_and_vocabularies_can_be_created(client):
    client.new_vocabulary(code="COLOUR", description="", terms=[{"code": "RED"}]).save()
    client.new_term(code="BLUE", vocabularyCode="COLOUR", label="Blue").save()
    assert sorted(client.get_terms("COLOUR").df["code"]) == ["BLUE", "RED"]
    client.new_property_type(
        code="COLOUR", label="Colour", description="seen", dataType="CONTROLLEDVOCABULARY", vocabulary="COLOUR"
    ).save()
    kind = client.new_dataset_type(code="PICTURE", description="one")
    kind.save()
    kind.assign_property("COLOUR", mandatory=True)
    assignments = client.get_dataset_type("PICTURE", use_cache=False).get_property_assignments().df
    assert list(assignments["code"]) == ["COLOUR"]
    kind.revoke_property("COLOUR")
    assert len(client.get_dataset_type("PICTURE", use_cache=False).get_property_assignments().df) == 0


def test_properties_and_owners_can_be_changed(client, perm_ids):
    data_set = client.get_dataset(perm_ids[0])
    data_set.p["$name"] = "Changed"
    data_set.save()
    again = client.get_dataset(perm_ids[0])
    assert (again.p["$name"], again.p["gas"], again.modifier) == ("Changed", "AIR", "admin")
    sample = client.get_sample("/LAB/P2")
    sample.p["$name"] = "Second"
    sample.del_parents("/LAB/HEAT/P1")
    sample.save()
    assert client.get_sample("/LAB/P2").p["$name"] == "Second"
    assert client.get_sample("/LAB/P2").parents == []


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({}, "Value of mandatory property 'GAS' not specified."),
        ({"GAS": "AIR", "SMELL": "x"}, "Property type with code 'SMELL' does not exist!"),
        ({"GAS": "HELIUM"}, "Vocabulary value 'HELIUM' is not valid."),
    ],
)
def test_properties_that_do_not_fit_the_type_are_refused(openbis, client, properties, message):
    creation = {
        "@type": "as.dto.dataset.create.DataSetCreation",
        "typeId": {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "RAW"},
        "dataSetKind": "CONTAINER",
        "autoGeneratedCode": True,
        "properties": properties,
    }
    before = len(openbis.laboratory.data_sets)
    with pytest.raises(ValueError, match=message):
        client._post_request(client.as_v3, {"method": "createDataSets", "params": [client.token, [creation]]})
    assert len(openbis.laboratory.data_sets) == before


def test_deletion_includes_dependent_entities(openbis, client, perm_ids):
    client.get_dataset(perm_ids[0]).delete("a test", permanently=True)
    with pytest.raises(ValueError, match="no such dataset"):
        client.get_dataset(perm_ids[0])
    client.get_sample("/LAB/HEAT/P1").delete("a test")
    assert client.get_datasets().totalCount == 0
    client.get_experiment("/LAB/HEAT/ONE").delete("a test")
    client.get_project("/LAB/HEAT").delete("a test")
    assert list(client.get_projects().df["identifier"]) == ["/DEFAULT/DEFAULT"]


def test_a_space_in_use_cannot_be_deleted(client):
    with pytest.raises(ValueError, match="is being used"):
        client.get_space("LAB").delete("a test")


def test_data_sets_can_be_archived_and_unarchived(client, perm_ids):
    client.archive_datasets(perm_ids[:1])
    assert client.get_dataset(perm_ids[0]).status == "ARCHIVED"
    assert client.get_datasets(status="ARCHIVED").totalCount == 1
    client.unarchive_datasets(perm_ids[:1])
    assert client.get_dataset(perm_ids[0]).status == "AVAILABLE"


@pytest.mark.parametrize("version", ["3.6", "3.7"])
def test_personal_access_tokens(start_fake_openbis, version):
    openbis = start_fake_openbis(sample_data=False, api_version=version)
    client = pybis_client(openbis)
    pat = client.get_or_create_personal_access_token("jobs")
    assert (pat.sessionName, pat.owner) == ("jobs", "admin")
    assert client.get_or_create_personal_access_token("jobs").permId == pat.permId
    assert list(client.get_personal_access_tokens(sessionName="jo").df["permId"]) == [pat.permId]
    with_pat = pybis_client(openbis, token=pat.permId)
    assert with_pat.get_session_info().userName == "admin"
    pat.delete("no longer needed")
    assert with_pat.is_session_active() is False


def test_the_first_data_store_row_may_be_the_wrong_one(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False, api_version="3.7", settings=ServerSettings(afs_row="first"))
    assert list(pybis_client(openbis).get_datastores()["code"]) == ["AFS", "DSS1"]


def test_the_sample_data_can_be_read_as_a_whole(start_fake_openbis):
    openbis = start_fake_openbis()
    client = pybis_client(openbis)
    data_sets = client.get_datasets()
    assert data_sets.totalCount == len(openbis.laboratory.data_sets) > 0
    for perm_id in data_sets.df["permId"]:
        assert client.get_dataset(perm_id).type.code == openbis.laboratory.data_set(perm_id).type
    for identifier in client.get_samples().df["identifier"]:
        assert client.get_sample(identifier).identifier == identifier
