"""Saving requirements: only ever below Jupyter's root folder."""

from pathlib import Path

import pytest

from tests.integration.jupyter.conftest import Request


def body(**changes: object) -> dict[str, object]:
    return {
        "notebook_path": "analysis.ipynb",
        "requirements_list": "numpy==2.0",
        "requirements_filename": "requirements.txt",
        "runtime": "python-3.12",
        "runtime_filename": "runtime.txt",
        **changes,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"notebook_path": "../analysis.ipynb"},
        {"notebook_path": "/etc/analysis.ipynb"},
        {"requirements_filename": "../requirements.txt"},
        {"requirements_filename": "/tmp/requirements.txt"},
        {"runtime_filename": "../../runtime.txt"},
        {"notebook_path": "link/analysis.ipynb"},
        {"runtime_filename": "requirements.txt"},
        {"notebook_path": "missing/analysis.ipynb"},
    ],
)
async def test_a_path_that_leads_elsewhere_is_400_and_nothing_is_written(
    request_: Request, root: Path, tmp_path: Path, changes: dict[str, object]
):
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "link").symlink_to(outside)
    before = sorted(root.parent.rglob("*"))
    answer = await request_("POST", "requirements", body(**changes))
    assert answer.status == 400
    assert answer.json["reason"]
    assert sorted(root.parent.rglob("*")) == before
    assert list(outside.iterdir()) == []


async def test_a_null_field_writes_nothing_and_the_other_is_written(request_: Request, root: Path):
    answer = await request_("POST", "requirements", body(runtime=None))
    assert (answer.status, answer.json["files"]) == (200, ["requirements.txt"])
    assert not (root / "runtime.txt").exists()


async def test_an_existing_file_is_replaced(request_: Request, root: Path):
    (root / "requirements.txt").write_text("old and much longer than the new one")
    await request_("POST", "requirements", body())
    assert (root / "requirements.txt").read_text() == "numpy==2.0"


@pytest.mark.parametrize("changes", [{"notebook_path": None}, {"requirements_list": ["numpy"]}, {"runtime": 3}])
async def test_a_bad_body_is_400_with_the_field(request_: Request, changes: dict[str, object]):
    answer = await request_("POST", "requirements", body(**changes))
    assert answer.status == 400
    (field,) = changes
    assert field in answer.json["reason"]
