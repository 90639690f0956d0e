"""Changes, creations and unarchiving by the program itself."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.cli.conftest import Run

PROJECT = "/YEAST_LAB/GROWTH"


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings(unarchive_requests=2)) as server:
        yield server


def data_set(openbis: FakeOpenbis, perm_id: str) -> e.DataSet:
    found = openbis.laboratory.data_sets.get(perm_id)
    assert found is not None
    return found


def test_dry_run_shows_the_plan(run: Run, openbis: FakeOpenbis) -> None:
    before = data_set(openbis, lab.IMAGES)
    done = run("set", lab.IMAGES, "stain=dapi", "EXPOSURE_TIME=", "--name", "New", "--dry-run")
    assert [each.split() for each in done.out.splitlines()] == [
        ["data", "set", f"{lab.IMAGES}:", "changes"],
        ["$NAME", *["Wild", "type,", "30", "min", "at", "42", "°C", "->", "New"]],
        ["EXPOSURE_TIME", "0.25", "->", "(not", "set)"],
        ["STAIN", "GFP", "->", "DAPI"],
    ]
    assert data_set(openbis, lab.IMAGES) == before


def test_change_without_a_terminal_needs_yes(run: Run, openbis: FakeOpenbis) -> None:
    before = data_set(openbis, lab.IMAGES)
    refused = run("set", lab.IMAGES, "STAIN=DAPI")
    assert (refused.status, refused.out) == (2, "")
    assert "GFP" in refused.err
    assert "use --yes" in refused.err
    assert data_set(openbis, lab.IMAGES) == before
    done = run("set", lab.IMAGES, "STAIN=DAPI", "--add-parent", lab.REPORT, "--yes")
    assert (done.status, done.out) == (0, f"{lab.IMAGES}\n")
    now = data_set(openbis, lab.IMAGES)
    assert (now.properties["STAIN"], now.parents) == ("DAPI", [lab.REPORT])


def test_sample_is_named_by_its_identifier(run: Run, openbis: FakeOpenbis) -> None:
    done = run("--json", "set", lab.EMPTY_BENCH, "--name", "Bench", "--yes")
    assert (done.status, done.json["changed"], done.json["entity"]["identifier"]) == (0, True, lab.EMPTY_BENCH)
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    assert sample.properties["$NAME"] == "Bench"


def test_all_problems_of_a_change_are_reported_as_json(run: Run) -> None:
    done = run("--json", "set", lab.IMAGES, "STAIN=PINK", "MAGNIFICATION=", "--yes")
    assert (done.status, done.json["error"]["code"]) == (2, "invalid-change")
    assert [*map(list, done.json["error"]["errors"])] == [["prop.MAGNIFICATION"], ["prop.STAIN"]]


@pytest.mark.parametrize("option", ["--add-parent", "--remove-parent"])
def test_a_parent_that_does_not_exist_has_the_status_of_what_is_not_found(run: Run, option: str) -> None:
    missing = run("set", lab.IMAGES, option, "20000101000000000-1", "--yes")
    assert (missing.status, "20000101000000000-1" in missing.err) == (4, True)
    both = run("set", lab.IMAGES, "STAIN=PINK", option, "20000101000000000-1", "--yes")
    assert both.status == 2


def test_a_place_that_does_not_exist_has_the_status_of_what_is_not_found(run: Run) -> None:
    missing = run("create", "sample", "--type", "YEAST", "--in", "/YEAST_LAB/NOWHERE", "--code", "X", "--yes")
    assert missing.status == 4, missing.err


def test_sample_is_created(run: Run, openbis: FakeOpenbis) -> None:
    words = ("create", "sample", "--type", "YEAST", "--in", PROJECT, "--code", "by1", "--prop", "$NAME=BY1")
    planned = run(*words, "--parent", "/MATERIALS/STRAINS/YEAST_1", "--dry-run")
    assert planned.out.startswith(f"sample {PROJECT}/BY1, type YEAST\n  $NAME")
    assert not openbis.laboratory.samples.find("identifier", f"{PROJECT}/BY1")
    done = run(*words, "--parent", "/MATERIALS/STRAINS/YEAST_1", "--yes")
    assert (done.status, done.out) == (0, f"{PROJECT}/BY1\n")
    (created,) = openbis.laboratory.samples.find("identifier", f"{PROJECT}/BY1")
    assert (created.properties, len(created.parents)) == ({"$NAME": "BY1"}, 1)


def test_generated_code_is_printed(run: Run, openbis: FakeOpenbis) -> None:
    done = run("create", "object", "--type", "ENTRY", "--in", PROJECT, "--yes")
    assert openbis.laboratory.samples.find("identifier", done.out.strip())


def test_unarchiving_is_awaited(run: Run, openbis: FakeOpenbis) -> None:
    requested = run("unarchive", lab.ARCHIVED)
    assert requested.out.split() == [lab.ARCHIVED, "UNARCHIVE_PENDING"]
    done = run("--json", "unarchive", lab.ARCHIVED, "--wait")
    assert done.json == {"dataSets": [{"permId": lab.ARCHIVED, "status": "AVAILABLE"}]}


@pytest.mark.parametrize(
    "words",
    [
        ("set", lab.IMAGES, "STAIN=DAPI", "--yes"),
        ("create", "sample", "--type", "ENTRY", "--in", PROJECT, "--yes"),
        ("unarchive", lab.ARCHIVED),
    ],
)
def test_read_only_program_changes_nothing(run: Run, openbis: FakeOpenbis, words: tuple[str, ...]) -> None:
    openbis.requests.clear()
    done = run("--read-only", "--json", *words)
    assert (done.status, done.json["error"]["code"]) == (2, "read-only")
    assert not [each for each in openbis.requests.methods() if each.startswith(("update", "create", "unarchive"))]
