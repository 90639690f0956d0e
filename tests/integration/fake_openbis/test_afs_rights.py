"""Sessions, owners and rights in AFS (openbis-afs 2, 5 and 6)."""

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.afs_client import (
    EXPERIMENT,
    SAMPLE,
    TIMEOUT,
    AfsClient,
    code,
    failure,
    start_with_afs,
)
from tests.integration.fake_openbis.wire import FakeClock, Wire

CHANGES = {
    "create": {"source": "/new", "directory": "false"},
    "delete": {"source": "/a", "trash": "true"},
    "truncate": {"source": "/a", "size": "0"},
    "snapshot": {"source": "/a"},
}


@pytest.fixture
def fake(start_fake_openbis) -> FakeOpenbis:
    return start_with_afs(start_fake_openbis, afs_observers=frozenset({"reader"}))


@pytest.fixture
def afs(fake) -> AfsClient:
    client = AfsClient(fake)
    client.put("/a", b"content")
    return client


def assert_read_only(client: AfsClient) -> None:
    """Reading works, and all changes are refused for lack of rights."""
    assert client.read(("/a", 0, 7)) == [b"content"]
    assert client.call("hash", owner=client.owner, source="/a").status_code == 200
    for method, values in CHANGES.items():
        assert code(client.call(method, owner=client.owner, **values)) == 40001, method
    assert code(client.write_answer(("/a", 0, b"x"))) == 40001
    assert code(client.move("/a", "/b")) == code(client.move("/a", "/b", "copy")) == 40001
    assert client.read(("/a", 0, 7)) == [b"content"]


# --- sessions ---


@pytest.mark.parametrize("token", ["unknown", ""])
@pytest.mark.parametrize("method", ["isSessionValid", "list", "logout"])
def test_an_unknown_token_is_refused_by_every_method(afs, method, token):
    afs.token = token
    refusal = failure(afs.call(method))
    assert (refusal.code, refusal.message) == (40003, f"Session {token} doesn't exist")


def test_a_request_without_token_has_no_session(afs):
    assert afs.call("isSessionValid", sessionToken=None).text == "false"
    values = {"owner": afs.owner, "source": "/a", "recursively": "true"}
    assert code(afs.call("list", **values, sessionToken=None)) == 40003


def test_a_session_is_valid_until_logout(afs):
    assert afs.call("isSessionValid").text == "true"
    assert afs.call("logout").text == "true"
    assert code(afs.call("isSessionValid")) == 40003


def test_logins_are_those_of_the_application_server(afs, fake):
    token = afs.call("login", userId="admin", password="changeit", sessionToken=None).text
    assert Wire(fake).result("isSessionActive", token) is True
    assert afs.call("login", userId="admin", password="wrong", sessionToken=None).text == "null"
    assert code(afs.call("login", userId="", password="x", sessionToken=None)) == 30001


def test_a_personal_access_token_is_a_session_token(afs, fake):
    now = fake.laboratory.now()
    pat = e.PersonalAccessToken("$pat-admin-1", "admin", "s", now - 1, now + 10**6, "admin", now)
    fake.laboratory.put(pat)
    afs.token = pat.hash
    assert afs.read(("/a", 0, 7)) == [b"content"]
    message = failure(afs.call("hash", owner="x", source="/a")).message
    assert message.startswith(f"Session {pat.hash} don't have rights [Read] over x /a")


def test_sessions_expire(start_fake_openbis):
    clock = FakeClock()
    fake = start_with_afs(lambda **more: start_fake_openbis(clock=clock, **more), session_timeout=60)
    client = AfsClient(fake)
    clock.advance(61)
    assert code(client.call("isSessionValid")) == 40003


# --- owners ---


def test_owners_are_perm_ids_of_samples_and_experiments(fake):
    lab = fake.laboratory
    for owner in (lab.sample(SAMPLE).perm_id, lab.experiment(EXPERIMENT).perm_id):
        client = AfsClient(fake, owner=owner)
        client.put("/a", owner.encode())
        assert [entry.owner for entry in client.listing()] == [owner]
    for unknown in (SAMPLE, "P1", "20010101000000000-1", ""):
        refusal = failure(AfsClient(fake, owner=unknown or None).call("hash", owner=unknown, source="/a"))
        assert refusal.code == 40001
        assert refusal.message.endswith(f" over {unknown} /a to perform the operation Hash")


def test_the_refusal_shows_session_and_rights(afs):
    afs.owner = "x"
    message = failure(afs.move("/a", "/b")).message
    assert message == f"Session {afs.token} don't have rights [Read, Write] over x /a to perform the operation Move"


