"""Tools and resources over an openBIS in memory, without the SDK."""

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import InvalidPath, InvalidUpload
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.mcp.answers import Answer
from jupyter_openbis_server.entrypoints.mcp.assistant import Assistant
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_ARGUMENT_BYTES, Limits
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.entrypoints.settings import files_of_an_assistant
from tests.memory_program import MemoryProgram, memory_openbis
from tests.support.memory_world import fill
from tests.support.notebook_content import notebook
from tests.support.world import World

LIMITS = Limits()


class Desk:
    """An assistant with a folder, and what it works with."""

    def __init__(self, folder: Path, *, write: bool = True, limits: Limits = LIMITS) -> None:
        openbis = memory_openbis()
        self.world: World = fill(openbis)
        self.program = MemoryProgram(openbis, folder)
        self.folder = folder / "work"
        self.folder.mkdir(exist_ok=True)
        use_cases = self.program.use_cases(
            read_only=not write, files=files_of_an_assistant((self.folder,), (), folder / "audit.jsonl")
        )
        self.assistant = Assistant(use_cases, "lab", LocalFolders((self.folder,)), limits)

    def answer(self, tool: str, /, **arguments: object) -> Answer:
        return self.assistant.call(tool, {key.rstrip("_"): value for key, value in arguments.items()}, Call())

    def ask(self, tool: str, /, **arguments: object) -> Any:
        answer = self.answer(tool, **arguments)
        assert not answer.is_error, answer.text
        return answer.structured["data"]

    def code(self, tool: str, /, **arguments: object) -> str:
        answer = self.answer(tool, **arguments)
        assert answer.is_error, answer.text
        return str(answer.structured["data"]["error"]["code"])

    def change(self, tool: str, /, **arguments: object) -> Any:
        plan = self.ask(tool, **arguments)
        return self.ask(tool, **arguments, planId=plan["planId"], key=f"key of {plan['planId']}")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_who_am_i_states_what_is_allowed(desk: Desk, tmp_path: Path) -> None:
    found = desk.ask("whoami")
    assert (found["user"], found["mayChangeOpenbis"], found["folders"]) == ("anna", True, [str(desk.folder)])
    assert Desk(tmp_path, write=False).ask("whoami")["mayChangeOpenbis"] is False


def test_entities_are_found_listed_and_shown(desk: Desk) -> None:
    world = desk.world
    (row,) = desk.ask("search", kind="sample", text="heat shock")["entities"]
    assert row["identifier"] == world.named_sample.identifier
    assert desk.ask("list", in_=world.sample.identifier, count=5)["totalCount"] == len(world.sample_data_sets)
    shown = desk.ask("get", reference=world.data_set.perm_id)
    assert (shown["kind"], shown["$NAME"], shown["dataSet"]["type"]) == ("dataSet", "Plates", "RAW_DATA")
    assert "location" not in shown["dataSet"]
    assert desk.code("get", reference="/NO/SUCH/ENTITY") == "entity-not-found"


def test_the_lineage_is_a_graph(desk: Desk) -> None:
    found = desk.ask("lineage", reference=desk.world.derived)
    assert {each["parent"] for each in found["edges"]} == set(desk.world.origins)
    assert found["entities"][0]["permId"] == desk.world.derived
    assert desk.code("lineage", reference="/LAB/YEAST") == "entity-not-found"


def test_types_are_listed_briefly_and_shown_whole(desk: Desk) -> None:
    assert {"code": "MICROSCOPY", "description": "Images"} in desk.ask("types", kind="dataSet")["types"]
    type_ = desk.ask("types", kind="dataSet", code=" microscopy ")
    assert [each["code"] for each in type_["propertyAssignments"] if each["mandatory"]] == ["MAGNIFICATION"]
    assert desk.code("types", kind="sample", code="NONE") == "invalid-input"


def test_files_are_listed_previewed_and_downloaded(desk: Desk) -> None:
    perm_id = desk.world.data_set.perm_id
    names = {each["name"] for each in desk.ask("files", reference=perm_id, folder="original")["files"]}
    assert names == {"plate 1", "none", "curve.csv", "empty.txt"}
    assert desk.ask("preview", reference=perm_id, path="original/curve.csv")["kind"] in ("text", "table")
    assert desk.code("preview", reference=perm_id, path="no.txt") == "file-not-in-data-set"
    assert desk.code("read_table", reference=perm_id, path="original/empty.txt") == "invalid-input"
    (done,) = desk.ask("download", dataSets=[perm_id], files=["*.csv"])["downloads"]
    assert (Path(done["path"]) / done["files"][0]).read_bytes() == b"time_h,od600\n"
    assert desk.code("download", dataSets=[perm_id], folder="..") == "invalid-path"


