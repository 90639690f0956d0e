"""Samples and experiments with files in openBIS's file server (AFS): reported where listings are empty."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.integration.jupyter.conftest import Request


@pytest.fixture(scope="module")
def openbis_server() -> Iterator[FakeOpenbis]:
    settings = ServerSettings(api_version="3.7", afs_row="last")
    with FakeOpenbis(tls=True, users=lab.USERS, settings=settings) as server:
        yield server


@pytest.fixture(scope="module")
def owner(openbis_server: FakeOpenbis) -> str:
    """The permId of a sample without data sets, but with files in AFS."""
    (sample,) = openbis_server.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    return add_afs_files(openbis_server.laboratory, sample).perm_id


async def test_details_report_files_in_afs(logged_in: Request, owner: str):
    answer = await logged_in("GET", f"openbis/details/lab/sample/{owner}")
    assert (answer.json["hasFileServer"], answer.json["hasAfsFiles"]) == (True, True)
    assert "download them by its permId or identifier" in answer.json["remark"]
    answer = await logged_in("GET", f"openbis/details/lab/dataSet/{lab.IMAGES}")
    assert (answer.json["hasAfsFiles"], answer.json["remark"]) == (False, None)


async def test_empty_listings_say_that_there_are_files_in_afs(logged_in: Request, owner: str):
    for path in (f"browse/lab?kind=dataSet&inKind=sample&inPermId={owner}", f"sample/lab/{owner}"):
        answer = await logged_in("GET", f"openbis/{path}")
        assert (answer.json["dataSets"], answer.json["totalCount"]) == ([], 0)
        assert "AFS" in answer.json["remark"]
    answer = await logged_in("GET", f"openbis/sample/lab/{quote(lab.TIME_SERIES, safe='')}")
    assert answer.json["remark"] is None


async def test_files_in_afs_are_refused_with_the_reason(logged_in: Request, owner: str):
    answer = await logged_in("GET", f"openbis/files/lab/{owner}")
    assert (answer.status, answer.json["code"]) == (500, "data-set-in-afs")
    assert "no file server answers at" in answer.json["reason"]
