"""`import`: entries of an `.eln` archive as objects."""

import zipfile
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram
from tests.support.eln_archive import ROOT, write_archive
from tests.support.world import World


@pytest.fixture
def options(openbis: MemoryOpenbis, world: World, tmp_path: Path) -> list[str]:
    """Arguments of an import into the experiment of the world."""
    openbis.has_file_server = True
    codes = [PropertyAssignment(code) for code in ("$NAME", "NOTES", "KEYWORDS")]
    temperature = PropertyAssignment("TEMP", "Temperature")
    computed = PropertyAssignment("COMPUTED", is_computed=True)
    openbis.add_type(EntityType("ENTRY", "", (*codes, temperature, computed)), EntityKind.SAMPLE)
    write_archive(tmp_path / "a.eln")
    return ["import", "a.eln", "--to", world.experiment.identifier, "--type", "ENTRY"]


def test_a_plan_shows_objects_properties_and_what_is_left_out(run: MemoryProgram, options: list[str]) -> None:
    ended = run(*options, "--dry-run", "--map", "created=NOTES")
    assert ended.status == 0, ended.err
    assert "Growth" in ended.out
    assert "TEMP = 30 °C" in ended.out
    assert "left out, without a fitting property: category, genre, status, created, author, created 2" in ended.out
    first, second = run(*options, "--dry-run", "--map", "category=KEYWORDS", "--map", "keywords=NOTES", "--json").json[
        "objects"
    ]
    assert (first["files"], first["exists"], second["leftOut"]) == (["curve 1.csv"], False, [])
    assert first["properties"]["KEYWORDS"] == "Demo"
    assert (first["missing"], second["missing"]) == (["Growth - 1a2b/missing.csv"], [])
    assert "not in the archive, which lists them: Growth - 1a2b/missing.csv" in ended.out


def test_files_of_no_entry_are_named_in_plans_and_results(
    run: MemoryProgram, options: list[str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.eln", "a") as archive:
        for name in (f"{ROOT}/raw.dat", f"{ROOT}/other/g.txt", "outside.txt"):
            archive.writestr(name, b"x")
    expected = ["other/g.txt", "raw.dat", "outside.txt"]
    for option in ("--dry-run", "--yes"):
        assert run(*options, option, "--json").json["unused"] == expected
        ended = run(*options, option)
        shown = ended.out + ended.err
        assert "not imported, as they belong to no entry: other/g.txt, raw.dat, outside.txt" in shown, option


def test_the_next_step_without_a_file_server_is_a_type_for_data_sets(
    run: MemoryProgram, options: list[str], openbis: MemoryOpenbis
) -> None:
    openbis.has_file_server = False
    ended = run(*options, "--yes")
    assert ended.status == 7
    assert "Hint: `import --files-as TYPE` stores them in data sets" in ended.err
    assert "upload" not in ended.err


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize(
    ("mapped", "expected"),
    [
        ("keywrds=NOTES", "no entry has the field 'keywrds'; did you mean keywords?; there are name, text, keywords"),
        ("keywords=NTES", "samples of type ENTRY have no such property; did you mean NOTES?"),
        ("keywords=COMPUTED", "prop.COMPUTED: openBIS computes it"),
    ],
)
def test_unknown_fields_and_properties_are_refused(
    run: MemoryProgram, options: list[str], openbis: MemoryOpenbis, mapped: str, expected: str, exists: bool
) -> None:
    if exists:
        assert run(*options, "--yes").status == 0
    before = dict(openbis.entities)
    for option in ("--dry-run", "--yes"):
        ended = run(*options, option, "--map", mapped)
        assert (ended.status, openbis.entities) == (2, before)
        assert expected in ended.err


def test_a_plan_names_the_types_of_objects_that_exist(
    run: MemoryProgram, options: list[str], openbis: MemoryOpenbis
) -> None:
    openbis.add_type(EntityType("STEP", "", (PropertyAssignment("$NAME"),)), EntityKind.SAMPLE)
    assert run(*options, "--yes").status == 0
    lines = run(*options[:-1], "STEP", "--dry-run").out.splitlines()
    assert [each.rpartition(", ")[2] for each in lines if "exists: " in each] == ["ENTRY: Growth", "ENTRY: Empty"]


def test_an_import_is_confirmed(run: MemoryProgram, options: list[str], openbis: MemoryOpenbis) -> None:
    before = dict(openbis.entities)
    assert run(*options).status == 2
    assert openbis.entities == before


def test_objects_with_files_are_created_once(run: MemoryProgram, options: list[str], openbis: MemoryOpenbis) -> None:
    first, second = run(*options, "--yes", "--json").json["objects"]
    assert (first["isNew"], first["files"], second["files"]) == (True, 1, 0)
    assert [path for path, file in openbis.object_files[first["permId"]].items() if file.content] == ["curve 1.csv"]
    again = run(*options, "--yes", "--json").json["objects"]
    assert [(each["permId"], each["isNew"]) for each in again] == [(first["permId"], False), (second["permId"], False)]


def test_files_become_data_sets_once(
    run: MemoryProgram, options: list[str], openbis: MemoryOpenbis, world: World
) -> None:
    options += ["--files-as", world.upload_type, "--yes", "--json"]
    first, second = run(*options).json["objects"]
    assert sorted(openbis.data_sets[first["dataSet"]].files) == ["original/curve 1.csv"]
    assert second["dataSet"] == ""
    number = len(openbis.data_sets)
    assert run(*options).json["objects"][0]["dataSet"] == first["dataSet"]
    assert len(openbis.data_sets) == number


def test_problems_of_all_entries_are_reported(run: MemoryProgram, options: list[str], tmp_path: Path) -> None:
    assert run(*options[:-1], "NONE", "--yes").status == 2
    assert "FIELD=PROPERTY" in run(*options, "--map", "x").err
    (tmp_path / "a.eln").write_bytes(b"no archive")
    assert "neither a folder nor a zip archive" in run(*options).err


@pytest.mark.parametrize("is_damaged_after_packing", [False, True])
def test_nothing_is_created_from_a_damaged_archive(
    run: MemoryProgram, options: list[str], openbis: MemoryOpenbis, tmp_path: Path, is_damaged_after_packing: bool
) -> None:
    archive, before = tmp_path / "a.eln", dict(openbis.entities)
    if is_damaged_after_packing:
        archive.write_bytes(archive.read_bytes().replace(b"1,2\n", b"1,3\n"))
    else:
        write_archive(archive, sha256="0" * 64)
    ended = run(*options, "--yes")
    assert (ended.status != 0, openbis.entities) == (True, before)
    assert "curve 1.csv" in ended.err