def test_changes_and_new_entities_take_two_calls(desk: Desk) -> None:
    world = desk.world
    change = {"reference": world.data_set.perm_id, "properties": {"$NAME": "Renamed"}}
    done = desk.change("set", **change)
    assert (done["result"]["changed"], done["result"]["entity"]["$NAME"]) == (True, "Renamed")
    done = desk.change("create", kind="sample", type="YEAST", in_="/LAB/YEAST", parents=[world.mother.identifier])
    assert done["result"]["entity"]["identifier"].startswith("/LAB/YEAST/Y")
    plan = desk.answer("set", **change)
    assert plan.structured["notice"].startswith("Nothing was changed.")
    lines = [json.loads(each) for each in (desk.folder.parent / "audit.jsonl").read_text().splitlines()]
    assert [each["event"] for each in lines] == ["planned", "confirmed", "applied"] * 2 + ["planned"]


def test_uploads_and_publications_take_two_calls(desk: Desk) -> None:
    (desk.folder / "a.csv").write_text("1")
    (desk.folder / "n.ipynb").write_bytes(notebook("# Title"))
    owner = desk.world.upload_owner.identifier
    done = desk.change("upload", type="RAW_DATA", in_=owner, files=["a.csv"], properties={"$NAME": "Mine"})
    assert desk.ask("get", reference=done["result"]["permId"])["$NAME"] == "Mine"
    assert desk.code("publish", notebook="n.ipynb", in_=owner) == "invalid-upload", "no type for notebooks"
    done = desk.change("publish", notebook="n.ipynb", in_=owner, type="RAW_DATA")
    assert desk.ask("get", reference=done["result"]["permId"])["$NAME"] == "n"


def test_large_transfers_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, limits=Limits(transfer_bytes=3))
    (desk.folder / "a.csv").write_text("1234")
    owner = desk.world.upload_owner.identifier
    assert desk.code("upload", type="RAW_DATA", in_=owner, files=["a.csv"]) == "transfer-too-large"
    assert desk.code("download", dataSets=[desk.world.data_set.perm_id]) == "transfer-too-large"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("openbis://lab/", '"identifier": "/LAB"'),
        ("openbis://lab/LAB/YEAST", '"kind": "project"'),
        ("openbis://lab/{data_set}", '"$NAME": "Plates"'),
        ("openbis://lab/{data_set}/original/curve.csv", "od600"),
        ("openbis://other/{data_set}", "unknown-connection"),
        ("https://lab.example/{data_set}", "invalid-reference"),
    ],
)
def test_resources_are_read(desk: Desk, uri: str, shown: str) -> None:
    answer = desk.assistant.read(uri.format(data_set=desk.world.data_set.perm_id), Call())
    assert shown in answer.text


def test_long_and_unknown_arguments_are_refused(desk: Desk) -> None:
    assert desk.code("search", text="x" * MAX_ARGUMENT_BYTES) == "invalid-arguments"
    assert desk.code("get", reference="x", other=1) == "invalid-arguments"


def test_a_confirmation_needs_plan_and_key(desk: Desk) -> None:
    change = {"reference": desk.world.data_set.perm_id, "properties": {"$NAME": "x"}}
    assert desk.code("set", **change, planId="guessed") == "invalid-arguments"
    assert desk.code("set", **change, key="long enough") == "invalid-arguments"
    assert desk.code("set", **change, planId="guessed", key="long enough") == "plan-not-found"


def test_without_a_folder_no_file_can_be_used(desk: Desk, tmp_path: Path) -> None:
    """Neither by a tool, which is not there, nor by the use cases."""
    (tmp_path / "a.csv").write_text("1")
    use_cases = desk.program.use_cases(files=files_of_an_assistant((), ()))
    names = Assistant(use_cases, "lab", LocalFolders(), LIMITS).tools.keys()
    assert names.isdisjoint({"download", "upload", "publish"})
    with pytest.raises(InvalidPath, match="no files"):
        use_cases.downloads.download("lab", DownloadRequest((desk.world.data_set.perm_id,), str(tmp_path / "new")))
    for path in ("a.csv", str(tmp_path / "a.csv"), "../a.csv"):
        with pytest.raises(InvalidUpload):
            use_cases.uploads.plan("lab", UploadRequest("RAW_DATA", desk.world.upload_owner.identifier, (path,)))
    assert not (tmp_path / "new").exists()
