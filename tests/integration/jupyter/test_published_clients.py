"""Every request of the two published clients: sent like by them, with the fields that they read."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import PASSWORD, Request, registered


def segment(text: str) -> str:
    """As JavaScript's encodeURIComponent."""
    return quote(text, safe="!'()*-._~")


# 1: the list of connections


async def test_the_list_has_what_both_clients_read(request_: Request, openbis: FakeOpenbis, root: Path):
    answer = await request_("GET", "openbis/conns")
    assert answer.status == 200
    assert answer.json["notebook_dir"] == str(root)
    (connection,) = answer.json["connections"]
    assert (
        connection.items()
        >= {
            "name": "lab",
            "url": openbis.url,
            "status": "not connected",
            "username": "",
            "password": "******",
            "isMounted": False,
            "mountpoint": "",
        }.items()
    )


async def test_the_status_is_connected_after_a_login(logged_in: Request):
    (connection,) = (await logged_in("GET", "openbis/conns")).json["connections"]
    assert connection["status"] == "connected"
    assert connection["username"] == "alice"


# 2: a new connection


async def test_a_new_connection_answers_200_with_the_whole_list(request_: Request, openbis: FakeOpenbis, root: Path):
    body = {"name": "second", "url": openbis.url, "username": "alice", "password": PASSWORD}
    answer = await request_("POST", "openbis/conns", {**body, "ca_bundle": str(openbis.ca_file)})
    assert answer.status == 200
    assert answer.json["notebook_dir"] == str(root)
    assert {each["name"]: each["status"] for each in answer.json["connections"]} == {
        "lab": "not connected",
        "second": "connected",
    }


async def test_a_new_connection_with_a_wrong_password_is_listed_but_not_connected(
    request_: Request, openbis: FakeOpenbis
):
    body = {"name": "second", "url": openbis.url, "username": "alice", "password": "wrong"}
    answer = await request_("POST", "openbis/conns", {**body, "ca_bundle": str(openbis.ca_file)})
    assert answer.status == 200
    second = answer.json["connections"][-1]
    assert (second["name"], second["status"]) == ("second", "not connected")
    assert "Incorrect username or password" in second["problem"]


# 3: logging in again


@pytest.mark.parametrize("password", [PASSWORD, "******"])
async def test_a_login_needs_no_action_and_takes_the_mask(logged_in: Request, password: str):
    answer = await logged_in("PUT", "openbis/conn/lab", {"username": "alice", "password": password})
    assert answer.status == 200
    assert answer.json["connection"]["status"] == "connected"


async def test_a_wrong_password_is_401(request_: Request):
    answer = await request_("PUT", "openbis/conn/lab", {"username": "alice", "password": "wrong"})
    assert answer.status == 401
    assert answer.json["reason"] == "Incorrect username or password for lab"


async def test_an_unreachable_openbis_is_500(request_: Request, unused_tcp_port_url: str):
    await request_("POST", "openbis/conns", {"name": "dead", "url": unused_tcp_port_url})
    answer = await request_("PUT", "openbis/conn/dead", {"username": "alice", "password": "any"})
    assert answer.status == 500
    assert answer.json["reason"].startswith("connection to dead could not be established: ")


# 4: removing a connection


async def test_a_removed_connection_is_not_listed(logged_in: Request):
    assert (await logged_in("DELETE", "openbis/conn/lab")).status == 200
    assert (await logged_in("GET", "openbis/conns")).json["connections"] == []


# 5: listing data sets


async def test_a_page_has_the_columns_and_numbers_that_both_clients_read(logged_in: Request):
    answer = await logged_in("GET", f"openbis/sample/lab/{segment(lab.WILD_TYPE)}?start_with=0&count=5")
    assert answer.status == 200
    assert (answer.json["start_with"], answer.json["count"]) == (0, 5)
    assert answer.json["totalCount"] > 5
    rows = answer.json["dataSets"]
    assert len(rows) == 5
    assert all({"permId", "$NAME", "type", "registrationDate", "status", "size"} <= row.keys() for row in rows)


async def test_pages_follow_each_other_without_gap_or_repetition(logged_in: Request):
    path = f"openbis/sample/lab/{segment(lab.TIME_SERIES)}"
    seen: list[str] = []
    for start in (0, 5, 10):
        page = await logged_in("GET", f"{path}?start_with={start}&count=5")
        assert page.json["totalCount"] == len(lab.SERIES)
        seen += [row["permId"] for row in page.json["dataSets"]]
    assert sorted(seen) == sorted(lab.SERIES)