def test_files_of_invisible_owners_are_refused(afs, fake):
    person = fake.laboratory.persons.get("bob")
    fake.laboratory.put(e.Person("bob", spaces=["DEFAULT"], registration_date=person.registration_date))
    stranger = AfsClient(fake, "bob")
    assert code(stranger.read_answer(("/a", 0, 1))) == 40001
    assert code(stranger.write_answer(("/a", 0, b"x"))) == 40001


def test_observers_read_only(afs, fake):
    assert_read_only(AfsClient(fake, "reader"))


def test_copying_needs_the_right_to_read_the_source_only(afs, fake):
    reader = AfsClient(fake, "reader")
    assert code(reader.move("/a", "/b", "copy")) == 40001
    sample = fake.laboratory.sample(SAMPLE)
    fake.laboratory.put(e.Sample(**{**vars(sample), "immutable_data": True}))
    target = fake.laboratory.experiment(EXPERIMENT).perm_id
    values = {"sourceOwner": afs.owner, "source": "/a", "targetOwner": target, "target": "/a"}
    assert code(afs.call("move", **values)) == 40001
    assert afs.call("copy", **values).text == "true"


@pytest.mark.parametrize("kind", ["Sample", "Experiment"])
def test_immutable_data_are_never_changed_again(fake, kind):
    entity = fake.laboratory.sample(SAMPLE) if kind == "Sample" else fake.laboratory.experiment(EXPERIMENT)
    client = AfsClient(fake, owner=entity.perm_id)
    client.put("/a", b"content")
    name = kind.lower()
    entity_id = {"@type": f"as.dto.{name}.id.{kind}PermId", "permId": entity.perm_id}
    update = {"@type": f"as.dto.{name}.update.{kind}Update", f"{name}Id": entity_id, "immutableData": True}
    Wire(fake).result(f"update{kind}s", client.token, [update])
    assert_read_only(client)
    options = {"@type": f"as.dto.{name}.fetchoptions.{kind}FetchOptions"}
    bean = Wire(fake).result(f"get{kind}s", client.token, [entity_id], options)[entity.perm_id]
    assert bean["immutableData"] is True
    assert bean["immutableDataDate"] > 0
    Wire(fake).result(f"update{kind}s", client.token, [{**update, "immutableData": False}])
    assert_read_only(client)


def test_samples_can_be_created_with_immutable_data(fake):
    token = fake.sessions.open("admin")
    creation = {
        "@type": "as.dto.sample.create.SampleCreation",
        "typeId": {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "PROBE"},
        "spaceId": {"@type": "as.dto.space.id.SpacePermId", "permId": "LAB"},
        "code": "FIXED",
        "immutableData": True,
    }
    (perm_id,) = Wire(fake).result("createSamples", token, [creation])
    assert code(AfsClient(fake, owner=perm_id["permId"]).write_answer(("/a", 0, b"x"))) == 40001


# --- data sets of DSS ---


@pytest.fixture
def data_set(fake) -> AfsClient:
    created = add.add_data_set(fake.laboratory, "PLAIN", sample=SAMPLE)
    file = fake.laboratory.store_path(created.code) / "original" / "a"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"content")
    return AfsClient(fake, owner=created.code)


def test_data_sets_are_read_below_original(data_set):
    assert data_set.paths() == ["/original/a", "/original"]
    assert data_set.read(("/original/a", 0, 7)) == [b"content"]
    assert data_set.call("hash", owner=data_set.owner, source="/original/a").text == "9a0364b9e99bb480dd25e1f0284c8555"


def test_the_checksum_of_a_data_set_is_not_stored_beside_its_files(data_set):
    data_set.call("hash", owner=data_set.owner, source="/original/a")
    assert data_set.paths() == ["/original/a", "/original"]


def test_data_sets_are_read_only(data_set):
    for method, values in CHANGES.items():
        assert code(data_set.call(method, owner=data_set.owner, **{**values, "source": "/original/a"})) == 40001
    assert code(data_set.write_answer(("/original/a", 0, b"x"))) == 40001


def test_archived_and_container_data_sets_have_no_files(data_set, fake):
    lab = fake.laboratory
    archived = lab.data_set(data_set.owner)
    lab.put(e.DataSet(**{**vars(archived), "physical_data": e.PhysicalData(archived.code, status="ARCHIVED")}))
    assert "NoSuchFileException" in failure(data_set.read_answer(("/original/a", 0, 1))).message
    container = AfsClient(fake, owner=add.add_data_set(lab, "PLAIN", kind="CONTAINER", sample=SAMPLE).code)
    assert code(container.call("hash", owner=container.owner, source="/a")) == 30001


def test_a_session_of_another_server_is_unknown(afs, start_fake_openbis):
    other = start_with_afs(start_fake_openbis)
    answer = requests.get(f"{other.afs_url}/api", params={"method": "hash", "sessionToken": afs.token}, timeout=TIMEOUT)
    assert code(answer) == 40003
