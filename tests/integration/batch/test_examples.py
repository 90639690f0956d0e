"""The scripts in `examples/`, run as users run them, against the fake openBIS."""

from __future__ import annotations

import csv
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from tests.forked_program import ForkedProgram
from tests.integration.batch.example_scripts import EXAMPLES, Scripts, run_spawned
from tests.integration.batch.laboratory_files import add_files, write_connection
from tests.support.waiting import until

REGISTRATION = "createUploadedDataSet"
NEW = "20240101000000000-1"
SPACE = "/YEAST_LAB"
TABLE = f"""\
files,to,type,$NAME,MAGNIFICATION
run_001,{lab.WILD_TYPE},MICROSCOPY,"First, with a comma",63
run_002,{lab.HEAT_SHOCK},RAW_DATA,Second,
"""


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as server:
        yield server


@pytest.fixture(autouse=True)
def folder(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of the scripts. Its one connection is that of alice."""
    write_connection(openbis, tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def scripts(forked_program: ForkedProgram) -> Scripts:
    return Scripts(forked_program)


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# --- all of them


SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))


def test_every_script_is_run_here_and_listed() -> None:
    assert set(re.findall(r'\b(?:run|succeed|fail)\("(\w+\.py)"', Path(__file__).read_text())) == set(SCRIPTS)
    assert sorted(re.findall(r"^\| \[(\w+\.py)\]\(\1\)", (EXAMPLES / "README.md").read_text(), re.MULTILINE)) == SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_short_and_documents_its_call(scripts: Scripts, script: str) -> None:
    text = (EXAMPLES / script).read_text()
    assert len(text.splitlines()) < 80
    assert f"    python {script} " in text
    assert re.search(rf"^    (?:[*\d]+ ){{5}} .*/{script} ", text, re.MULTILINE), "a line for cron"
    assert scripts.succeed(script, "--help").startswith(f"usage: {script} ")


# --- mirror_space.py


def test_a_mirror_downloads_new_data_sets(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    first = scripts.succeed("mirror_space.py", SPACE, "mirror")
    there = {path.name for path in (folder / "mirror").iterdir()}
    assert {lab.IMAGES, lab.REPORT, lab.CALIBRATION, *lab.SERIES} <= there
    assert not there & {lab.ARCHIVED, lab.LINK, lab.CONTAINER}
    assert f"{len(there)} fetched, 0 failed, 1 in openBIS's archive only, 0 no longer" in first

    openbis.requests.clear()
    add_files(openbis, NEW, {"original/new.txt": b"new\n"})
    assert "UTC /YEAST_LAB: 1 fetched, 0 failed" in scripts.succeed("mirror_space.py", SPACE, "mirror")
    assert (folder / "mirror" / NEW / "original" / "new.txt").read_bytes() == b"new\n"
    assert openbis.requests.counts()["searchFiles"] == 1, "nothing is asked about the others"


def test_a_mirror_continues_after_a_failure_and_the_next_run_completes_it(
    scripts: Scripts, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.WRONG_FILE_CRC, file_suffix="intensities.csv", times=None))
    assert re.fullmatch(
        rf"failed: {lab.IMAGES}: .*intensities\.csv.*\n", scripts.fail("mirror_space.py", SPACE, "mirror")
    )
    assert (folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv").is_file()
    openbis.faults.clear()
    assert ": 1 fetched, 0 failed" in scripts.succeed("mirror_space.py", SPACE, "mirror")


def test_a_mirror_keeps_and_reports_data_sets_deleted_in_openbis(
    scripts: Scripts, openbis: FakeOpenbis, folder: Path
) -> None:
    scripts.succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    deleted = openbis.laboratory.data_set(lab.SERIES[0])
    assert deleted is not None
    openbis.laboratory.remove(deleted)
    second = scripts.succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    assert second.endswith(f"1 no longer in openBIS, 12 in all\nno longer in openBIS: {lab.SERIES[0]}\n")
    assert (folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv").is_file()


def test_a_damaged_mirror_is_repaired_on_request(scripts: Scripts, folder: Path) -> None:
    scripts.succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    damaged = folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv"
    before = damaged.read_bytes()
    damaged.write_bytes(before[::-1])
    assert ": 0 fetched" in scripts.succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    assert ": 1 fetched" in scripts.succeed("mirror_space.py", lab.TIME_SERIES, "mirror", "--repair")
    assert damaged.read_bytes() == before


def test_mirroring_an_unknown_space_is_an_error(scripts: Scripts) -> None:
    assert scripts.fail("mirror_space.py", "/NOWHERE", "mirror").startswith("nothing was mirrored: No such ")


# --- upload_instrument_folder.py


@pytest.fixture
def runs(folder: Path) -> Path:
    """The table of an instrument with two runs."""
    for number in (1, 2, 3):
        (folder / f"run_00{number}").mkdir()
        (folder / f"run_00{number}" / "image.txt").write_text(f"image {number}\n")
    table = folder / "runs.csv"
    table.write_text(TABLE, encoding="utf-8-sig")
    return table


def uploaded(openbis: FakeOpenbis) -> dict[str, DataSet]:
    """Return the data sets of the instrument by name; none may be there twice."""
    names = ("First, with a comma", "Second", "Third", "Fourth")
    found = [each for each in openbis.laboratory.data_sets if each.properties.get("$NAME") in names]
    by_name = {str(each.properties["$NAME"]): each for each in found}
    assert len(by_name) == len(found)
    return by_name


def test_runs_are_uploaded_with_their_properties_and_only_once(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path
) -> None:
    scripts.succeed("upload_instrument_folder.py", runs, "--check")
    assert uploaded(openbis) == {}
    scripts.succeed("upload_instrument_folder.py", runs)
    first, second = uploaded(openbis)["First, with a comma"], uploaded(openbis)["Second"]
    assert (first.type, first.properties) == ("MICROSCOPY", {"$NAME": "First, with a comma", "MAGNIFICATION": "63"})
    assert (second.type, second.properties) == ("RAW_DATA", {"$NAME": "Second"})
    (image,) = openbis.laboratory.store_path(first.perm_id).rglob("image.txt")
    assert image.read_text() == "image 1\n"

    runs.write_text(f"{TABLE}run_003,{lab.WILD_TYPE},RAW_DATA,Third,\n")
    scripts.succeed("upload_instrument_folder.py", runs)
    assert sorted(uploaded(openbis)) == ["First, with a comma", "Second", "Third"]


def test_all_problems_of_a_table_are_reported_and_nothing_is_sent(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path
) -> None:
    runs.write_text(
        f"{TABLE}run_003,/YEAST_LAB/NO/SUCH,MICROSCOPY,,many\nrun_004,{lab.WILD_TYPE},RAW_DATA,Fourth,,too much\n"
    )
    problems = scripts.fail("upload_instrument_folder.py", runs).splitlines()
    assert [line[: line.rindex(":")] for line in problems] == [
        "run_003: entityIdentifier: No such sample or experiment",
        "run_003: prop.MAGNIFICATION",
        "run_004: file: File not found",
        "run_004: prop.(A CELL WITHOUT A COLUMN)",
    ]
    assert uploaded(openbis) == {}


@pytest.mark.parametrize("table", [f"{TABLE}run_001,{lab.WILD_TYPE},RAW_DATA,,\n", TABLE.replace(",", ";")])
def test_a_table_without_a_folder_for_each_row_is_refused(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path, table: str
) -> None:
    runs.write_text(table)
    assert "each row needs a folder of its own" in scripts.fail("upload_instrument_folder.py", runs)
    assert uploaded(openbis) == {}


def test_a_failed_upload_does_not_stop_the_others_and_is_retried(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.REGISTER_NOTHING, method=REGISTRATION))
    assert re.fullmatch(
        r"run_00\d: Error while saving the dataset.*\n", scripts.fail("upload_instrument_folder.py", runs)
    )
    assert len(uploaded(openbis)) == 1
    scripts.succeed("upload_instrument_folder.py", runs)
    assert sorted(uploaded(openbis)) == ["First, with a comma", "Second"]


def test_an_upload_whose_confirmation_is_lost_is_looked_for_and_not_repeated(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path
) -> None:
    lost = openbis.faults.inject(Fault(FaultKind.TRUNCATE, method=REGISTRATION))
    for _ in range(2):
        scripts.succeed("upload_instrument_folder.py", runs)
        assert sorted(uploaded(openbis)) == ["First, with a comma", "Second"]
        assert openbis.requests.counts()[REGISTRATION] == 2
    assert openbis.faults.hits(lost) == 1


def test_a_run_whose_upload_was_killed_is_not_uploaded_twice(
    scripts: Scripts, openbis: FakeOpenbis, runs: Path
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method=REGISTRATION, occurrence=2))
    command = [sys.executable, str(EXAMPLES / "upload_instrument_folder.py"), str(runs)]
    with subprocess.Popen(command) as first:
        until(lambda: openbis.faults.hits(hang))
        first.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    openbis.faults.release()
    scripts.succeed("upload_instrument_folder.py", runs)
    assert sorted(uploaded(openbis)) == ["First, with a comma", "Second"]


# --- verify_archive.py


@pytest.fixture
def archive(scripts: Scripts, folder: Path) -> Path:
    """The data sets of a sample, and the table of them."""
    scripts.succeed("mirror_space.py", lab.TIME_SERIES, "archive")
    scripts.succeed("export_table.py", lab.TIME_SERIES, "series.csv")
    return folder / "archive"


@pytest.fixture
def no_openbis(archive: Path, openbis: FakeOpenbis, tmp_path: Path) -> None:
    """The archive, without openBIS and without a connection to it."""
    openbis.stop()
    (tmp_path / "openbis-connections.yaml").unlink()


@pytest.mark.usefixtures("no_openbis")
def test_an_archive_is_verified_without_openbis(scripts: Scripts, archive: Path, folder: Path) -> None:
    for _ in range(2):
        assert scripts.succeed("verify_archive.py", archive, "--table", "series.csv", "--report", "report.csv") == ""
        report = rows_of(folder / "report.csv")
        assert sorted(each["permId"] for each in report) == sorted(lab.SERIES)
        assert {each["state"] for each in report} == {"right"}


@pytest.mark.usefixtures("no_openbis")
def test_damaged_and_missing_files_are_reported(scripts: Scripts, archive: Path, folder: Path) -> None:
    one, two, three = (archive / perm_id for perm_id in lab.SERIES[:3])
    (one / "original" / "day_01.csv").write_bytes(b"")
    (two / "original" / "day_02.csv").unlink()
    shutil.rmtree(three)
    done = scripts.run("verify_archive.py", archive, "--table", "series.csv", "--report", "report.csv")
    assert (done.status, done.err) == (1, b"")
    assert done.out.decode().splitlines() == [
        f"{one.name}  {one}  not right",
        f"{one.name}  {one}  original/day_01.csv  different",
        f"{two.name}  {two}  not right",
        f"{two.name}  {two}  original/day_02.csv  missing",
        f"{three.name}  not in the archive",
    ]
    assert len(rows_of(folder / "report.csv")) == 13 + 2, "a line for each data set, and for each wrong file"


def test_a_folder_that_is_no_archive_is_an_error(scripts: Scripts, folder: Path) -> None:
    assert "holds no download" in scripts.fail("verify_archive.py", folder)


# --- export_table.py


def test_a_table_has_the_properties_as_columns(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    table = folder / "table.csv"
    scripts.succeed("export_table.py", SPACE, table)
    rows = {each["permId"]: each for each in rows_of(table)}
    assert {lab.IMAGES, lab.ARCHIVED, lab.LINK, lab.CONTAINER, *lab.SERIES} <= rows.keys()
    images = rows[lab.IMAGES]
    assert (images["type"], images["kind"], images["sample"]) == ("MICROSCOPY", "PHYSICAL", lab.WILD_TYPE)
    assert images["registered"] == "2023-03-15T10:00:00+00:00"
    assert images["ACQUIRED"] == "2023-03-15T09:15:00+00:00", "a property in UTC"
    assert (images["$NAME"], images["MAGNIFICATION"], images["OPERATOR"]) == ("Wild type, 30 min at 42 °C", "63", "")
    assert rows[lab.BIG]["NOTES"] == "Five frames\nof half a mebibyte each"
    assert rows[lab.EVERY_TYPE]["ANY_TIMESTAMP"] == "2023-03-15T10:05:00+00:00"
    assert rows[lab.EVERY_TYPE]["ANY_DATE"] == "2023-03-15", "a day has no zone"

    add_data_set(openbis.laboratory, "RAW_DATA", perm_id=NEW, sample=lab.EMPTY_BENCH)
    scripts.succeed("export_table.py", SPACE, table)
    assert {each["permId"] for each in rows_of(table)} == {*rows, NEW}


def test_a_place_without_data_sets_has_an_empty_table(scripts: Scripts, folder: Path) -> None:
    scripts.succeed("export_table.py", lab.EMPTY_BENCH, "table.csv")
    assert (folder / "table.csv").read_text().startswith("permId,type,kind,")
    assert rows_of(folder / "table.csv") == []


def test_a_table_is_unchanged_if_openbis_does_not_answer(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "table.csv").write_text("yesterday's")
    openbis.stop()
    assert "could not be established" in scripts.fail("export_table.py", SPACE, "table.csv")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("table.csv", "yesterday's")]


# --- dask_cluster.py


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A running cluster of one worker."""
    folder = str(tmp_path_factory.mktemp("dask"))
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", local_directory=folder) as cluster:
        yield cluster


def test_the_workers_of_a_cluster_download_and_those_of_another_continue(
    scripts: Scripts, cluster: LocalCluster, folder: Path
) -> None:
    there = len(lab.SERIES) + 1
    first = run_spawned(EXAMPLES / "dask_cluster.py", "/YEAST_LAB/GROWTH", "shared")
    assert (first.returncode, first.stdout) == (0, f"{there} fetched, 0 failed, {there} in all\n")
    (folder / "shared" / lab.SERIES[12] / "original" / "day_13.csv").unlink()
    second = scripts.run("dask_cluster.py", "/YEAST_LAB/GROWTH", "shared", "--scheduler", cluster.scheduler_address)
    assert (second.status, second.out.decode()) == (0, f"1 fetched, 0 failed, {there} in all\n")
    assert (folder / "shared" / lab.SERIES[12] / "original" / "day_13.csv").is_file()


def test_a_failure_on_a_cluster_is_reported(scripts: Scripts, cluster: LocalCluster) -> None:
    place = "/YEAST_LAB/STRESS_RESPONSE"
    done = scripts.run("dask_cluster.py", place, "shared", "--scheduler", cluster.scheduler_address)
    assert done.status == 1
    assert f"failed: {lab.ARCHIVED}: " in done.err.decode()
    assert b" fetched, 1 failed, " in done.out