@pytest.mark.parametrize(("start", "rows"), [(-5, 5), (1000, 0)])
async def test_a_page_beyond_the_range_is_no_error(logged_in: Request, start: int, rows: int):
    answer = await logged_in("GET", f"openbis/sample/lab/{segment(lab.TIME_SERIES)}?start_with={start}&count=5")
    assert answer.status == 200
    assert len(answer.json["dataSets"]) == rows


async def test_a_sample_without_data_sets_is_answered_200_with_none(logged_in: Request):
    answer = await logged_in("GET", f"openbis/sample/lab/{segment(lab.EMPTY_BENCH)}?start_with=0&count=5")
    assert (answer.status, answer.json["totalCount"], answer.json["dataSets"]) == (200, 0, [])


@pytest.mark.parametrize(
    ("identifier", "status"), [("/NO/SUCH/SAMPLE", 404), ("what is this?", 400), (lab.WILD_TYPE, 401)]
)
async def test_an_error_has_an_empty_page_for_the_client_that_ignores_the_status(
    logged_in: Request, identifier: str, status: int
):
    if status == 401:
        await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})
    answer = await logged_in("GET", f"openbis/sample/lab/{segment(identifier)}?start_with=0&count=5")
    assert answer.status == status
    assert answer.json["reason"]
    assert (answer.json["dataSets"], answer.json["totalCount"]) == ([], 0)


async def test_an_experiment_is_accepted_too(logged_in: Request):
    answer = await logged_in("GET", f"openbis/sample/lab/{segment(lab.CALIBRATIONS)}?start_with=0&count=5")
    assert lab.CALIBRATION in [row["permId"] for row in answer.json["dataSets"]]


async def test_a_permid_finds_the_sample_too(logged_in: Request, openbis: FakeOpenbis):
    sample = openbis.laboratory.sample(lab.WILD_TYPE)
    assert sample is not None
    answer = await logged_in("GET", f"openbis/sample/lab/{sample.perm_id}?start_with=0&count=5")
    assert answer.json["totalCount"] > 5


# 6: downloading


async def test_a_download_answers_when_complete_with_all_fields_that_the_clients_store(
    logged_in: Request, openbis: FakeOpenbis, tmp_path: Path
):
    target = tmp_path / "my data"
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{segment(str(target))}")
    assert answer.status == 200, answer.json
    folder = target / lab.IMAGES
    assert answer.json["permId"] == lab.IMAGES
    assert answer.json["path"] == str(folder)
    assert answer.json["url"] == openbis.url
    assert answer.json["dataStore"] == "DSS1"
    assert answer.json["statusText"] == (f"Data for DataSet {lab.IMAGES} was successfully downloaded to: {folder}")
    assert {"location", "size", "files"} <= answer.json.keys()
    store = openbis.laboratory.folder / "store" / lab.IMAGES
    on_disk = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".openbis-dataset.json"  # the manifest
    }
    in_store = {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}
    assert on_disk == in_store
    assert sorted(answer.json["files"]) == sorted(in_store)


async def test_an_unknown_data_set_is_404_with_a_reason(logged_in: Request, tmp_path: Path):
    answer = await logged_in("GET", f"openbis/dataset/lab/20200101000000000-1/{segment(str(tmp_path))}")
    assert answer.status == 404
    assert answer.json["reason"] == "No such dataSet found: 20200101000000000-1"


async def test_an_archived_data_set_is_500_with_a_reason_that_says_what_to_do(logged_in: Request, tmp_path: Path):
    target = tmp_path / "target"
    target.mkdir()
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.ARCHIVED}/{segment(str(target))}")
    assert answer.status == 500
    assert answer.json["reason"].startswith(f"Data for DataSet {lab.ARCHIVED} could not be downloaded: ")
    assert "unarchive" in answer.json["reason"]
    assert list(target.iterdir()) == []


async def test_a_windows_path_is_refused_here_with_a_reason(logged_in: Request):
    path = segment("C:\\Users\\alice")
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{path}")
    assert answer.status == 400
    assert "C:" in answer.json["reason"]


# 7: data set types


async def test_types_have_assignments_and_terms(logged_in: Request):
    answer = await logged_in("GET", "openbis/datasetTypes/lab")
    assert answer.status == 200
    types = {each["code"]: each for each in answer.json["dataSetTypes"]}
    assert types["ATTACHMENT"]["propertyAssignments"] == []
    assert {"code", "permId", "description", "propertyAssignments"} <= types["QUALITY_REPORT"].keys()
    report = {each["code"]: each for each in types["QUALITY_REPORT"]["propertyAssignments"]}
    assert list(report) == ["$NAME", "OPERATOR", "VERDICT", "NOTES"]
    assert {"code", "label", "description", "mandatory", "dataType"} <= report["$NAME"].keys()
    assert report["OPERATOR"]["mandatory"] is True
    assert report["NOTES"]["mandatory"] is False
    assert report["VERDICT"]["dataType"] == "CONTROLLEDVOCABULARY"
    assert [term["code"] for term in report["VERDICT"]["terms"]] == ["PASSED", "FAILED", "PENDING"]


