"""Saving requirements, below Jupyter's root folder only."""

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
async def test_a_path_outside_the_root_is_400_and_nothing_is_written(
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


# --- environment as reported by the kernel

ANSWER = """a start-up file
jupyter-openbis\tversion\t3.11
jupyter-openbis\tpackage\tnumpy\t2.0\tindex\t\t
jupyter-openbis\tpackage\tmine\t0.1\tunknown\t\t
"""


def environment(notebook: str, answer: str = ANSWER, **more: object) -> dict[str, object]:
    return {"notebook": notebook, "language": "python", "answer": answer, **more}


async def test_the_environment_is_saved_as_reported_by_the_kernel(request_: Request, root: Path):
    answer = await request_("POST", "openbis/environment", environment("a.ipynb"))
    assert answer.status == 200, answer.json
    assert answer.json["files"] == ["requirements.txt", "runtime.txt"]
    assert answer.json["texts"] == {name: (root / name).read_text() for name in answer.json["files"]}
    assert answer.json["texts"]["requirements.txt"].splitlines()[0] == "# Packages of a.ipynb, saved from its kernel"
    assert answer.json["packages"] == 2
    assert answer.json["comments"] == [
        {"name": "mine", "version": "0.1", "text": "is not known to be where pip could find it", "isListed": False}
    ]


async def test_files_of_another_notebook_are_409_with_the_choices(request_: Request, root: Path):
    await request_("POST", "openbis/environment", environment("a.ipynb"))
    newer = ANSWER.replace("2.0", "2.1")
    refused = await request_("POST", "openbis/environment", environment("b.ipynb", newer))
    assert (refused.status, refused.json["code"]) == (409, "file-of-another-notebook")
    assert (refused.json["file"], refused.json["owner"]) == ("requirements.txt", "a.ipynb")
    assert refused.json["otherNames"] == ["b.requirements.txt"]
    assert "numpy==2.0" in (root / "requirements.txt").read_text()
    own = await request_("POST", "openbis/environment", environment("b.ipynb", newer, conflict="own-names"))
    assert own.json["files"] == ["b.requirements.txt", "b.runtime.txt"]
    replaced = await request_("POST", "openbis/environment", environment("b.ipynb", newer, conflict="replace"))
    assert replaced.json["files"] == ["requirements.txt", "runtime.txt"]
    assert "numpy==2.1" in (root / "requirements.txt").read_text()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"notebook": ""}, 400),
        ({"notebook": "../a.ipynb"}, 400),
        ({"language": "julia"}, 400),
        ({"conflict": "maybe"}, 400),
        ({"answer": "hello"}, 500),
    ],
)
async def test_invalid_environments_are_refused_and_nothing_is_written(
    request_: Request, root: Path, changes: dict[str, object], status: int
):
    before = sorted(root.parent.rglob("*"))
    answer = await request_("POST", "openbis/environment", {**environment("a.ipynb"), **changes})
    assert (answer.status, bool(answer.json["reason"])) == (status, True)
    assert sorted(root.parent.rglob("*")) == before
