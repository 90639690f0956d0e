"""`connect`, and the tutorial, whose code must work unchanged."""

import json
import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server import DataSet, Object, Space, connect, local_downloads, save_requirements, verify
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import (
    AmbiguousConnection,
    InvalidInput,
    InvalidUpload,
    NotLoggedIn,
    UnknownConnection,
    UnknownKernel,
    WrongCredentials,
)
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.entrypoints.library.entities import entities
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from tests.forked_program import ForkedProgram
from tests.kernels import PYTHON, install, write_notebook
from tests.support.waiting import until

TUTORIAL = Path(__file__).parents[3] / "docs" / "batch.md"


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS) as server:
        yield server


@pytest.fixture(autouse=True)
def connection_file(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The connection `my lab` with alice's password; the working folder is empty."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    file = tmp_path / "openbis-connections.yaml"
    file.write_text(
        f"connections:\n  - name: my lab\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n"
        f"    username: alice\n    password: {lab.USERS['alice']}\n    http_only: true\n"
    )
    file.chmod(0o600)
    return file


@pytest.mark.uses_pybis
def test_the_code_of_the_tutorial_works(openbis: FakeOpenbis) -> None:
    pieces = re.findall(r"^```python\n(.*?)^```", TUTORIAL.read_text(), re.DOTALL | re.MULTILINE)
    assert len(pieces) == 15
    Path("analysis.ipynb").write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    names: dict[str, object] = {}
    for piece in pieces:
        exec(compile(piece, str(TUTORIAL), "exec"), names)
    report, problems = names["report"], names["problems"]
    assert report.outcomes  # type: ignore[attr-defined]
    mirrored = names["mirrored"]
    assert mirrored.is_complete  # type: ignore[attr-defined]
    reported = {each.perm_id for each in report.outcomes}  # type: ignore[attr-defined]
    # The images are a component of the container, which comes first; the other download leaves containers out.
    assert {each.perm_id for each in mirrored.outcomes} == reported - {lab.CONTAINER} | {lab.IMAGES}  # type: ignore[attr-defined]
    assert [each.field for each in problems] == ["entityIdentifier", "type"]  # type: ignore[attr-defined]
    assert names["damaged"] == []
    assert names["complete"] == reported - {lab.CONTAINER} | {lab.IMAGES, lab.CALIBRATION}
    assert {each.name for each in Path("tables", lab.IMAGES).iterdir()} == {".openbis-dataset.json", "intensities.csv"}
    assert openbis.laboratory.data_sets.get(str(names["perm_id"])) is not None
    assert len(names["table"]) == len(names["tables"]) > 0  # type: ignore[arg-type]
    assert names["edges"]
    assert "owner.identifier" in names["frame"]  # type: ignore[operator]
    assert names["uploaded"].is_complete  # type: ignore[attr-defined]
    images = openbis.laboratory.data_set(lab.IMAGES)
    assert images is not None
    assert images.properties["STAIN"] == "DAPI"
    assert "EXPOSURE_TIME" not in images.properties
    assert names["archived"].is_readable  # type: ignore[attr-defined]
    assert not names["plan"].is_empty  # type: ignore[attr-defined]
    assert len(names["step"].parents) == 2  # type: ignore[attr-defined]
    assert len(names["some"]) == 100  # type: ignore[arg-type]
    histories = [each.properties.get("$HISTORY_ID") for each in openbis.laboratory.data_sets]
    assert histories.count(names["first"].history_id) == 2  # type: ignore[attr-defined]
    OpenbisFileSystem.clear_instance_cache()
    assert openbis.sessions.of_user("alice") == []


def test_the_tree_is_listed_down_to_the_data_sets() -> None:
    with connect("my lab") as openbis:
        spaces = [each.identifier for each in openbis.contents() if isinstance(each, Space)]
        inside = list(openbis.contents(lab.HEAT_SHOCK))
        assert {lab.IMAGES, *lab.SERIES} <= {each.perm_id for each in openbis.datasets("/YEAST_LAB")}
    assert "/YEAST_LAB" in spaces
    assert lab.WILD_TYPE in [each.identifier for each in inside if isinstance(each, Object)]
    assert lab.REPORT in [each.perm_id for each in inside if isinstance(each, DataSet)]


def test_a_listing_warns_of_files_in_the_file_server_of_openbis(connection_file: Path) -> None:
    settings = ServerSettings(api_version="3.7", afs_row="last")
    with FakeOpenbis(users=lab.USERS, settings=settings) as newer:
        (sample,) = newer.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
        add_afs_files(newer.laboratory, sample)
        user = f"    username: alice\n    password: {lab.USERS['alice']}\n"
        entry = f"  - name: new lab\n    url: {newer.url}\n    http_only: true\n{user}"
        connection_file.write_text(f"connections:\n{entry}")
        with connect("new lab") as openbis:
            for listing in (openbis.contents, openbis.datasets):
                with pytest.warns(UserWarning, match=r"file server \(AFS\)") as warned:
                    assert list(listing(lab.EMPTY_BENCH)) == []
                assert warned[0].filename == __file__


def test_files_of_objects_are_downloaded_by_identifier_beside_data_sets(connection_file: Path) -> None:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as newer:
        (sample,) = newer.laboratory.samples.find("identifier", lab.WILD_TYPE)
        user = f"    username: alice\n    password: {lab.USERS['alice']}\n"
        entry = f"  - name: new lab\n    url: {newer.url}\n    http_only: true\n{user}"
        connection_file.write_text(f"connections:\n{entry}")
        with connect("new lab") as openbis:
            report = openbis.download([lab.WILD_TYPE, lab.REPORT, lab.EMPTY_BENCH], to="mirror")
            with pytest.warns(UserWarning, match=r"file server \(AFS\)"):
                of_sample = openbis.download(openbis.datasets(lab.WILD_TYPE), to="of sample")
    states = {each.perm_id: each.state.value for each in report.outcomes}
    assert states == {lab.WILD_TYPE: "done", lab.REPORT: "done", lab.EMPTY_BENCH: "failed"}
    assert "has no files of its own" in str(report.failed[0].error)
    content = (Path("mirror") / sample.perm_id / "Messungen vom März" / "Übersicht.csv").read_bytes()
    assert content == OF_SAMPLE["Messungen vom März/Übersicht.csv"]
    assert sample.perm_id not in {each.perm_id for each in of_sample.outcomes}


def test_downloads_are_found_and_verified_without_a_connection(
    openbis: FakeOpenbis, connection_file: Path, tmp_path: Path
) -> None:
    with connect() as one:
        one.download([lab.IMAGES, lab.REPORT], to="mirror").raise_first()
    openbis.stop()
    connection_file.unlink()
    assert [each.manifest.perm_id for each in local_downloads("mirror")] == [lab.IMAGES, lab.REPORT]
    assert local_downloads("other") == ()
    (tmp_path / "work" / "mirror" / lab.REPORT / "original" / "report.txt").unlink()
    assert {each.download.manifest.perm_id: each.ok for each in verify("mirror")} == {
        lab.IMAGES: True,
        lab.REPORT: False,
    }


def test_folders_are_called_by_name_and_found_again(connection_file: Path) -> None:
    with connect() as one:
        first = one.download(lab.IMAGES, to="mirror", folder_names="name")
        first.raise_first()
        assert [each.name for each in Path("mirror").iterdir()] == [f"Wild type, 30 min at 42 °C ({lab.IMAGES})"]
        again = one.data_set(lab.IMAGES).download("mirror")
        found = one.search("data set", lab.IMAGES).download("mirror", folder_names=FolderNames.NAME)
        assert [each.fetched.files for report in (again, found) for each in report.outcomes] == [0, 0]
        with pytest.raises(InvalidInput, match="permId or name"):
            one.download(lab.IMAGES, to="mirror", folder_names="code")
    assert len(list(Path("mirror").iterdir())) == 1


def test_all_data_sets_of_a_space_are_downloaded_once_and_links_are_no_failures(openbis: FakeOpenbis) -> None:
    with connect() as one:
        report = one.download(one.datasets("/YEAST_LAB"), to="mirror")
    assert {each.perm_id for each in report.failed} == {lab.ARCHIVED}
    assert [each.perm_id for each in report.links] == [lab.LINK]
    copies = [each.manifest.perm_id for each in local_downloads("mirror")]
    assert sorted(copies) == sorted(set(copies))
    assert {lab.IMAGES, lab.CALIBRATION} <= set(copies)


def test_an_upload_can_be_checked_without_sending_it(openbis: FakeOpenbis, tmp_path: Path) -> None:
    (tmp_path / "work" / "notes.txt").write_text("some notes")
    with connect() as one:
        draft = one.check_upload("notes.txt", "RAW_DATA", lab.WILD_TYPE, properties={"$NAME": 7})
        with pytest.raises(InvalidUpload) as caught:
            one.check_upload("nothing.txt", "RAW_DATA", lab.WILD_TYPE, properties={"COLOUR": "red"}, parents=["1-1"])
    assert (draft.owner.identifier, draft.properties, draft.total) == (lab.WILD_TYPE, {"$NAME": "7"}, Amount(1, 10))
    assert [each.field for each in caught.value.problems] == ["parent", "file", "prop.COLOUR"]
    assert "createUploadedDataSet" not in openbis.requests.counts()


def test_a_vocabulary_of_20_000_terms_is_complete(openbis: FakeOpenbis, tmp_path: Path) -> None:
    stains = openbis.laboratory.vocabularies.get("STAIN")
    assert stains is not None
    terms = [replace(stains.terms[0], code=f"STAIN_{number}", ordinal=number) for number in range(20_000)]
    openbis.laboratory.put(replace(stains, terms=terms))
    (tmp_path / "work" / "a.txt").write_text("a")
    with connect() as one:
        microscopy = next(each for each in one.types() if each.code == "MICROSCOPY")
        (known,) = (each.terms for each in microscopy.assignments if each.code == "STAIN")
        assert [each.code for each in known] == [f"STAIN_{number}" for number in range(20_000)]
        values = {"MAGNIFICATION": 40, "STAIN": "stain_19999"}
        assert one.check_upload("a.txt", "MICROSCOPY", lab.WILD_TYPE, properties=values).properties["STAIN"]
        with pytest.raises(InvalidUpload) as caught:
            one.check_upload("a.txt", "MICROSCOPY", lab.WILD_TYPE, properties={**values, "STAIN": "STAIN_20000"})
    (problem,) = caught.value.problems
    assert problem.field == "prop.STAIN"
    assert len(problem.problem) < 500, "not all terms are named"


def test_concurrent_uploads_of_files_with_one_name_are_not_mixed_up(openbis: FakeOpenbis, tmp_path: Path) -> None:
    files = [tmp_path / "work" / name / "result.txt" for name in ("one", "two", "three", "four")]
    for file in files:
        file.parent.mkdir()
        file.write_text(file.parent.name * 100_000)
    with connect() as one, ThreadPoolExecutor(len(files)) as threads:
        perm_ids = list(threads.map(lambda file: one.upload(file, "RAW_DATA", lab.WILD_TYPE), files))
    stored = [openbis.laboratory.store_path(each) / "original" / "result.txt" for each in perm_ids]
    assert [each.read_text() for each in stored] == [each.read_text() for each in files]


def test_hidden_files_are_left_out_and_a_tilde_is_the_home_folder(
    openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "run").mkdir()
    for name in ("a.csv", "b.tmp", ".env"):
        (tmp_path / "run" / name).write_text("x")
    with connect() as one:
        draft = one.check_upload("~/run", "RAW_DATA", lab.WILD_TYPE, exclude="*.tmp")
        assert ([each.name for each in draft.files], draft.left_out_files) == (["run/a.csv"], ("run/.env", "run/b.tmp"))
        perm_id = one.upload("~/run", "RAW_DATA", lab.WILD_TYPE, hidden=True)
        one.download(perm_id, to="~/down").raise_first()
    assert {each.name for each in (tmp_path / "down" / perm_id / "original" / "run").iterdir()} == {
        "a.csv",
        "b.tmp",
        ".env",
    }
    assert all(each.ok for each in verify("~/down"))


def test_requirements_are_saved_beside_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "jupyter", "analysis", PYTHON)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    notebook = write_notebook(tmp_path / "work" / "plot.ipynb", "unknown")
    with pytest.raises(UnknownKernel):
        save_requirements(notebook)
    files = save_requirements("plot.ipynb", kernel="analysis", runtime_file="python.txt")
    assert files == (tmp_path / "work" / "requirements.txt", tmp_path / "work" / "python.txt")
    assert "\nipykernel==" in files[0].read_text()