# 8: uploading


def upload_body(**changes: object) -> dict[str, object]:
    return {
        "type": "QUALITY_REPORT",
        "files": ["report.txt"],
        "parents": [],
        "entityIdentifier": lab.WILD_TYPE,
        "props": {"$NAME": "From Jupyter", "OPERATOR": "Alice", "VERDICT": "PASSED", "NOTES": ""},
        **changes,
    }


async def test_an_upload_registers_the_files_with_their_metadata(logged_in: Request, openbis: FakeOpenbis, root: Path):
    (root / "sub folder").mkdir()
    (root / "sub folder" / "my report.txt").write_text("All well.\n")
    answer = await logged_in(
        "POST",
        "openbis/dataset/lab",
        upload_body(files=["sub%20folder/my%20report.txt"], parents=[lab.IMAGES]),
    )
    assert answer.status == 200, answer.json
    perm_id = answer.json["permId"]
    assert answer.json["statusText"] == f"DataSet successfully registered: lab with permId: {perm_id}"
    data_set = registered(openbis, perm_id)
    assert data_set.type == "QUALITY_REPORT"
    assert data_set.properties == {"$NAME": "From Jupyter", "OPERATOR": "Alice", "VERDICT": "PASSED"}
    assert list(data_set.parents) == [lab.IMAGES]
    store = openbis.laboratory.folder / "store" / perm_id
    assert [path.read_text() for path in store.rglob("my report.txt")] == ["All well.\n"]


async def test_all_problems_of_an_upload_are_returned_under_the_keys_of_the_clients(logged_in: Request):
    body = upload_body(
        files=["missing.txt"], parents=["20200101000000000-1"], entityIdentifier="/NO/SUCH", props={"$NAME": "x"}
    )
    answer = await logged_in("POST", "openbis/dataset/lab", body)
    assert answer.status == 400
    keys = [key for problem in answer.json["errors"] for key in problem]
    assert sorted(keys) == ["entityIdentifier", "file", "parent", "prop.OPERATOR", "prop.VERDICT"]
    assert answer.json["reason"]


async def test_an_upload_that_openbis_refuses_is_500_with_a_general_error(
    logged_in: Request, openbis: FakeOpenbis, root: Path
):
    (root / "report.txt").write_text("All well.\n")
    openbis.faults.inject(Fault(FaultKind.REGISTER_NOTHING, method="createUploadedDataSet"))
    answer = await logged_in("POST", "openbis/dataset/lab", upload_body())
    assert answer.status == 500
    assert [list(problem) for problem in answer.json["errors"]] == [["save"]]


# 9: requirements


@pytest.mark.parametrize("path", ["requirements", "openbis/requirements"])
async def test_requirements_are_saved_beside_the_notebook_under_both_spellings(
    request_: Request, root: Path, path: str
):
    (root / "work").mkdir()
    answer = await request_(
        "POST",
        path,
        {
            "notebook_path": "work/analysis.ipynb",
            "requirements_list": "numpy==2.0\n",
            "requirements_filename": "requirements.txt",
            "runtime": "python-3.12",
            "runtime_filename": "runtime.txt",
        },
    )
    assert answer.status == 200
    assert (root / "work" / "requirements.txt").read_text() == "numpy==2.0\n"
    assert (root / "work" / "runtime.txt").read_text() == "python-3.12"


async def test_the_first_click_sends_nulls_and_writes_nothing(request_: Request, root: Path):
    before = sorted(root.iterdir())
    fields = ("requirements_list", "requirements_filename", "runtime", "runtime_filename")
    body = {"notebook_path": "analysis.ipynb", **dict.fromkeys(fields)}
    assert (await request_("POST", "requirements", body)).status == 200
    assert sorted(root.iterdir()) == before


async def test_every_answer_is_strict_json(logged_in: Request):
    """The browser's JSON.parse knows no NaN."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    answer = await logged_in("GET", f"openbis/sample/lab/{segment(lab.WILD_TYPE)}?start_with=0&count=50")
    json.loads(json.dumps(answer.json), parse_constant=refuse)
    unnamed = next(row for row in answer.json["dataSets"] if row["permId"] == lab.UNNAMED)
    assert unnamed["$NAME"] is None
