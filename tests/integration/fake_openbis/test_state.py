"""Persistence of the state in the folder; start and stop of the server."""

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Laboratory
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import AS_V3, Wire, fill_small, small_laboratory


def test_everything_but_sessions_survives_a_restart(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False)
    perm_ids = small_laboratory(openbis)
    before = {
        name: list(getattr(openbis.laboratory, name)) for name in ("samples", "data_sets", "vocabularies", "projects")
    }
    url = openbis.url
    openbis.restart()
    assert openbis.url == url
    assert {name: list(getattr(openbis.laboratory, name)) for name in before} == before
    assert openbis.laboratory.data_sets.keys() == perm_ids


def test_a_new_server_on_the_same_folder_continues_with_its_state(start_fake_openbis, tmp_path):
    with FakeOpenbis(tmp_path / "state", sample_data=False) as first:
        perm_ids = small_laboratory(first)
    second = start_fake_openbis(tmp_path / "state")
    assert second.laboratory.data_sets.keys() == perm_ids


def test_sequence_numbers_are_not_used_again_even_after_a_deletion(tmp_path):
    laboratory = Laboratory(tmp_path)
    last = add.add_data_set(laboratory, "RAW")
    laboratory.remove(last)
    laboratory.close()
    for _ in range(2):
        laboratory = Laboratory(tmp_path)
        laboratory.close()
    number = int(last.perm_id.rpartition("-")[2])
    assert int(laboratory.new_perm_id().rpartition("-")[2]) > number


def test_a_line_truncated_by_a_crash_loses_only_that_change(tmp_path):
    laboratory = Laboratory(tmp_path)
    fill_small(laboratory)
    laboratory.close()
    journal = tmp_path / "laboratory.jsonl"
    content = journal.read_bytes()
    journal.write_bytes(content[:-10])
    again = Laboratory(tmp_path)
    assert again.data_sets.keys() == laboratory.data_sets.keys()[:-1]
    assert list(again.vocabularies) == list(laboratory.vocabularies)


def test_removing_a_data_set_deletes_its_files(tmp_path):
    laboratory = Laboratory(tmp_path)
    data_set = add.add_data_set(laboratory, "RAW")
    (laboratory.store_path(data_set.perm_id) / "original").mkdir(parents=True)
    laboratory.remove(data_set)
    assert not laboratory.store_path(data_set.perm_id).exists()


def test_the_identifier_of_a_sample_is_derived_from_its_owner(tmp_path):
    laboratory = Laboratory(tmp_path)
    fill_small(laboratory)
    shared = add.add_sample(laboratory, "everywhere", "PROBE")
    inside = add.add_sample(laboratory, "part", "PROBE", space="LAB", container="/LAB/P2")
    assert (shared.identifier, inside.identifier) == ("/EVERYWHERE", "/LAB/P2:PART")
    assert laboratory.sample("/LAB/HEAT/P1").space == "LAB"


def test_a_temporary_folder_is_deleted_when_the_server_stops():
    with FakeOpenbis(sample_data=False) as openbis:
        folder = openbis.laboratory.folder
        assert folder.is_dir()
    assert not folder.exists()


def test_a_taken_port_is_an_error_at_once(start_fake_openbis):
    port = int(start_fake_openbis(sample_data=False).url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        start_fake_openbis(sample_data=False, port=port)


def test_https_is_trusted_with_the_given_ca_only(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False, tls=True)
    wanted = {"id": 1, "method": "isSessionActive", "params": ["x"]}
    answer = requests.post(openbis.url + AS_V3, json=wanted, verify=str(openbis.ca_file), timeout=10)
    assert answer.json()["result"] is False
    with pytest.raises(requests.exceptions.SSLError):
        requests.post(openbis.url + AS_V3, json=wanted, timeout=10)
    assert not FakeOpenbis(sample_data=False).url.startswith("https")


def test_stopping_does_not_wait_for_idle_connections():
    with requests.Session() as session, FakeOpenbis(sample_data=False) as openbis:
        session.post(openbis.url + AS_V3, json={"id": 1, "method": "isSessionActive", "params": ["x"]}, timeout=10)
        assert Wire(openbis).result("isSessionActive", "x") is False


def test_persons_are_made_for_the_users_and_kept(start_fake_openbis, tmp_path):
    with FakeOpenbis(tmp_path, sample_data=False, users={"ann": "secret"}) as openbis:
        openbis.laboratory.put(e.Person("ann", first_name="Ann", spaces=["LAB"]))
    openbis = start_fake_openbis(tmp_path, sample_data=False, users={"ann": "secret"})
    assert openbis.laboratory.persons.get("ann") == e.Person("ann", first_name="Ann", spaces=["LAB"])