def test_all_pages_of_a_listing_are_read(openbis: FakeOpenbis) -> None:
    for number in range(250):
        add_data_set(openbis.laboratory, "RAW_DATA", perm_id=f"20240101000000000-{number + 1}", sample=lab.EMPTY_BENCH)
    with connect() as one:
        assert len({each.perm_id for each in one.datasets(lab.EMPTY_BENCH)}) == 250


def test_no_data_set_is_lost_or_doubled_while_openbis_changes(
    openbis: FakeOpenbis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entities, "PAGE", 20)
    store = openbis.laboratory
    perm_ids = [f"20240102000000000-{number + 1}" for number in range(70)]
    for perm_id in perm_ids:
        add_data_set(store, "RAW_DATA", perm_id=perm_id, sample=lab.EMPTY_BENCH)
    with connect() as one:
        there = {each.perm_id for each in one.datasets(lab.EMPTY_BENCH)}
        listing = one.datasets(lab.EMPTY_BENCH)
        found = [next(listing).perm_id for _ in range(20)]
        for perm_id in found[:5]:
            store.remove(store.data_sets.get(perm_id))
        found += [next(listing).perm_id for _ in range(19)]
        for number in range(3):
            add_data_set(store, "RAW_DATA", perm_id=f"20250101000000000-{number + 1}", sample=lab.EMPTY_BENCH)
        found += [each.perm_id for each in listing]
    assert len(found) == len(set(found))
    assert there <= set(found)


