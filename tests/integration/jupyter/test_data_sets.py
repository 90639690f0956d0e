"""Listings, downloads and uploads beyond the requests of the published clients."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request, registered
from tests.support.digests import digests
from tests.support.waiting import at_once


@pytest.mark.parametrize("perm_id", [lab.IMAGES, lab.ODD_NAMES, lab.EMPTY_PARTS, lab.BIG, lab.UNNAMED])
async def test_every_byte_and_every_name_is_downloaded(
    logged_in: Request, openbis: FakeOpenbis, tmp_path: Path, perm_id: str
):
    answer = await logged_in("GET", f"openbis/dataset/lab/{perm_id}/{quote(str(tmp_path), safe='')}")
    assert answer.status == 200, answer.json
    assert digests(tmp_path / perm_id) == digests(openbis.laboratory.folder / "store" / perm_id)


async def test_empty_folders_are_downloaded(logged_in: Request, tmp_path: Path):
    await logged_in("GET", f"openbis/dataset/lab/{lab.EMPTY_PARTS}/{quote(str(tmp_path), safe='')}")
    assert (tmp_path / lab.EMPTY_PARTS / "original" / "empty folder").is_dir()


async def test_types_cost_one_request_and_then_none(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    first = await logged_in("GET", "openbis/datasetTypes/lab")
    again = await logged_in("GET", "openbis/datasetTypes/lab")
    assert first.json == again.json
    assert openbis.requests.methods() == ["searchDataSetTypes"]
    await logged_in("GET", "openbis/datasetTypes/lab?refresh=true")
    assert openbis.requests.methods() == ["searchDataSetTypes"] * 2


async def test_a_page_costs_one_search_and_one_request_to_find_the_sample(logged_in: Request, openbis: FakeOpenbis):
    url = f"openbis/sample/lab/{quote(lab.TIME_SERIES, safe='')}?start_with=5&count=5"
    await logged_in("GET", url)
    openbis.requests.clear()  # caches the server information
    await logged_in("GET", url)
    assert sorted(openbis.requests.methods()) == ["getSamples", "searchDataSets"]


@pytest.mark.parametrize(
    ("query", "field"), [("start_with=x", "start_with"), ("count=1.5", "count"), ("count=", "count")]
)
async def test_a_bad_page_is_400_with_the_field(logged_in: Request, query: str, field: str):
    answer = await logged_in("GET", f"openbis/sample/lab/%2FA%2FB?{query}")
    assert answer.status == 400
    assert field in answer.json["reason"]


async def test_an_invalid_identifier_is_400_and_an_unknown_sample_404(logged_in: Request):
    assert (await logged_in("GET", "openbis/sample/lab/what%20is%20this%3F")).status == 400
    answer = await logged_in("GET", "openbis/sample/lab/%2FYEAST_LAB%2FNO%2FSUCH")
    assert answer.status == 404
    assert answer.json["reason"] == "No such sample, experiment, project or space: /YEAST_LAB/NO/SUCH"


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (Fault(FaultKind.WRONG_FILE_CRC, file_suffix="intensities.csv", times=None), "intensities.csv"),
        (Fault(FaultKind.FLIP_BODY_BYTE, path_prefix=f"/datastore_server/{lab.IMAGES}", times=None), ""),
        (Fault(FaultKind.LOGIN_PAGE, method="searchFiles", times=None), ""),
    ],
)
async def test_a_broken_download_is_500_with_a_reason_and_no_wrong_byte_on_disk(
    logged_in: Request, openbis: FakeOpenbis, tmp_path: Path, fault: Fault, word: str
):
    openbis.faults.inject(fault)
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(str(tmp_path), safe='')}")
    assert answer.status == 500
    assert answer.json["reason"].startswith(f"Data for DataSet {lab.IMAGES} could not be downloaded: ")
    assert word in answer.json["reason"]
    source = digests(openbis.laboratory.folder / "store" / lab.IMAGES)
    for name, digest in digests(tmp_path / lab.IMAGES).items():
        assert source[name] == digest


async def test_jupyter_answers_at_once_while_a_download_hangs(logged_in: Request, openbis: FakeOpenbis, tmp_path: Path):
    fault = openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", seconds=60))
    download = asyncio.ensure_future(
        logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(str(tmp_path), safe='')}")
    )
    while not openbis.faults.hits(fault):
        await asyncio.sleep(0.01)
    with at_once():
        for path in ("api/status", "openbis/conns", "openbis/datasetTypes/lab"):
            assert (await logged_in("GET", path)).status == 200
    assert not download.done()
    openbis.faults.clear()
    assert (await download).status == 200


@pytest.mark.parametrize("target", ["relative/folder", "", "%00"])
async def test_a_target_that_is_no_absolute_path_is_400(logged_in: Request, target: str):
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(target, safe='%') or '%20'}")
    assert answer.status == 400


async def test_a_target_that_cannot_be_written_is_500_with_the_reason(logged_in: Request, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    path = quote(str(tmp_path / "file"), safe="")
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{path}")
    assert answer.status == 500
    assert "cannot be written" in answer.json["reason"]


async def test_the_documented_upload_form_takes_owner_and_file_from_the_url(
    logged_in: Request, openbis: FakeOpenbis, root: Path
):
    (root / "plain file.txt").write_text("hello")
    sample = openbis.laboratory.sample(lab.WILD_TYPE)
    assert sample is not None
    answer = await logged_in("POST", f"openbis/dataset/lab/{sample.perm_id}/plain%20file.txt", {"type": "ATTACHMENT"})
    assert answer.status == 200, answer.json
    assert registered(openbis, answer.json["permId"]).type == "ATTACHMENT"


@pytest.mark.parametrize("file", ["../outside.txt", "/etc/hostname", "link-out.txt", "..%2Foutside.txt"])
async def test_files_outside_the_root_folder_are_not_uploaded(
    logged_in: Request, openbis: FakeOpenbis, root: Path, file: str
):
    (root.parent / "outside.txt").write_text("secret")
    (root / "link-out.txt").symlink_to(root.parent / "outside.txt")
    before = len(openbis.laboratory.data_sets)
    body = {"type": "ATTACHMENT", "files": [file], "entityIdentifier": lab.WILD_TYPE}
    answer = await logged_in("POST", "openbis/dataset/lab", body)
    assert answer.status == 400
    assert [list(problem) for problem in answer.json["errors"]] == [["file"]]
    assert len(openbis.laboratory.data_sets) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "type"),
        ({"type": None}, "type"),
        ({"type": "ATTACHMENT", "files": "a.txt"}, "files"),
        ({"type": "ATTACHMENT", "props": []}, "props"),
        ({"type": "ATTACHMENT", "parents": [1]}, "parents"),
    ],
)
async def test_a_bad_upload_body_is_400_with_the_field(logged_in: Request, body: dict[str, object], field: str):
    answer = await logged_in("POST", "openbis/dataset/lab", body)
    assert answer.status == 400
    assert field in answer.json["reason"]


async def test_a_listing_has_the_fields_of_the_published_server(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("GET", f"openbis/sample/lab/{quote(lab.WILD_TYPE, safe='')}?count=50")
    assert answer.json["cwd"] == str(Path.cwd())
    archived = {each["permId"]: each["presentInArchive"] for each in answer.json["dataSets"]}
    expected = {each: registered(openbis, each).physical_data for each in archived}
    assert archived == {each: data.present_in_archive if data else None for each, data in expected.items()}
    assert archived
