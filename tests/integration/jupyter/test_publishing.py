"""Publication of notebooks through the API, compared byte by byte."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request, registered
from tests.support.notebook_content import HOSTILE, notebook

_SECONDS = 30
NOTEBOOK = notebook("# Growth of yeast", output=HOSTILE)


@pytest.fixture
def folder(root: Path) -> Path:
    """A folder with a notebook and its environment."""
    (root / "work").mkdir()
    (root / "work" / "growth.ipynb").write_bytes(NOTEBOOK)
    (root / "work" / "requirements.txt").write_text("numpy==2")
    (root / "curve.csv").write_text("1,2,3")
    return root / "work"


@pytest.fixture
def without_type(openbis: FakeOpenbis) -> Iterator[None]:
    """An openBIS whose operators have not installed the ELN."""
    eln_type = openbis.laboratory.entity_types.get("DATA_SET:ANALYSIS_NOTEBOOK")
    assert eln_type
    openbis.laboratory.entity_types.remove(eln_type.key)
    yield
    openbis.laboratory.put(eln_type)


def publication(**more: Any) -> dict[str, Any]:
    return {
        "kind": "publish",
        "connection": "lab",
        "notebook": "work/growth.ipynb",
        "entityIdentifier": lab.WILD_TYPE,
        "name": "Growth curves",
        "notes": "second try",
        "parents": [lab.IMAGES],
        "files": ["curve.csv"],
        **more,
    }


async def ended(send: Request, body: dict[str, Any]) -> dict[str, Any]:
    """Start a job, which must be accepted; return its final state."""
    started = await send("POST", "openbis/jobs", body)
    assert started.status == 202, started.json
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        job = (await send("GET", f"openbis/jobs/{started.json['id']}")).json
        if job["ended"]:
            assert job["historyId"] == started.json["historyId"]
            return job
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {job}")


async def test_a_notebook_is_published_with_its_page_and_environment(
    logged_in: Request, openbis: FakeOpenbis, folder: Path
):
    before = sorted(folder.iterdir())
    job = await ended(logged_in, publication())
    assert (job["state"], job["kind"], job["error"]) == ("done", "publish", None)
    (perm_id,) = job["permIds"]
    data_set = registered(openbis, perm_id)
    assert (data_set.type, data_set.parents) == ("ANALYSIS_NOTEBOOK", [lab.IMAGES])
    assert data_set.properties == {"$NAME": "Growth curves", "NOTES": "second try", "$HISTORY_ID": job["historyId"]}
    stored = {each.name: each for each in openbis.laboratory.store_path(perm_id).rglob("*") if each.is_file()}
    names = {"growth.ipynb", "growth.ipynb.html", "requirements.txt", "curve.csv", "ro-crate-metadata.json"}
    assert stored.keys() == names
    assert stored["growth.ipynb"].read_bytes() == NOTEBOOK
    page = stored["growth.ipynb.html"].read_text()
    assert "Growth of yeast" in page
    assert "<script>alert" not in page
    assert job["link"].startswith(f"{openbis.url}/openbis/webapp/eln-lims/?")
    assert job["link"].endswith(perm_id)
    assert job["progress"]["files"] == 5
    assert "does not trust" in job["remarks"][0]
    assert sorted(folder.iterdir()) == before
    (listed,) = (await logged_in("GET", "openbis/jobs")).json["jobs"]
    assert (listed["kind"], listed["link"], listed["historyId"]) == ("publish", job["link"], job["historyId"])


async def test_the_next_version_has_the_same_history(logged_in: Request, openbis: FakeOpenbis, folder: Path):
    first = await ended(logged_in, publication())
    second = await ended(logged_in, publication(historyId=first["historyId"], notes="third try"))
    properties = registered(openbis, second["permIds"][0]).properties
    assert (properties["$HISTORY_ID"], properties["NOTES"]) == (first["historyId"], "third try")


async def test_a_dry_run_returns_the_publication(logged_in: Request, openbis: FakeOpenbis, folder: Path):
    before = len(list(openbis.laboratory.data_sets))
    answer = await logged_in("POST", "openbis/jobs", publication(dryRun=True, historyId="7f3c"))
    assert answer.status == 200, answer.json
    plan = answer.json
    assert plan["type"] == "ANALYSIS_NOTEBOOK"
    assert plan["properties"] == {"$NAME": "Growth curves", "NOTES": "second try", "$HISTORY_ID": "7f3c"}
    assert (plan["historyId"], plan["leftOut"], plan["parents"]) == ("7f3c", [], [lab.IMAGES])
    assert [each["name"] for each in plan["files"]] == [
        "growth.ipynb",
        "growth.ipynb.html",
        "ro-crate-metadata.json",
        "requirements.txt",
        "curve.csv",
    ]
    assert "does not trust" in plan["remarks"][0]
    assert plan["total"]["files"] == 5
    assert len(list(openbis.laboratory.data_sets)) == before


async def test_without_the_elns_type_another_is_required(logged_in: Request, without_type: None, folder: Path):
    refused = await logged_in("POST", "openbis/jobs", publication(dryRun=True))
    assert (refused.status, refused.json["code"]) == (400, "invalid-upload")
    (problem,) = refused.json["errors"]
    assert "ANALYSIS_NOTEBOOK" in problem["type"]
    plan = (await logged_in("POST", "openbis/jobs", publication(dryRun=True, type="RAW_DATA"))).json
    assert (plan["type"], plan["leftOut"]) == ("RAW_DATA", ["$HISTORY_ID"])
    assert any("$HISTORY_ID" in remark for remark in plan["remarks"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notebook": "work/missing.ipynb"}, "notebook"),
        ({"notebook": "../growth.ipynb"}, "notebook"),
        ({"notebook": "curve.csv"}, "notebook"),
        ({"notebook": ""}, "notebook"),
        ({"entityIdentifier": ""}, "entityIdentifier"),
        ({"parents": ["1-1"]}, "parent"),
        ({"props": {"COLOUR": "red"}}, "prop.COLOUR"),
        ({"historyId": "x" * 300}, "historyId"),
    ],
)
async def test_invalid_values_are_400_with_the_field(
    logged_in: Request, folder: Path, changes: dict[str, Any], field: str
):
    answer = await logged_in("POST", "openbis/jobs", publication(dryRun=True, **changes))
    assert answer.status == 400
    assert [list(each) for each in answer.json["errors"]] == [[field]]


async def test_a_failed_job_has_the_reason(logged_in: Request, folder: Path):
    job = await ended(logged_in, publication(notebook="work/missing.ipynb"))
    assert (job["state"], job["link"], job["permIds"]) == ("failed", None, [])
    assert job["error"]["errors"] == [{"notebook": "File not found: work/missing.ipynb"}]


async def test_uploads_have_a_link_and_downloads_have_none(
    logged_in: Request, openbis: FakeOpenbis, folder: Path, tmp_path: Path
):
    upload = {"type": "ATTACHMENT", "entityIdentifier": lab.WILD_TYPE, "files": ["curve.csv"], "connection": "lab"}
    job = await ended(logged_in, {"kind": "upload", **upload})
    assert (job["link"].endswith(job["permIds"][0]), job["historyId"]) == (True, None)
    download = {"kind": "download", "connection": "lab", "permIds": [lab.UNNAMED], "folder": str(tmp_path / "target")}
    assert (await ended(logged_in, download))["link"] is None


class TestAsFiles:
    """On a server with AFS, in the files of the sample itself."""

    @pytest.fixture
    def openbis_server(self) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
            yield server

    @pytest.fixture
    def there(self, openbis_server: FakeOpenbis) -> Path:
        """Where openBIS has the files of the sample."""
        (sample,) = openbis_server.laboratory.samples.find("identifier", lab.WILD_TYPE)
        return openbis_server.laboratory.afs_path(sample.perm_id)

    async def test_a_notebook_is_published_in_a_folder_of_the_sample(
        self, logged_in: Request, openbis: FakeOpenbis, folder: Path, there: Path
    ):
        before = len(list(openbis.laboratory.data_sets))
        job = await ended(logged_in, publication(target="files"))
        assert (job["state"], job["kind"], job["error"]) == ("done", "publish", None)
        done = job["fileUpload"]
        (listed,) = (each for each in (await logged_in("GET", "openbis/jobs")).json["jobs"] if each["id"] == job["id"])
        assert (listed["isOfOwner"], listed["owner"], listed["ownerKind"]) == (True, lab.WILD_TYPE, "sample")
        assert listed["ownerFolder"] == done["folder"]
        assert (done["permId"], job["permIds"], done["owner"]) == (there.name, [there.name], lab.WILD_TYPE)
        stored = {each.name: each.read_bytes() for each in (there / done["folder"]).iterdir() if each.is_file()}
        assert stored.keys() == {
            "growth.ipynb",
            "growth.ipynb.html",
            "requirements.txt",
            "curve.csv",
            "publication.json",
            "ro-crate-metadata.json",
        }
        assert stored["growth.ipynb"] == NOTEBOOK
        assert b"<script>alert" not in stored["growth.ipynb.html"]
        document = json.loads(stored["publication.json"])
        assert (document["publishedBy"], document["parents"]) == ("alice", [lab.IMAGES])
        own = {"$NAME": "Growth curves", "NOTES": "second try", "$HISTORY_ID": job["historyId"]}
        assert document["properties"] == own
        assert "does not trust" in job["remarks"][0]
        assert job["progress"]["files"] == 6
        assert len(list(openbis.laboratory.data_sets)) == before

    async def test_a_dry_run_returns_the_files(self, logged_in: Request, folder: Path, there: Path):
        before = sorted(there.iterdir())
        answer = await logged_in("POST", "openbis/jobs", publication(target="files", dryRun=True, historyId="7f3c"))
        assert answer.status == 200, answer.json
        plan = answer.json
        assert (plan["owner"], plan["ownerKind"], plan["permId"]) == (lab.WILD_TYPE, "sample", there.name)
        assert [each["path"].removeprefix(f"{plan['folder']}/") for each in plan["files"]] == [
            "growth.ipynb",
            "growth.ipynb.html",
            "publication.json",
            "ro-crate-metadata.json",
            "requirements.txt",
            "curve.csv",
        ]
        assert (plan["historyId"], plan["parents"], plan["existing"]) == ("7f3c", [lab.IMAGES], [])
        assert sorted(there.iterdir()) == before

    async def test_whether_files_can_be_stored_is_listed_with_the_types(self, logged_in: Request):
        answer = await logged_in("GET", "openbis/datasetTypes/lab?fileServer=true")
        assert (answer.json["hasFileServer"], bool(answer.json["dataSetTypes"])) == (True, True)
        assert (await logged_in("GET", "openbis/datasetTypes/lab")).json["hasFileServer"] is None

    async def test_an_unknown_target_is_400(self, logged_in: Request, folder: Path):
        answer = await logged_in("POST", "openbis/jobs", publication(target="cloud"))
        assert (answer.status, "target" in answer.json["reason"]) == (400, True)


async def test_a_server_without_file_server_publishes_no_files(logged_in: Request, folder: Path):
    answer = await logged_in("POST", "openbis/jobs", publication(target="files", dryRun=True))
    assert (answer.status, answer.json["code"]) == (404, "no-file-server")
    assert (await logged_in("GET", "openbis/datasetTypes/lab?fileServer=true")).json["hasFileServer"] is False


async def test_versions_are_listed_by_one_request_with_user_time_and_link(
    logged_in: Request, openbis: FakeOpenbis, folder: Path
) -> None:
    first = await ended(logged_in, publication(historyId="h-1"))
    second = await ended(logged_in, publication(historyId="h-1", notes="third try"))
    openbis.requests.clear()
    answer = await logged_in("GET", "openbis/publications/lab?historyId=h-1")
    assert answer.status == 200, answer.json
    newest, oldest = answer.json["versions"]
    assert [newest["permId"], oldest["permId"]] == [*second["permIds"], *first["permIds"]]
    assert (newest["name"], newest["notes"], newest["type"]) == ("Growth curves", "third try", "ANALYSIS_NOTEBOOK")
    assert (newest["owner"], newest["registrator"]) == (lab.WILD_TYPE, "alice")
    assert newest["registered"] >= oldest["registered"]
    assert newest["permId"] in newest["elnUrl"]
    assert answer.json["totalCount"] == 2
    assert openbis.requests.counts() == {"searchDataSets": 1}


async def test_versions_of_no_history_are_refused(logged_in: Request) -> None:
    assert (await logged_in("GET", "openbis/publications/lab?historyId=")).status == 400
    assert (await logged_in("GET", "openbis/publications/lab?historyId=%20")).status == 400
    assert (await logged_in("GET", "openbis/publications/lab?historyId=none")).json["versions"] == []
