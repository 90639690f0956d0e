"""Twenty tasks that an assistant must be able to do through the tools alone, each as a script of calls."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import growth_curve
from tests.integration.assistant.hostile_data import LONG_TABLE, ROWS
from tests.integration.assistant.sessions import Session
from tests.support.notebook_content import notebook

Task = Callable[[Session, FakeOpenbis, Path], None]
TASKS: dict[str, Task] = {}


def task(description: str) -> Callable[[Task], Task]:
    def register(script: Task) -> Task:
        TASKS[description] = script
        return script

    return register


@task("Who am I logged in as, on which openBIS, and may you change anything?")
def _who(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    found = session.ask("whoami")
    assert (found["user"], found["url"], found["login"]) == ("alice", openbis.url, "session")
    assert (found["mayChangeOpenbis"], found["folders"]) == (True, [str(folder)])


@task("Which spaces can I see?")
def _spaces(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    found = session.ask("list")
    assert {each["identifier"] for each in found["entities"]} >= {"/YEAST_LAB", "/MATERIALS", "/ALICE"}
    assert found["totalCount"] == len(found["entities"])


@task("Walk from the space YEAST_LAB down to the objects of the heat shock experiment.")
def _walk(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    projects = session.ask("list", in_="/YEAST_LAB")["entities"]
    assert "/YEAST_LAB/STRESS_RESPONSE" in {each["identifier"] for each in projects}
    collections = session.ask("list", in_="/YEAST_LAB/STRESS_RESPONSE")["entities"]
    (shock,) = (each for each in collections if each["identifier"] == lab.HEAT_SHOCK)
    objects = session.ask("list", in_=shock["permId"])["entities"]
    assert lab.WILD_TYPE in {each["identifier"] for each in objects}


@task("Find the data set about the wild type at 42 °C.")
def _words(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    found = session.ask("search", text="wild 42")
    assert lab.IMAGES in {each["permId"] for each in found["dataSets"]}


@task("Find microscopy data sets with a magnification above 40 and the stain GFP.")
def _conditions(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    found = session.ask("search", type="MICROSCOPY", where=["MAGNIFICATION > 40", "STAIN = GFP"])
    assert [each["permId"] for each in found["dataSets"]] == [lab.IMAGES]
    assert session.ask("search", type="MICROSCOPY", where=["MAGNIFICATION > 63"])["totalCount"] == 0


@task("Collect all data sets of the time series, page by page.")
def _pages(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    perm_ids: list[str] = []
    after = ""
    while after is not None:
        page = session.ask("search", in_=lab.TIME_SERIES, count=5, after=after)
        perm_ids += [each["permId"] for each in page["dataSets"]]
        after = page["next"]
    assert sorted(perm_ids) == sorted(lab.SERIES)


@task("How many matches of each kind has the word heat?")
def _counts(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    counts = session.ask("search", kind="sample", text="heat", counts=True)["counts"]
    assert counts["sample"] == 2
    assert counts["experiment"] == 1


@task("With which settings were the images taken, and by whom were they registered?")
def _settings(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    found = session.ask("get", reference=lab.IMAGES)
    values = {each["code"]: each["value"] for each in found["properties"]}
    assert (values["MAGNIFICATION"], values["EXPOSURE_TIME"], values["STAIN"]) == ("63", "0.25", "GFP")
    assert (found["registrator"], found["owner"]["identifier"]) == ("alice", lab.WILD_TYPE)


@task("Which data did the intensity analysis use?")
def _parents(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    (analysis,) = session.ask("search", text="intensity analysis")["dataSets"]
    parents = session.ask("get", reference=analysis["permId"])["parents"]
    assert {each["permId"] for each in parents} == {lab.IMAGES, lab.BIG}
    assert analysis["permId"] in {each["permId"] for each in session.ask("get", reference=lab.BIG)["children"]}
    graph = session.ask("lineage", reference=analysis["permId"])
    assert {"parent": lab.IMAGES, "child": lab.BIG} in graph["edges"], "the stack itself comes from the images"
    assert graph["isComplete"]


@task("What must a new microscopy data set have, and which stains are known?")
def _types(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    assert "MICROSCOPY" in {each["code"] for each in session.ask("types", kind="dataSet")["types"]}
    type_ = session.ask("types", kind="dataSet", code="microscopy")
    properties = {each["code"]: each for each in type_["propertyAssignments"]}
    assert properties["MAGNIFICATION"]["mandatory"]
    assert "GFP" in {each["code"] for each in properties["STAIN"]["terms"]}


@task("Which files has the data set with the images, and how large are they together?")
def _files(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    top = session.ask("files", reference=lab.IMAGES, folder="original")
    assert {each["name"] for each in top["files"]} == {"images", "intensities.csv", "metadata.json"}
    assert (top["totalFiles"], top["totalBytes"]) == (7, sum(each["size"] for each in top["files"]))


@task("What is the largest optical density in the growth curve of day 3?")
def _table(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    path = "original/day_03.csv"
    table = session.ask("read_table", reference=lab.SERIES[2], path=path)
    assert table["columns"] == ["time_h", "od600", "temperature_c"]
    largest = max(float(row[1]) for row in table["rows"])
    lines = growth_curve(23, lag=1.3).decode().splitlines()[1:]
    assert (len(table["rows"]), largest) == (len(lines), max(float(line.split(",")[1]) for line in lines))


@task("Sum a column of a table that is too long for one answer.")
def _long_table(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    total, offset, calls = 0, 0, 0
    while offset is not None:
        part = session.ask("read_table", reference=LONG_TABLE, path="original/long.csv", offset=offset)
        assert part["columns"] == ["number", "square"]
        total += sum(int(row[1]) for row in part["rows"])
        offset, calls = part["next"], calls + 1
    assert (total, calls) == (sum(number * number for number in range(ROWS)), 3)


@task("Look at an image, and read the metadata beside it.")
def _image(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    picture = session.call("preview", reference=lab.IMAGES, path="original/images/field_01.png")
    ((media_type, content),) = picture.images
    assert media_type == "image/png"
    assert content == (openbis.laboratory.store_path(lab.IMAGES) / "original/images/field_01.png").read_bytes()
    text = session.ask("preview", reference=lab.IMAGES, path="original/metadata.json")["text"]
    assert json.loads(text)["microscope"] == "Axio Imager"


@task("Why can the stack on tape not be read?")
def _archived(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    reply = session.call("preview", reference=lab.ARCHIVED, path="original/old_stack.raw")
    assert reply.code == "data-set-archived"
    assert session.ask("get", reference=lab.ARCHIVED)["dataSet"]["status"] == "ARCHIVED"


@task("Download the tables of two data sets into my folder.")
def _download(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    wanted = {lab.SERIES[0]: "original/day_01.csv", lab.IMAGES: "original/intensities.csv"}
    done = session.ask("download", dataSets=list(wanted), folder="tables", files=["*.csv"])["downloads"]
    assert [(each["permId"], each["files"]) for each in done] == [(key, [value]) for key, value in wanted.items()]
    for perm_id, path in wanted.items():
        there = openbis.laboratory.store_path(perm_id) / path
        assert (folder / "tables" / perm_id / path).read_bytes() == there.read_bytes()


@task("Correct the stain of the images, after showing me the change.")
def _set(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    change = {"reference": lab.IMAGES, "properties": {"STAIN": "DAPI"}}
    plan = session.ask("set", **change)
    (shown,) = plan["plan"]["properties"]
    assert (shown["before"], shown["after"]) == ("GFP", "DAPI")
    assert openbis.laboratory.data_set(lab.IMAGES).properties["STAIN"] == "GFP"
    done = session.ask("set", **change, planId=plan["planId"], key="stain of the images")
    assert (done["done"], done["repeated"], done["result"]["changed"]) == (True, False, True)
    assert openbis.laboratory.data_set(lab.IMAGES).properties["STAIN"] == "DAPI"
    session.change("set", "stain as before", reference=lab.IMAGES, properties={"STAIN": "GFP"})


@task("Create an object for tomorrow's step, derived from the wild type.")
def _create(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    wanted = {"kind": "sample", "type": "EXPERIMENTAL_STEP", "in": "/YEAST_LAB/GROWTH", "code": "TOMORROW"}
    done = session.change(
        "create", "step for tomorrow", **wanted, properties={"$NAME": "Tomorrow"}, parents=[lab.WILD_TYPE]
    )
    assert done["result"]["entity"]["identifier"] == "/YEAST_LAB/GROWTH/TOMORROW"
    parents = session.ask("get", reference="/YEAST_LAB/GROWTH/TOMORROW")["parents"]
    assert [each["identifier"] for each in parents] == [lab.WILD_TYPE]


@task("Upload the table that I have computed as a child of the images.")
def _upload(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "result.csv").write_text("mean\n1.5\n")
    wanted = {"type": "RAW_DATA", "in": lab.WILD_TYPE, "files": ["result.csv"], "parents": [lab.IMAGES]}
    done = session.change("upload", "means of the images", **wanted, properties={"$NAME": "Means"})
    perm_id = done["result"]["permId"]
    (stored,) = openbis.laboratory.store_path(perm_id).rglob("result.csv")
    assert stored.read_text() == "mean\n1.5\n"
    assert session.ask("get", reference=perm_id)["parents"][0]["permId"] == lab.IMAGES


@task("Publish my notebook with the object it belongs to.")
def _publish(session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "growth.ipynb").write_bytes(notebook("# Growth of yeast"))
    wanted = {"notebook": "growth.ipynb", "in": lab.TIME_SERIES, "notes": "first try", "parents": [lab.SERIES[0]]}
    done = session.change("publish", "growth of yeast 1", **wanted)
    found = session.ask("get", reference=done["result"]["permId"])
    assert (found["type"], found["$NAME"]) == ("ANALYSIS_NOTEBOOK", "growth")
    files = {each["name"] for each in session.ask("files", reference=found["permId"], folder="original")["files"]}
    assert len(files) >= 1


@pytest.mark.uses_pybis
@pytest.mark.parametrize("description", TASKS)
def test_an_assistant_can_do_this(
    description: str, writing_session: Session, openbis: FakeOpenbis, folder: Path
) -> None:
    TASKS[description](writing_session, openbis, folder)


def test_there_are_twenty_tasks() -> None:
    assert len(TASKS) == 20
