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
from jupyter_openbis_server.fake_openbis import sample_data as lab
from jupyter_openbis_server.fake_openbis.additions import add_data_set

from .laboratory_files import add_files, write_connection
from .mirroring import wait_until

EXAMPLES = Path(__file__).parents[3] / "examples"
REGISTRATION = "createUploadedDataSet"
NEW = "20240101000000000-1"
SPACE = "/YEAST_LAB"
TABLE = f"""\
folder,to,type,$NAME,MAGNIFICATION
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


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run an example to its end."""
    command = [sys.executable, str(EXAMPLES / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def succeed(script: str, *arguments: str | Path) -> str:
    """Run an example that has nothing to complain about; return what it has printed."""
    done = run(script, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fail(script: str, *arguments: str | Path) -> str:
    """Run an example that fails; return its complaint."""
    done = run(script, *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# --- all of them


SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))


def test_every_script_is_run_here_and_listed() -> None:
    assert set(re.findall(r'\b(?:run|succeed|fail)\("(\w+\.py)"', Path(__file__).read_text())) == set(SCRIPTS)
    assert sorted(re.findall(r"^\| \[(\w+\.py)\]\(\1\)", (EXAMPLES / "README.md").read_text(), re.MULTILINE)) == SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_is_short_and_says_how_it_is_called(script: str) -> None:
    text = (EXAMPLES / script).read_text()
    assert len(text.splitlines()) < 80
    assert f"    python {script} " in text
    assert re.search(rf"^    (?:[*\d]+ ){{5}} .*/{script} ", text, re.MULTILINE), "a line for cron"
    assert succeed(script, "--help").startswith(f"usage: {script} ")


# --- mirror_space.py


def test_a_mirror_gets_what_is_new(openbis: FakeOpenbis, folder: Path) -> None:
    first = succeed("mirror_space.py", SPACE, "mirror")
    there = {path.name for path in (folder / "mirror").iterdir()}
    assert {lab.IMAGES, lab.REPORT, lab.CALIBRATION, *lab.SERIES} <= there
    assert not there & {lab.ARCHIVED, lab.LINK, lab.CONTAINER}
    assert f"{len(there)} fetched, 0 failed, 1 in openBIS's archive only, 0 no longer" in first

    openbis.requests.clear()
    add_files(openbis, NEW, {"original/new.txt": b"new\n"})
    assert "UTC /YEAST_LAB: 1 fetched, 0 failed" in succeed("mirror_space.py", SPACE, "mirror")
    assert (folder / "mirror" / NEW / "original" / "new.txt").read_bytes() == b"new\n"
    assert openbis.requests.counts()["searchFiles"] == 1, "nothing is asked about the others"


def test_a_mirror_goes_on_after_a_failure_and_the_next_run_makes_up_for_it(openbis: FakeOpenbis, folder: Path) -> None:
    openbis.faults.inject(Fault(FaultKind.WRONG_FILE_CRC, file_suffix="intensities.csv", times=None))
    assert re.fullmatch(rf"failed: {lab.IMAGES}: .*intensities\.csv.*\n", fail("mirror_space.py", SPACE, "mirror"))
    assert (folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv").is_file()
    openbis.faults.clear()
    assert ": 1 fetched, 0 failed" in succeed("mirror_space.py", SPACE, "mirror")


def test_a_mirror_keeps_what_openbis_has_no_longer_and_says_so(openbis: FakeOpenbis, folder: Path) -> None:
    succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    deleted = openbis.laboratory.data_set(lab.SERIES[0])
    assert deleted is not None
    openbis.laboratory.remove(deleted)
    second = succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    assert second.endswith(f"1 no longer in openBIS, 12 in all\nno longer in openBIS: {lab.SERIES[0]}\n")
    assert (folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv").is_file()


def test_a_damaged_mirror_is_repaired_on_request(folder: Path) -> None:
    succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    damaged = folder / "mirror" / lab.SERIES[0] / "original" / "day_01.csv"
    before = damaged.read_bytes()
    damaged.write_bytes(before[::-1])
    assert ": 0 fetched" in succeed("mirror_space.py", lab.TIME_SERIES, "mirror")
    assert ": 1 fetched" in succeed("mirror_space.py", lab.TIME_SERIES, "mirror", "--repair")
    assert damaged.read_bytes() == before


def test_what_does_not_exist_cannot_be_mirrored() -> None:
    assert fail("mirror_space.py", "/NOWHERE", "mirror").startswith("nothing was mirrored: No such ")


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


def journal_of(runs: Path) -> Path:
    return runs.with_name("runs.uploaded.csv")


def folders_in(journal: Path) -> list[str]:
    return [row["folder"] for row in rows_of(journal)]


def uploaded(openbis: FakeOpenbis) -> list[str | None]:
    """The names of the data sets that were registered through openBIS's front door."""
    number = openbis.requests.counts().get(REGISTRATION, 0)
    newest = list(openbis.laboratory.data_sets)[-number:] if number else []
    return [str(each.properties.get("$NAME")) for each in newest]


def test_runs_are_uploaded_with_their_properties_and_only_once(openbis: FakeOpenbis, runs: Path) -> None:
    succeed("upload_instrument_folder.py", runs, "--check")
    assert uploaded(openbis) == []
    succeed("upload_instrument_folder.py", runs)
    journal = rows_of(journal_of(runs))
    assert folders_in(journal_of(runs)) == ["run_001", "run_002"]
    first, second = (openbis.laboratory.data_set(each["permId"]) for each in journal)
    assert first is not None
    assert second is not None
    assert (first.type, first.properties) == ("MICROSCOPY", {"$NAME": "First, with a comma", "MAGNIFICATION": "63"})
    assert (second.type, second.properties) == ("RAW_DATA", {"$NAME": "Second"})
    (image,) = openbis.laboratory.store_path(first.perm_id).rglob("image.txt")
    assert image.read_text() == "image 1\n"

    runs.write_text(f"{TABLE}run_003,{lab.WILD_TYPE},RAW_DATA,Third,\n")
    succeed("upload_instrument_folder.py", runs)
    assert folders_in(journal_of(runs)) == [
        "run_001",
        "run_002",
        "run_003",
    ]
    assert uploaded(openbis) == ["First, with a comma", "Second", "Third"]


def test_all_problems_of_a_table_are_told_and_nothing_is_sent(openbis: FakeOpenbis, runs: Path) -> None:
    runs.write_text(
        f"{TABLE}run_003,/YEAST_LAB/NO/SUCH,MICROSCOPY,,many\nrun_004,{lab.WILD_TYPE},RAW_DATA,Fourth,,too much\n"
    )
    complaint = fail("upload_instrument_folder.py", runs).splitlines()
    assert [line[: line.rindex(":")] for line in complaint] == [
        "run_003: entityIdentifier: No such sample or experiment",
        "run_003: prop.MAGNIFICATION",
        "run_004: file: File not found",
        "run_004: prop.(A CELL WITHOUT A COLUMN)",
    ]
    assert uploaded(openbis) == []
    assert not journal_of(runs).exists()


@pytest.mark.parametrize("table", [f"{TABLE}run_001,{lab.WILD_TYPE},RAW_DATA,,\n", TABLE.replace(",", ";")])
def test_a_table_without_a_folder_for_each_row_is_refused(openbis: FakeOpenbis, runs: Path, table: str) -> None:
    runs.write_text(table)
    assert "each row needs a folder of its own" in fail("upload_instrument_folder.py", runs)
    assert uploaded(openbis) == []


def test_an_upload_that_fails_keeps_no_other_away_and_is_tried_again(openbis: FakeOpenbis, runs: Path) -> None:
    openbis.faults.inject(Fault(FaultKind.REGISTER_NOTHING, method=REGISTRATION))
    assert fail("upload_instrument_folder.py", runs).startswith("run_001: Error while saving the dataset")
    assert folders_in(journal_of(runs)) == ["run_002"]
    succeed("upload_instrument_folder.py", runs)
    assert folders_in(journal_of(runs)) == ["run_002", "run_001"]


def test_an_upload_that_openbis_has_not_confirmed_is_not_repeated(openbis: FakeOpenbis, runs: Path) -> None:
    openbis.faults.inject(Fault(FaultKind.TRUNCATE, method=REGISTRATION))
    openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="searchDataSets", occurrence=2))  # so nobody looks
    assert "It may have registered the data set all the same" in fail("upload_instrument_folder.py", runs)
    assert [bool(each["permId"]) for each in rows_of(journal_of(runs))] == [False, True]
    assert fail("upload_instrument_folder.py", runs).startswith("Has openBIS got run_001?")
    assert openbis.requests.counts()[REGISTRATION] == 2


def test_a_run_whose_upload_was_killed_is_not_uploaded_twice(openbis: FakeOpenbis, runs: Path) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method=REGISTRATION, occurrence=2))
    command = [sys.executable, str(EXAMPLES / "upload_instrument_folder.py"), str(runs)]
    with subprocess.Popen(command) as first:
        wait_until(lambda: openbis.faults.hits(hang))
        first.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    journal = journal_of(runs)
    complaint, ended = fail("upload_instrument_folder.py", runs), rows_of(journal)[0]["permId"]
    assert complaint == f"Has openBIS got run_002? Put its permId into {journal}, or take the line out.\n"
    assert openbis.requests.counts()[REGISTRATION] == 2
    journal.write_text(f"folder,permId\nrun_001,{ended}\n")
    succeed("upload_instrument_folder.py", runs)
    assert openbis.requests.counts()[REGISTRATION] == 3


