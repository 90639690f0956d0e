"""AFS, the file server of openBIS 7, as the application server shows it."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.integration.fake_openbis.wire import (
    DATA_SET_OPTIONS,
    DATA_SETS,
    Wire,
    code_is,
    criteria,
    dataset_id,
    options,
    small_laboratory,
)

STORES = "datastore.search.DataStoreSearchCriteria"


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    openbis = start_fake_openbis(sample_data=False, api_version="3.7", settings=ServerSettings(afs_row="last"))
    small_laboratory(openbis)
    return openbis


@pytest.fixture
def in_afs(openbis) -> str:
    return add_afs_files(openbis.laboratory, openbis.laboratory.sample("/LAB/HEAT/P1")).perm_id


def of_kinds(*kinds: str) -> dict[str, Any]:
    return {"@type": "as.dto.datastore.search.DataStoreKindSearchCriteria", "dataStoreKinds": list(kinds)}


def found(openbis: FakeOpenbis, *parts: dict[str, Any], operator: str = "AND") -> list[str]:
    wanted = criteria(DATA_SETS, *parts, operator=operator)
    token = openbis.sessions.open("admin")
    reply = Wire(openbis).result("searchDataSets", token, wanted, options(DATA_SET_OPTIONS))
    return [each["code"] for each in reply["objects"]]


def test_the_code_of_an_afs_data_set_is_the_perm_id_of_its_owner(openbis, in_afs):
    assert in_afs == openbis.laboratory.sample("/LAB/HEAT/P1").perm_id
    fetch = options(DATA_SET_OPTIONS, dataStore=options("datastore.fetchoptions.DataStore"))
    bean = Wire(openbis).result("getDataSets", openbis.sessions.open("admin"), [dataset_id(in_afs)], fetch)[in_afs]
    assert (bean["dataStore"]["code"], bean["code"]) == ("AFS", in_afs)


def test_a_search_that_names_no_data_store_leaves_afs_out(openbis, in_afs):
    owner = criteria("sample.search.SampleSearchCriteria", code_is("P1"))
    for parts in ((), (owner,), (criteria(DATA_SETS, owner, operator="OR"),), (code_is(in_afs),)):
        assert in_afs not in found(openbis, *parts)
    assert len(found(openbis, owner)) == 5


def test_a_search_that_names_afs_finds_it(openbis, in_afs):
    afs = criteria(STORES, of_kinds("AFS"))
    owner = criteria("sample.search.SampleSearchCriteria", code_is("P1"))
    other = criteria("sample.search.SampleSearchCriteria", code_is("P2"))
    assert found(openbis, afs) == [in_afs]
    assert found(openbis, criteria(DATA_SETS, owner, operator="OR"), afs) == [in_afs]
    assert found(openbis, criteria(DATA_SETS, other, operator="OR"), afs) == []
    assert len(found(openbis, criteria(STORES, of_kinds("AFS", "DSS")))) == 6


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ((), ["DSS1", "AFS"]),
        ((of_kinds("AFS"),), ["AFS"]),
        ((of_kinds("DSS"),), ["DSS1"]),
        ((of_kinds("AFS", "DSS"),), ["DSS1", "AFS"]),
        ((code_is("AFS"),), []),
        ((code_is("AFS"), of_kinds("AFS")), ["AFS"]),
    ],
)
def test_data_stores_are_found_by_kind(openbis, parts, codes):
    token, fetch = openbis.sessions.open("admin"), options("datastore.fetchoptions.DataStore")
    reply = Wire(openbis).result("searchDataStores", token, criteria(STORES, *parts), fetch)
    assert [each["code"] for each in reply["objects"]] == codes


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
@pytest.mark.parametrize("version", ["3.5", "3.6"])
def test_older_servers_do_not_know_kinds_of_data_stores(start_fake_openbis, version):
    openbis = start_fake_openbis(sample_data=False, api_version=version)
    token, wanted = openbis.sessions.open("admin"), criteria(STORES, of_kinds("AFS"))
    stores = ("searchDataStores", wanted, options("datastore.fetchoptions.DataStore"))
    for method, *asked in (stores, ("searchDataSets", criteria(DATA_SETS, wanted), options(DATA_SET_OPTIONS))):
        error = Wire(openbis).error(method, token, *asked)
        assert "Could not resolve type id 'as.dto.datastore.search.DataStoreKindSearchCriteria'" in error["message"]