def test_an_ambiguous_connection_is_refused(connection_file: Path) -> None:
    with pytest.raises(UnknownConnection):
        connect("nowhere")
    connection_file.write_text("connections:\n  - name: a\n    url: a.org\n  - name: b\n    url: b.org\n")
    with pytest.raises(AmbiguousConnection, match="a, b"):
        connect()


def test_credentials_can_be_given(openbis: FakeOpenbis, connection_file: Path) -> None:
    text = connection_file.read_text()
    connection_file.write_text(text[: text.index("    username")])
    with connect() as anonymous, pytest.raises(NotLoggedIn):
        anonymous.types()
    with connect(username="bob", password=lab.USERS["bob"]) as bob:
        assert bob.types()
    token = openbis.sessions.open("alice")
    with connect(token=token) as alice:
        assert alice.types()
    assert openbis.sessions.is_active(token), "a token that the caller passed must not be ended"
    with pytest.raises(WrongCredentials):
        connect(username="bob", password="mistyped")


_MIRROR = """
from jupyter_openbis_server import connect
with connect() as lab:
    report = lab.download(lab.datasets({experiment!r}), to="mirror", on_outcome=lambda _: print("one", flush=True))
print(len(report.outcomes), len(report.failed), sum(each.state.value == "present" for each in report.outcomes))
"""