# --- verify_archive.py


@pytest.fixture
def archive(folder: Path) -> Path:
    """The data sets of a sample, and the table of them."""
    succeed("mirror_space.py", lab.TIME_SERIES, "archive")
    succeed("export_table.py", lab.TIME_SERIES, "series.csv")
    return folder / "archive"


@pytest.fixture
def no_openbis(archive: Path, openbis: FakeOpenbis, tmp_path: Path) -> None:
    """Neither openBIS nor a connection to it is there any more, but the archive is."""
    openbis.stop()
    (tmp_path / "openbis-connections.yaml").unlink()


@pytest.mark.usefixtures("no_openbis")
def test_an_archive_is_verified_without_openbis(archive: Path, folder: Path) -> None:
    for _ in range(2):
        assert succeed("verify_archive.py", archive, "--table", "series.csv", "--report", "report.csv") == ""
        report = rows_of(folder / "report.csv")
        assert sorted(each["permId"] for each in report) == sorted(lab.SERIES)
        assert {each["state"] for each in report} == {"right"}


@pytest.mark.usefixtures("no_openbis")
def test_what_is_damaged_or_gone_is_reported(archive: Path, folder: Path) -> None:
    one, two, three = (archive / perm_id for perm_id in lab.SERIES[:3])
    (one / "original" / "day_01.csv").write_bytes(b"")
    (two / "original" / "day_02.csv").unlink()
    shutil.rmtree(three)
    done = run("verify_archive.py", archive, "--table", "series.csv", "--report", "report.csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"{one.name}  {one}  not right",
        f"{one.name}  {one}  original/day_01.csv  different",
        f"{two.name}  {two}  not right",
        f"{two.name}  {two}  original/day_02.csv  missing",
        f"{three.name}  not in the archive",
    ]
    assert len(rows_of(folder / "report.csv")) == 13 + 2, "a line for each data set, and for each wrong file"


