"""Spaces, projects, experiments, samples and data sets as folders of the file system."""

import errno
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from jupyter_openbis_server.domain.errors import DataSetNotPhysical, EntityNotFound
from jupyter_openbis_server.domain.hierarchy import use_cases
from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_experiment, add_sample, add_space
from tests.integration.batch.laboratory_files import PARTS, ROWS, TABLES, add_files, laboratory

PROJECT = "lab/YEAST_LAB/STRESS_RESPONSE"
EXPERIMENT = f"{PROJECT}/HEAT_SHOCK"
SAMPLE = f"{EXPERIMENT}/HEAT_SHOCK_WT"
TIME_SERIES = "lab/YEAST_LAB/GROWTH/TIME_SERIES"
LIKE_A_PERM_ID = "20230315101500001-1001"


pytestmark = pytest.mark.usefixtures("config_folder")


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with laboratory() as openbis:
        state = openbis.laboratory
        add_experiment(state, "/YEAST_LAB/GROWTH", "TWIN", "DEFAULT_EXPERIMENT")
        add_sample(state, "TWIN", "ENTRY", project="/YEAST_LAB/GROWTH")
        add_files(openbis, "20240101120000000-9301", {"original/a.txt": b"a"}, "/YEAST_LAB/GROWTH/TWIN")
        add_sample(state, "GROWTH", "ENTRY", space="YEAST_LAB")
        add_sample(state, "LOOSE", "ENTRY", space="YEAST_LAB")
        plate = add_sample(state, "PLATE", "ENTRY", experiment=lab.CALIBRATIONS)
        add_sample(state, "A1", "ENTRY", experiment=lab.CALIBRATIONS, container=plate.perm_id)
        add_space(state, LIKE_A_PERM_ID)
        alice = state.persons.get("alice")
        state.put(replace(alice, spaces=[*alice.spaces, LIKE_A_PERM_ID]))
        add_files(openbis, "OWN_CODE", {"original/b.txt": b"b"}, "/YEAST_LAB/LOOSE")
        yield openbis


@pytest.fixture
def fs(openbis: FakeOpenbis) -> OpenbisFileSystem:
    openbis.requests.clear()
    return fsspec.filesystem("openbis")


def names(fs: OpenbisFileSystem, path: str) -> set[str]:
    """Return the names in a folder."""
    prefix = f"{path}/"
    paths = fs.ls(f"openbis://{path}", detail=False)
    assert all(each.startswith(prefix) for each in paths)
    return {each.removeprefix(prefix) for each in paths}


# --- the hierarchy


def test_each_level_contains_the_next_one(fs: OpenbisFileSystem) -> None:
    assert names(fs, "lab") == {"ALICE", "MATERIALS", "YEAST_LAB", f"{LIKE_A_PERM_ID}.space"}
    assert names(fs, "lab/YEAST_LAB") == {"GROWTH", "STRESS_RESPONSE", "GROWTH.sample", "LOOSE"}
    assert names(fs, PROJECT) == {"HEAT_SHOCK", "OSMOTIC_SHOCK"}
    assert names(fs, EXPERIMENT) == {"HEAT_SHOCK_WT", "HEAT_SHOCK_HOG1", lab.REPORT, lab.LINK}
    assert {TABLES, lab.IMAGES, lab.CONTAINER} < names(fs, SAMPLE)
    assert names(fs, f"{SAMPLE}/{TABLES}") == {"original"}
    assert names(fs, f"{SAMPLE}/{lab.CONTAINER}") == {lab.IMAGES, lab.CALIBRATION}
    assert names(fs, TIME_SERIES) == {*lab.SERIES}


def test_everything_that_is_listed_is_described_as_in_the_listing(fs: OpenbisFileSystem) -> None:
    listed = [info for _, folders, _ in fs.walk("lab", maxdepth=5, detail=True) for info in folders.values()]
    assert {info.get("kind") for info in listed} == {"space", "project", "experiment", "sample", "dataSet", None}
    for info in listed:
        fs.invalidate_cache()
        assert fs.info(info["name"]) == info


