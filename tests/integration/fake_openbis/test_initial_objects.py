"""Initial objects of a new server: openbis-protocol 3.2 (data-192.sql)."""

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.fake_openbis.wire import Wire, criteria, options

KINDS = {"EXPERIMENT": "Experiment", "SAMPLE": "Sample", "DATA_SET": "DataSet"}


@pytest.mark.parametrize("sample_data", [False, True])
def test_every_new_server_has_the_default_objects(start_fake_openbis, sample_data):
    lab = start_fake_openbis(sample_data=sample_data).laboratory
    project, experiment, sample = (
        lab.project("/DEFAULT/DEFAULT"),
        lab.experiment("/DEFAULT/DEFAULT/DEFAULT"),
        lab.sample("/DEFAULT/DEFAULT"),
    )
    assert lab.spaces.get("DEFAULT").registrator == "system"
    assert (project.space, experiment.project) == ("DEFAULT", project.perm_id)
    assert (sample.space, sample.project, sample.experiment) == ("DEFAULT", None, experiment.perm_id)
    assert {experiment.type, sample.type} == {"UNKNOWN"}
    assert lab.persons.get("system").last_name == "System User"


def test_every_new_server_has_the_unknown_types_and_the_initial_vocabulary(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False)
    wire, token = Wire(openbis), openbis.sessions.open("admin")
    for name in KINDS.values():
        kind = f"{name.lower()}.search.{name}TypeSearchCriteria"
        found = wire.result(
            f"search{name}Types", token, criteria(kind), options(f"{name.lower()}.fetchoptions.{name}Type")
        )
        assert [each["code"] for each in found["objects"]] == ["UNKNOWN"]
    lab = openbis.laboratory
    assert [term.code for term in lab.vocabularies.get("$STORAGE_FORMAT").terms] == ["PROPRIETARY", "BDS_DIRECTORY"]
    assert lab.property_types.get("DESCRIPTION").data_type == "VARCHAR"


def test_initial_objects_are_older_than_everything_else(start_fake_openbis):
    lab = start_fake_openbis(users=USERS).laboratory
    assert lab.samples.keys()[0] == lab.sample("/DEFAULT/DEFAULT").perm_id
    dates = [sample.registration_date for sample in lab.samples]
    assert dates[0] < min(dates[1:])


def test_the_perm_ids_of_the_sample_laboratory_are_always_the_same(start_fake_openbis):
    first, second = (start_fake_openbis().laboratory for _ in range(2))
    for table in ("projects", "experiments", "samples", "data_sets"):
        assert getattr(first, table).keys() == getattr(second, table).keys()


def test_users_who_are_no_administrators_do_not_see_the_default_space(start_fake_openbis):
    openbis = start_fake_openbis(users=USERS)
    kind = criteria("space.search.SpaceSearchCriteria")
    seen = {
        user: Wire(openbis).result(
            "searchSpaces", openbis.sessions.open(user), kind, options("space.fetchoptions.Space")
        )
        for user in USERS
    }
    codes = {user: {space["code"] for space in found["objects"]} for user, found in seen.items()}
    assert "DEFAULT" in codes["admin"]
    assert "DEFAULT" not in codes["alice"] | codes["bob"]


def test_deleted_initial_objects_are_not_created_again(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False)
    openbis.laboratory.remove(openbis.laboratory.sample("/DEFAULT/DEFAULT"))
    openbis.restart()
    assert openbis.laboratory.sample("/DEFAULT/DEFAULT") is None
    assert openbis.laboratory.experiment("/DEFAULT/DEFAULT/DEFAULT") is not None


def test_a_folder_with_the_initial_objects_only_can_still_be_filled(start_fake_openbis, tmp_path):
    with FakeOpenbis(tmp_path, sample_data=False):
        pass
    assert len(start_fake_openbis(tmp_path).laboratory.data_sets) > 0


def test_a_folder_with_other_objects_is_not_filled(start_fake_openbis, tmp_path):
    with FakeOpenbis(tmp_path, sample_data=False) as openbis:
        add.add_space(openbis.laboratory, "OWN")
    assert len(start_fake_openbis(tmp_path).laboratory.data_sets) == 0
