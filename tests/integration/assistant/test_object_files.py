"""Files that objects have themselves, in openBIS 7: read, download, upload, publish."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.assistant.sessions import Session
from tests.support.notebook_content import notebook


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


def there(openbis: FakeOpenbis, sample: str) -> Path:
    """Where openBIS has the files of a sample."""
    return openbis.laboratory.afs_path(openbis.laboratory.samples.find("identifier", sample)[0].perm_id)


def test_files_of_an_object_are_listed_and_downloaded(
    writing_session: Session, openbis: FakeOpenbis, folder: Path
) -> None:
    files = writing_session.ask("files", reference=lab.WILD_TYPE)
    assert files["totalFiles"] > 0
    (done,) = writing_session.ask("download", dataSets=[lab.WILD_TYPE])["downloads"]
    stored = there(openbis, lab.WILD_TYPE)
    assert done["files"]
    for each in done["files"]:
        assert (Path(done["path"]) / each).read_bytes() == (stored / each).read_bytes()


def test_files_are_stored_with_an_object_after_a_confirmation(
    writing_session: Session, openbis: FakeOpenbis, folder: Path
) -> None:
    (folder / "curve.csv").write_text("1,2,3\n")
    wanted = {"in": lab.EMPTY_BENCH, "files": ["curve.csv"], "folder": "results"}
    plan = writing_session.ask("upload", **wanted)
    assert [each["path"] for each in plan["plan"]["files"]] == ["results/curve.csv"]
    stored = there(openbis, lab.EMPTY_BENCH) / "results" / "curve.csv"
    assert not stored.exists()
    done = writing_session.ask("upload", **wanted, planId=plan["planId"], key="curve of today")
    assert [each["path"] for each in done["result"]["stored"]] == ["results/curve.csv"]
    assert stored.read_text() == "1,2,3\n"


def test_files_of_an_object_are_never_replaced(writing_session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "mine.csv").write_text("first\n")
    wanted = {"in": lab.EMPTY_BENCH, "files": ["mine.csv"]}
    writing_session.change("upload", "mine, the first", **wanted)
    (folder / "mine.csv").write_text("second\n")
    assert writing_session.call("upload", **wanted).code == "files-exist"
    assert (there(openbis, lab.EMPTY_BENCH) / "mine.csv").read_text() == "first\n"


def test_a_file_that_appears_after_the_plan_is_kept(
    writing_session: Session, openbis: FakeOpenbis, folder: Path
) -> None:
    (folder / "late.csv").write_text("mine\n")
    wanted = {"in": lab.EMPTY_BENCH, "files": ["late.csv"]}
    plan = writing_session.ask("upload", **wanted)["planId"]
    other = there(openbis, lab.EMPTY_BENCH) / "late.csv"
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_text("of another user\n")
    assert writing_session.call("upload", **wanted, planId=plan, key="late file").code == "files-exist"
    assert other.read_text() == "of another user\n"


def test_a_notebook_is_published_as_files(writing_session: Session, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "growth.ipynb").write_bytes(notebook("# Growth of yeast"))
    wanted = {"notebook": "growth.ipynb", "in": lab.EMPTY_BENCH, "asFiles": True}
    done = writing_session.change("publish", "growth as files", **wanted)["result"]
    published = there(openbis, lab.EMPTY_BENCH) / done["folder"]
    assert {each.name for each in published.iterdir()} == {
        "growth.ipynb",
        "growth.ipynb.html",
        "publication.json",
        "ro-crate-metadata.json",
    }


@pytest.mark.parametrize(
    "wanted",
    [{"type": "RAW_DATA", "folder": "x"}, {"properties": {"$NAME": "x"}}, {"parents": [lab.IMAGES]}],
)
def test_arguments_of_the_other_target_are_refused(writing_session: Session, wanted: dict[str, object]) -> None:
    reply = writing_session.call("upload", in_=lab.EMPTY_BENCH, files=["a"], **wanted)
    assert reply.code == "invalid-arguments"