def test_a_killed_download_of_200_data_sets_continues_with_its_second_run(
    forked_program: ForkedProgram, openbis: FakeOpenbis, tmp_path: Path
) -> None:
    store = openbis.laboratory
    for number in range(200):
        perm_id = f"20240101000000000-{number + 1}"
        folder = store.store_path(perm_id) / "original"
        folder.mkdir(parents=True)
        (folder / "data.csv").write_bytes(os.urandom(2000 + number))
        add_data_set(
            store, "RAW_DATA", perm_id=perm_id, experiment=lab.CALIBRATIONS, physical_data=PhysicalData(perm_id)
        )
    already = len(list(connect().datasets(lab.CALIBRATIONS))) - 200
    how = {"environment": os.environ, "folder": Path.cwd(), "script": _MIRROR.format(experiment=lab.CALIBRATIONS)}
    stalled = openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", occurrence=60))
    with forked_program.started([], **how) as first:
        until(lambda: openbis.faults.hits(stalled) or first.has_ended)
        assert not first.has_ended
        first.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    second = forked_program.run([], **how)
    assert second.status == 0, second.err.decode()
    total, failed, present = map(int, second.out.splitlines()[-1].split())
    assert (total, failed) == (200 + already, 0)
    assert 20 <= present < 200, "the second run fetched exactly the missing data sets"
    with connect() as one:
        assert all(each.ok for each in one.verify("mirror"))
