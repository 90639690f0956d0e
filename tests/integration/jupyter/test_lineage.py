"""Lineages of data sets, samples and notebooks, over HTTP."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request

OF_IMAGES = f"openbis/lineage/lab/dataSet/{lab.IMAGES}"
OF_NOTEBOOK = "openbis/lineage/lab?notebook=work%2Fgrowth.ipynb"


@pytest.fixture
def notebook(root: Path, openbis: FakeOpenbis) -> Path:
    """A notebook that has downloaded one data set and uploaded another one."""
    metadata = {
        "datasets": {lab.BIG: {"url": openbis.url}},
        "openbis": {"permIds": {lab.REPORT: ""}},
    }
    (root / "work").mkdir()
    path = root / "work" / "growth.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return path


def edges(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(each["source"], each["result"]) for each in answer["edges"]}


async def test_the_lineage_of_a_data_set_is_a_graph(logged_in: Request) -> None:
    answer = await logged_in("GET", OF_IMAGES)
    assert answer.status == 200, answer.json
    assert (answer.json["start"], answer.json["isComplete"], answer.json["drawing"]) == (lab.IMAGES, True, None)
    assert edges(answer.json) >= {(lab.IMAGES, lab.BIG), (lab.IMAGES, lab.NOTEBOOK), (lab.BIG, lab.NOTEBOOK)}
    nodes = {each["key"]: each for each in answer.json["nodes"]}
    assert answer.json["nodes"][0]["key"] == lab.IMAGES
    assert nodes[lab.BIG] == {"key": lab.BIG, "kind": "data set", "name": "Raw camera stack", "type": "RAW_DATA"}


async def test_the_lineage_of_a_sample_has_its_parents(logged_in: Request) -> None:
    of_images = (await logged_in("GET", f"openbis/details/lab/dataSet/{lab.IMAGES}")).json
    sample = of_images["owner"]["permId"]
    answer = await logged_in("GET", f"openbis/lineage/lab/sample/{sample}")
    assert answer.status == 200, answer.json
    assert [result for _, result in edges(answer.json)] == [sample]


async def test_limits_are_kept_and_reported(logged_in: Request) -> None:
    answer = (await logged_in("GET", f"{OF_IMAGES}?maxNodes=1")).json
    assert (len(answer["nodes"]), answer["isComplete"]) == (1, False)
    answer = (await logged_in("GET", f"{OF_IMAGES}?depth=0")).json
    assert (len(answer["nodes"]), answer["isComplete"]) == (1, True)


async def test_the_lineage_of_a_notebook_goes_on_in_openbis(logged_in: Request, notebook: Path) -> None:
    answer = await logged_in("GET", OF_NOTEBOOK)
    assert answer.status == 200, answer.json
    assert answer.json["nodes"][0] == {
        "key": "growth.ipynb", "kind": "notebook", "name": "growth.ipynb", "type": None,
    }  # fmt: skip
    assert edges(answer.json) >= {
        (lab.IMAGES, lab.BIG),
        (lab.BIG, "growth.ipynb"),
        ("growth.ipynb", lab.REPORT),
    }


@pytest.mark.parametrize(("form", "start"), [("mermaid", "flowchart TD"), ("dot", "digraph"), ("text", "data set ")])
async def test_a_lineage_is_drawn_as_text(logged_in: Request, form: str, start: str) -> None:
    answer = await logged_in("GET", f"{OF_IMAGES}?format={form}")
    assert answer.json["drawing"].startswith(start)
    assert lab.IMAGES in answer.json["drawing"] or "Wild" in answer.json["drawing"]


async def test_a_picture_is_part_of_the_json_not_a_page(logged_in: Request, notebook: Path) -> None:
    answer = await logged_in("GET", f"{OF_NOTEBOOK}&format=svg")
    assert answer.headers["Content-Type"] == "application/json"
    picture = ET.fromstring(answer.json["drawing"])
    texts = {each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"growth.ipynb", "Raw camera stack"} <= texts


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("openbis/lineage/lab/dataSet/20200101000000000-1", 404, "data-set-not-found"),
        ("openbis/lineage/lab/sample/20200101000000000-1", 404, "entity-not-found"),
        ("openbis/lineage/lab/space/YEAST_LAB", 400, "invalid-lineage"),
        ("openbis/lineage/other/sample/1-1", 404, "unknown-connection"),
        ("openbis/lineage/lab/cell/1-1", 400, "bad-request"),
        (f"{OF_IMAGES}?maxNodes=0", 400, "bad-request"),
        (f"{OF_IMAGES}?maxNodes=10001", 400, "bad-request"),
        (f"{OF_IMAGES}?depth=-1", 400, "bad-request"),
        (f"{OF_IMAGES}?format=png", 400, "bad-request"),
        ("openbis/lineage/lab", 400, "bad-request"),
        ("openbis/lineage/lab?notebook=missing.ipynb", 400, "source-not-readable"),
        ("openbis/lineage/lab?notebook=.", 400, "invalid-path"),
        ("openbis/lineage/lab?notebook=..%2Fa.ipynb", 400, "invalid-path"),
        ("openbis/lineage/lab?notebook=%2Fetc%2Fpasswd", 400, "invalid-path"),
        ("openbis/lineage/lab?notebook=table.csv", 400, "not-a-notebook"),
        ("openbis/lineage/other?notebook=table.csv", 404, "unknown-connection"),
    ],
)
async def test_errors_have_their_status(logged_in: Request, root: Path, path: str, status: int, code: str) -> None:
    (root / "table.csv").write_text("a,b\n")
    answer = await logged_in("GET", path)
    assert (answer.status, answer.json["code"]) == (status, code), answer.json


async def test_a_login_is_needed(request_: Request, notebook: Path) -> None:
    assert (await request_("GET", OF_IMAGES)).status == 401
    assert (await request_("GET", OF_NOTEBOOK)).status == 401