def test_entity_is_described_for_humans(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    assert fs.info(f"openbis://{SAMPLE}") == {
        "name": SAMPLE,
        "size": 0,
        "type": "directory",
        "kind": "sample",
        "perm_id": sample.perm_id,
        "identifier": lab.WILD_TYPE,
        "type_code": "EXPERIMENTAL_STEP",
        "display_name": "Heat shock, wild type",
        "created": sample.registration_date / 1000,
        "mtime": sample.modification_date / 1000,
    }
    data_set = fs.info(f"{SAMPLE}/{lab.IMAGES}")
    assert (data_set["kind"], data_set["perm_id"], data_set["type_code"]) == ("dataSet", lab.IMAGES, "MICROSCOPY")
    assert data_set["display_name"].startswith("Wild type")
    assert fs.created(SAMPLE).timestamp() == sample.registration_date / 1000


def test_files_are_the_same_by_place_and_by_perm_id(fs: OpenbisFileSystem) -> None:
    by_place, by_perm_id = f"{SAMPLE}/{TABLES}", f"lab/{TABLES}"
    files = fs.find(by_place)
    assert [each.replace(by_place, by_perm_id) for each in files] == fs.find(by_perm_id)
    for path in files:
        assert fs.cat_file(path) == fs.cat_file(path.replace(by_place, by_perm_id))
        assert {**fs.info(path), "name": ""} == {**fs.info(path.replace(by_place, by_perm_id)), "name": ""}
    assert fs.du(by_place) == fs.du(by_perm_id)
    assert fs.isfile(files[0])
    assert fs.isdir(by_place)


def test_walk_visits_all_levels_and_takes_links_for_empty(fs: OpenbisFileSystem) -> None:
    visited = [path for path, _, _ in fs.walk(PROJECT)]
    assert {EXPERIMENT, SAMPLE, f"{SAMPLE}/{TABLES}/original/parts"} < {*visited}
    assert f"{EXPERIMENT}/{lab.LINK}" not in visited
    assert f"{SAMPLE}/{TABLES}/original/notes.txt" in fs.find(PROJECT)
    assert fs.isdir(f"{EXPERIMENT}/{lab.LINK}")
    with pytest.raises(OSError, match="LINK") as caught:
        fs.ls(f"{EXPERIMENT}/{lab.LINK}")
    assert isinstance(caught.value.__cause__, DataSetNotPhysical)


def test_walk_reports_what_cannot_be_listed_at_any_depth(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    fs.ls(EXPERIMENT)
    openbis.faults.inject(Fault(FaultKind.LOGIN_PAGE, method="searchFiles", times=None))
    with pytest.raises(OSError, match=re.escape(SAMPLE)):
        fs.find(SAMPLE)
    assert fs.find("lab/YEAST_LAB", on_error="omit") == []
    errors: list[OSError] = []
    assert list(fs.walk("lab/YEAST_LAB", on_error=errors.append))
    assert f"{SAMPLE}/{TABLES}" in {error.filename for error in errors}


def test_sizes_are_those_of_the_files(fs: OpenbisFileSystem) -> None:
    assert fs.du(TIME_SERIES) == sum(fs.du(f"lab/{each}") for each in lab.SERIES)
    assert fs.du("lab", maxdepth=3) == 0


# --- names


def test_sample_beside_an_experiment_or_project_of_its_code_is_named_with_its_kind(fs: OpenbisFileSystem) -> None:
    growth = "lab/YEAST_LAB/GROWTH"
    assert {"TWIN", "TWIN.sample"} < names(fs, growth)
    assert (fs.info(f"{growth}/TWIN")["kind"], fs.info(f"{growth}/TWIN.sample")["kind"]) == ("experiment", "sample")
    assert names(fs, f"{growth}/TWIN") == set()
    assert names(fs, f"{growth}/TWIN.sample") == {"20240101120000000-9301"}
    assert (fs.info(growth)["kind"], fs.info(f"{growth}.sample")["kind"]) == ("project", "sample")
    assert fs.info(f"{TIME_SERIES}.sample")["perm_id"] == fs.info(TIME_SERIES)["perm_id"]


def test_code_like_a_perm_id_needs_its_kind(fs: OpenbisFileSystem) -> None:
    assert fs.info(f"lab/{LIKE_A_PERM_ID}.space")["kind"] == "space"
    assert fs.info(f"lab/{LIKE_A_PERM_ID}")["data_set"] == LIKE_A_PERM_ID == lab.IMAGES


def test_data_set_with_a_code_of_its_own_keeps_its_address(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    assert fs.info("lab/OWN_CODE")["data_set"] == "OWN_CODE"
    assert metadata_requests(openbis) == ["searchSpaces", "getDataSets", "searchFiles"]
    assert fs.isfile("lab/OWN_CODE/original/b.txt")
    assert metadata_requests(openbis) == []
    assert fs.info("lab/YEAST_LAB/LOOSE/OWN_CODE")["perm_id"] == "OWN_CODE"


def test_component_of_a_sample_is_named_behind_it(fs: OpenbisFileSystem) -> None:
    calibrations = "lab/YEAST_LAB/GROWTH/CALIBRATIONS"
    assert names(fs, calibrations) == {"PLATE", "PLATE:A1", lab.CALIBRATION}
    OpenbisFileSystem.clear_instance_cache()
    assert fs.info(f"{calibrations}/PLATE:A1")["identifier"] == "/YEAST_LAB/GROWTH/PLATE:A1"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("lab/NO_SUCH", "No such space or data set: NO_SUCH"),
        ("lab/yeast_lab", "No such space or data set: yeast_lab"),
        ("lab/YEAST_LAB/NO_SUCH", "No such project or sample: /YEAST_LAB/NO_SUCH"),
        ("lab/YEAST_LAB/growth", "No such project or sample: /YEAST_LAB/growth (codes are upper case"),
        (f"{PROJECT}/{TABLES}", f"No such experiment or sample: /YEAST_LAB/STRESS_RESPONSE/{TABLES}"),
        (f"{EXPERIMENT}/{TABLES}", "No such sample or data set"),
        (f"{TIME_SERIES}/{TABLES}/original/notes.txt", "No such data set"),
        (f"{SAMPLE}/NO_SUCH/deeper", "No such data set"),
        (f"{PROJECT}/files", "No such experiment or sample"),
        ("lab/RESTRICTED", "No such space or data set"),
    ],
)
def test_missing_entity_is_file_not_found(fs: OpenbisFileSystem, path: str, message: str) -> None:
    for read_path in (fs.info, fs.ls, fs.open, fs.cat_file):
        with pytest.raises(FileNotFoundError) as caught:
            read_path(path)
        assert message in str(caught.value)
        assert isinstance(caught.value.__cause__, EntityNotFound)
    assert not fs.exists(path)
    assert fs.find(path) == []
    assert fs.glob(f"{path}/*/*.csv") == []


# --- patterns


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("lab/*/STRESS*", [PROJECT]),
        ("lab/YEAST_LAB/*/HEAT*/*_WT", [SAMPLE]),
        (f"lab/*_LAB/*/*/*/{TABLES}/original/*.txt", [f"{SAMPLE}/{TABLES}/original/notes.txt"]),
        (f"{SAMPLE}/*/original/notes.txt", [f"{SAMPLE}/{lab.EMPTY_PARTS}/original/notes.txt"]),
        (f"{EXPERIMENT}/*/original/*.txt", [f"{EXPERIMENT}/{lab.REPORT}/original/report.txt"]),
        ("lab/YEAST_LAB/GROWTH/TWIN*", ["lab/YEAST_LAB/GROWTH/TWIN", "lab/YEAST_LAB/GROWTH/TWIN.sample"]),
        (f"{TIME_SERIES}/*/original/day_0[12].csv", None),
        ("lab/*/nothing/*", []),
        ("*/YEAST_LAB/STRESS*", [PROJECT]),
        (f"lab/YEAST_LAB/**/{TABLES}/original/parts", [f"{SAMPLE}/{TABLES}/original/parts"]),
    ],
)
def test_patterns_are_expanded_over_entities_and_files(
    fs: OpenbisFileSystem, pattern: str, expected: list[str] | None
) -> None:
    if expected is None:
        expected = [f"{TIME_SERIES}/{lab.SERIES[day - 1]}/original/day_{day:02d}.csv" for day in (1, 2)]
    if pattern == f"{SAMPLE}/*/original/notes.txt":
        expected = sorted([*expected, f"{SAMPLE}/{TABLES}/original/notes.txt"])
    assert fs.glob(f"openbis://{pattern}") == expected
    detailed = fs.glob(pattern, detail=True)
    assert {name: info["name"] for name, info in detailed.items()} == {name: name for name in expected}


