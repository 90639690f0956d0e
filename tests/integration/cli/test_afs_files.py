"""Commands for the files that samples and experiments have in openBIS's file server (AFS)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.afs.hidden import clear_caches
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_EXPERIMENT, OF_SAMPLE
from tests.integration.cli.conftest import Run

SHOWN = {path: content for path, content in OF_SAMPLE.items() if "/.afs/" not in path and path[-1] != "/"}


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def sample(openbis: FakeOpenbis) -> str:
    return openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)[0].perm_id


def store(file: Path, content: bytes) -> None:
    """Change a file of the file server as another client does."""
    file.write_bytes(content)
    clear_caches(file)


def arrived(folder: Path) -> dict[str, bytes]:
    paths = [each for each in folder.rglob("*") if each.is_file() and each.name != ".openbis-dataset.json"]
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in paths}


@pytest.mark.parametrize("form", ["permId", "identifier", "link"])
def test_files_of_a_sample_are_downloaded_by_any_reference(
    run: Run, openbis: FakeOpenbis, sample: str, folder: Path, form: str
) -> None:
    link = eln_url(openbis.url, EntityKind.SAMPLE, sample)
    reference = {"permId": sample, "identifier": lab.WILD_TYPE, "link": link}[form]
    found = run("--json", "download", reference, "--own-files", "--to", "mirror")
    assert found.status == 0, found.err
    (download,) = found.json["downloads"]
    assert (download["permId"], download["dataStore"]) == (sample, "AFS")
    assert arrived(folder / "mirror" / sample) == SHOWN
    assert (folder / "mirror" / sample / "empty folder").is_dir()
    assert run("verify", "mirror").status == 0


def test_files_of_an_experiment_are_downloaded_with_data_sets(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    link = eln_url(openbis.url, EntityKind.EXPERIMENT, "", lab.HEAT_SHOCK)
    found = run("download", lab.REPORT, link, "--own-files")
    assert found.status == 0, found.err
    (experiment,) = openbis.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    assert arrived(folder / experiment.perm_id) == OF_EXPERIMENT
    assert (folder / lab.REPORT).is_dir()


def test_selected_files_are_planned_and_downloaded(run: Run, sample: str, folder: Path) -> None:
    planned = run("download", lab.WILD_TYPE, "--own-files", "--match", "images/*.png", "--dry-run")
    assert "2 files" in planned.out
    assert run("download", lab.WILD_TYPE, "--own-files", "--files", "images/*.png").status == 0
    assert set(arrived(folder / sample)) == {"images/overview.png", "images/Größe 10 µm.png"}


def test_second_download_fetches_what_changed_and_reports_what_was_removed(
    run: Run, openbis: FakeOpenbis, sample: str, folder: Path
) -> None:
    assert run("download", lab.WILD_TYPE, "--own-files").status == 0
    stored, here = openbis.laboratory.afs_path(sample), folder / sample
    store(stored / "settings.json", b"{}")
    (stored / "protocol.txt").unlink()
    (stored / "new.txt").write_bytes(b"new")
    openbis.requests.clear()
    again = run("--json", "download", lab.WILD_TYPE, "--own-files", "--keep")
    assert again.status == 0, again.err
    assert again.json["downloads"][0]["removed"] == ["protocol.txt"]
    assert openbis.requests.counts()["read"] == 2, "the new file, and once more to compare it"
    expected = {**SHOWN, "settings.json": b"{}", "new.txt": b"new"}
    assert arrived(here) == expected
    assert "(0 fetched, 0 bytes)" in (shown := run("download", lab.WILD_TYPE, "--own-files").out)
    assert "removed in openBIS, kept here: protocol.txt" in shown
    (here / "protocol.txt").unlink()
    assert run("verify", ".").status == 0
    assert "removed" not in run("download", lab.WILD_TYPE, "--own-files").out


def test_edited_file_is_replaced_only_on_request(run: Run, openbis: FakeOpenbis, sample: str, folder: Path) -> None:
    assert run("download", lab.WILD_TYPE, "--own-files").status == 0
    edited = folder / sample / "protocol.txt"
    edited.write_bytes(b"my own notes")
    store(openbis.laboratory.afs_path(sample) / "protocol.txt", b"changed upstream")
    kept = run("download", lab.WILD_TYPE, "--own-files", "--keep")
    assert (kept.status, "protocol.txt" in kept.err) == (8, True)
    assert edited.read_bytes() == b"my own notes"
    assert "would be replaced: protocol.txt" in run("download", lab.WILD_TYPE, "--own-files", "--dry-run").out
    planned = run("download", lab.WILD_TYPE, "--own-files", "--keep", "--dry-run")
    assert (planned.status, "differs, and is not replaced with --keep: protocol.txt" in planned.out) == (8, True)
    described = run("--json", "download", lab.WILD_TYPE, "--own-files", "--keep", "--dry-run")
    assert (described.status, described.json["error"]["code"]) == (8, "file-conflict")
    assert run("download", lab.WILD_TYPE, "--own-files").status == 0
    assert edited.read_bytes() == b"changed upstream"


def test_sample_without_files_and_unknown_references_have_clear_messages(run: Run, openbis: FakeOpenbis) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    for reference in (sample.perm_id, lab.EMPTY_BENCH):
        found = run("download", reference)
        assert found.status == 7
        assert f"sample {lab.EMPTY_BENCH} has neither data sets nor files of its own" in found.err
        assert "has no files of its own" in run("download", reference, "--own-files").err
    for reference in ("20990101000000000-1", "/NO/SUCH/SAMPLE"):
        assert run("download", reference).status == 4


def test_ls_shows_files_beside_data_sets(run: Run, sample: str) -> None:
    found = run("ls", lab.WILD_TYPE)
    assert found.status == 0
    rows = [line.split() for line in found.out.splitlines()]
    assert ["folder", "images/"] in [row[:2] for row in rows]
    assert ["file", "protocol.txt"] in [row[:2] for row in rows]
    assert lab.IMAGES in found.out
    assert "AFS" not in found.err
    listed = run("--json", "ls", sample).json
    assert {each["path"] for each in listed["files"]["files"]} >= {"images", "empty.txt", "empty folder"}
    assert (listed["files"]["totalFiles"], listed["filesProblem"], listed["remark"]) == (len(SHOWN), None, None)


def test_ls_of_an_experiment_remarks_that_its_samples_have_files(run: Run) -> None:
    found = run("--json", "ls", lab.HEAT_SHOCK).json
    assert [each["path"] for each in found["files"]["files"]] == ["raw data", "plan.txt"]
    assert "There are files in openBIS's file server (AFS) as well" in found["remark"]


def test_ls_says_how_to_see_more_files(run: Run, sample: str) -> None:
    found = run("ls", lab.WILD_TYPE, "--count", "2")
    assert f"`info {sample}` lists them" in found.err


@pytest.mark.parametrize("form", ["permId", "identifier"])
def test_info_lists_all_files_of_a_sample(run: Run, sample: str, form: str) -> None:
    reference = sample if form == "permId" else lab.WILD_TYPE
    shown = run("info", reference)
    assert "Messungen vom März/Übersicht.csv" in shown.out
    assert lab.WILD_TYPE in shown.out
    assert "AFS_DATA" not in shown.out
    assert "AFS" not in shown.err
    found = run("--json", "info", reference).json
    assert (found["kind"], found["permId"], found["hasAfsFiles"]) == ("sample", sample, True)
    files = {each["path"]: each["size"] for each in found["files"] if not each["isFolder"]}
    assert files == {path: len(content) for path, content in SHOWN.items()}
    assert (found["problem"], found["remark"]) == (None, None)
    assert ".afs" not in json.dumps(found)


def test_doctor_states_the_address_of_the_file_server(run: Run, openbis: FakeOpenbis) -> None:
    assert f"file server (AFS) of lab: {openbis.afs_url} answers" in run("doctor").out