def test_a_folder_that_is_no_archive_is_not_right(folder: Path) -> None:
    assert "holds no download" in fail("verify_archive.py", folder)


# --- export_table.py


def test_a_table_has_the_properties_as_columns(openbis: FakeOpenbis, folder: Path) -> None:
    table = folder / "table.csv"
    succeed("export_table.py", SPACE, table)
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
    succeed("export_table.py", SPACE, table)
    assert {each["permId"] for each in rows_of(table)} == {*rows, NEW}


def test_a_place_without_data_sets_has_an_empty_table(folder: Path) -> None:
    succeed("export_table.py", lab.EMPTY_BENCH, "table.csv")
    assert (folder / "table.csv").read_text().startswith("permId,type,kind,")
    assert rows_of(folder / "table.csv") == []


def test_a_table_stays_as_it_is_if_openbis_does_not_answer(openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "table.csv").write_text("yesterday's")
    openbis.stop()
    assert "could not be established" in fail("export_table.py", SPACE, "table.csv")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("table.csv", "yesterday's")]


# --- dask_cluster.py


def test_the_workers_of_a_cluster_download_and_those_of_another_continue(folder: Path, tmp_path: Path) -> None:
    there = len(lab.SERIES) + 1
    first = run("dask_cluster.py", "/YEAST_LAB/GROWTH", "shared")
    assert (first.returncode, first.stdout) == (0, f"{there} fetched, 0 failed, {there} in all\n")
    (folder / "shared" / lab.SERIES[12] / "original" / "day_13.csv").unlink()
    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", local_directory=str(tmp_path)
    ) as other:
        second = run("dask_cluster.py", "/YEAST_LAB/GROWTH", "shared", "--scheduler", other.scheduler_address)
    assert (second.returncode, second.stdout) == (0, f"1 fetched, 0 failed, {there} in all\n")
    assert (folder / "shared" / lab.SERIES[12] / "original" / "day_13.csv").is_file()


def test_a_failure_on_a_cluster_is_told() -> None:
    done = run("dask_cluster.py", "/YEAST_LAB/STRESS_RESPONSE", "shared")
    assert done.returncode == 1
    assert f"failed: {lab.ARCHIVED}: " in done.stderr
    assert " fetched, 1 failed, " in done.stdout