def test_pattern_lists_only_the_entities_that_fit(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    fs.glob("lab/YEAST_LAB/STRESS*/HEAT*/*_WT/*")
    methods = openbis.requests.methods()
    assert methods.count("searchExperiments") == 1, "those of one project"
    assert "searchFiles" not in methods


# --- requests and caches


def metadata_requests(openbis: FakeOpenbis) -> list[str]:
    """Return the methods of the requests since the last call, without the login."""
    methods = [each for each in openbis.requests.methods() if each not in ("login", "getServerInformation")]
    openbis.requests.clear()
    return methods


@pytest.mark.parametrize("path", [f"lab/{TABLES}/original/notes.txt", f"lab/{TABLES}"])
def test_address_by_perm_id_needs_no_request_for_entities(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, path: str
) -> None:
    fs.info(path)
    fs.exists(path)
    fs.ls(path)
    assert metadata_requests(openbis) == ["getDataSets", "searchFiles"]


def test_address_by_place_needs_one_request_for_each_code_once(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    path = f"{SAMPLE}/{TABLES}/original/notes.txt"
    fs.info(path)
    searches = ["searchSpaces", "searchProjects", "searchExperiments", "searchSamples"]
    assert metadata_requests(openbis) == [*searches, "getDataSets", "getDataSets", "searchFiles"]
    assert fs.cat_file(path) == "Größe\n".encode()
    assert not {*searches, "getDataSets"} & {*metadata_requests(openbis)}


def test_entries_of_a_cached_listing_need_no_request(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    paths = fs.ls(SAMPLE, detail=False)
    openbis.requests.clear()
    assert all(fs.isdir(path) for path in paths)
    assert fs.ls(SAMPLE, detail=False) == paths
    assert metadata_requests(openbis) == []


@pytest.mark.parametrize(
    "ask_again",
    [
        lambda fs: fs.ls(PROJECT, refresh=True),
        lambda fs: (fs.invalidate_cache(), fs.ls(PROJECT)),
        lambda fs: fsspec.filesystem("openbis", use_listings_cache=False).ls(PROJECT),
    ],
)
def test_listing_is_requested_again_on_request(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, ask_again: Callable[[OpenbisFileSystem], object]
) -> None:
    fs.ls(PROJECT)
    fs.ls(PROJECT)
    assert metadata_requests(openbis).count("searchExperiments") == 1
    ask_again(fs)
    assert metadata_requests(openbis).count("searchExperiments") == 1


def test_new_entity_is_found_beside_a_cached_listing(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    assert not fs.exists("lab/MATERIALS/STRAINS/NEW")
    fs.ls("lab/MATERIALS/STRAINS")
    add_sample(openbis.laboratory, "NEW", "ENTRY", project="/MATERIALS/STRAINS")
    assert fs.exists("lab/MATERIALS/STRAINS/NEW")
    assert "lab/MATERIALS/STRAINS/NEW" in fs.ls("lab/MATERIALS/STRAINS", detail=False, refresh=True)


def test_large_folder_is_listed_in_pages(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, monkeypatch: pytest.MonkeyPatch
) -> None:
    fs.ls(TIME_SERIES)
    metadata_requests(openbis)
    fs.ls(TIME_SERIES, refresh=True)
    assert len(metadata_requests(openbis)) == 1
    monkeypatch.setattr(use_cases, "_ROWS", 5)
    assert {path.rpartition("/")[2] for path in fs.ls(TIME_SERIES, detail=False, refresh=True)} == {*lab.SERIES}
    assert len(metadata_requests(openbis)) == 3, "each page begins with the last row of the one before"


# --- other libraries


def test_pandas_reads_a_table_at_its_place() -> None:
    table = pd.read_csv(f"openbis://{SAMPLE}/{TABLES}/original/parts/part 0.csv")
    assert list(table.square) == [n * n for n in range(0, ROWS, 4)]


def test_dask_reads_tables_of_many_data_sets_by_a_pattern(openbis: FakeOpenbis) -> None:
    dataframe = importlib.import_module("dask.dataframe")
    openbis.requests.clear()
    tables = dataframe.read_csv(f"openbis://{SAMPLE}/{TABLES}/original/parts/*.csv")
    assert len(tables.compute(scheduler="threads", num_workers=4)) == ROWS
    methods = openbis.requests.methods()
    assert (methods.count("login"), methods.count("searchSpaces"), methods.count("searchFiles")) == (1, 1, 1)
    series = dataframe.read_csv(f"openbis://{TIME_SERIES}/*/original/day_*.csv")
    assert series.npartitions == len(lab.SERIES)


def test_data_set_is_copied_to_the_disk(fs: OpenbisFileSystem, tmp_path: Path) -> None:
    fs.get(f"{SAMPLE}/{TABLES}", str(tmp_path / "copy"), recursive=True)
    for path, text in PARTS.items():
        assert (tmp_path / "copy" / path).read_text() == text


# --- nothing can be written


@pytest.mark.parametrize("path", ["lab/YEAST_LAB", PROJECT, EXPERIMENT, SAMPLE])
def test_entities_cannot_be_changed(fs: OpenbisFileSystem, openbis: FakeOpenbis, tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("x")
    attempts = [
        lambda: fs.open(path, "wb"),
        lambda: fs.open(f"{path}/new.txt", "wb"),
        lambda: fs.pipe_file(f"{path}/new.txt", b"x"),
        lambda: fs.put(str(tmp_path / "file"), f"{path}/file"),
        lambda: fs.mkdir(f"{path}/NEW"),
        lambda: fs.makedirs(f"{path}/NEW/NEWER"),
        lambda: fs.touch(f"{path}/new.txt"),
        lambda: fs.rm(path, recursive=True),
        lambda: fs.rm_file(path),
        lambda: fs.cp_file(f"lab/{TABLES}/original/notes.txt", f"{path}/new.txt"),
        lambda: fs.mv(path, f"{path}_2"),
        lambda: fs.mv(f"lab/{TABLES}/original/notes.txt", f"{path}/new.txt"),
    ]
    for attempt in attempts:
        with pytest.raises(OSError, match="folder 'files' of a sample or experiment") as caught:
            attempt()
        assert caught.value.errno in (errno.EROFS, errno.EISDIR)
    assert fs.isdir(path)
    methods = openbis.requests.methods()
    assert not [each for each in methods if each.startswith(("create", "update", "delete"))]
    with pytest.raises(FileExistsError):
        fs.mkdir(path)
    fs.makedirs(path, exist_ok=True)


def test_nothing_is_listed_before_deletion_is_refused(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    with pytest.raises(IsADirectoryError):
        fs.rm("lab/YEAST_LAB", recursive=True)
    assert metadata_requests(openbis) == ["searchSpaces"]


def test_data_set_at_its_place_never_changes(fs: OpenbisFileSystem) -> None:
    for path in (f"{SAMPLE}/{TABLES}/original/new", f"{SAMPLE}/{TABLES}/original/notes.txt"):
        with pytest.raises(OSError, match="never change"):
            fs.pipe_file(path, b"x")
    with pytest.raises(OSError, match="never change"):
        fs.rm(f"{SAMPLE}/{TABLES}", recursive=True)
