"""Property values on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run
from tests.property_values import SAMPLE


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, api_version="3.7") as server:
        yield server


@pytest.fixture
def upload(run: Run, folder: Path):
    """Upload a file of a type with further arguments; return the output of `info` as JSON and as text."""
    (folder / "a.txt").write_text("a")

    def run_upload(type_code: str, *arguments: str, status: int = 0):
        done = run("upload", "a.txt", "--type", type_code, "--to", lab.EMPTY_BENCH, *arguments)
        assert done.status == status, done.err
        return done.out.strip() if status == 0 else done.err

    return run_upload


def test_a_repeated_option_gives_several_values(run: Run, upload) -> None:
    perm_id = upload(
        "screening", "--prop", "AUTHORS=Müller, A.", "--prop", "authors=Meier", "--prop", "WAVELENGTHS=405"
    )
    found = run("--json", "info", perm_id).json["dataSet"]["properties"]
    assert found == {"AUTHORS": ["Müller, A.", "Meier"], "WAVELENGTHS": ["405"]}
    lines = [line.split(maxsplit=1) for line in run("info", perm_id).out.splitlines()]
    assert [line for line in lines if line[:1] == ["AUTHORS"]] == [["AUTHORS", "Müller, A."], ["AUTHORS", "Meier"]]


def test_a_repeated_option_is_refused_where_there_is_one_value(upload) -> None:
    problem = upload("RAW_DATA", "--prop", "NOTES=a", "--prop", "NOTES=b", status=2)
    assert "--prop NOTES: takes one value, not several" in problem


def test_a_file_of_properties_has_lists_maps_and_nothing(run: Run, upload, folder: Path) -> None:
    (folder / "props.yaml").write_text(
        "any_varchar: 0012\n"
        "any_multiline_varchar: ~\n"
        "any_integer: 63.0\n"
        "any_array_string: ['a, b', yes]\n"
        "any_json:\n  gain: 2.5\n  on: true\n  filter: null\n  name: 'null'\n"
        "any_timestamp: 2024-05-17T14:30:05.123+02:00\n"
        f"any_sample: {SAMPLE}\n"
    )
    perm_id = upload("CHARACTERISATION", "--props-file", "props.yaml")
    assert run("--json", "info", perm_id).json["dataSet"]["properties"] == {
        "ANY_VARCHAR": "0012",
        "ANY_INTEGER": "63",
        "ANY_ARRAY_STRING": ["a, b", "yes"],
        "ANY_JSON": '{"gain": 2.5, "on": true, "filter": null, "name": "null"}',
        "ANY_TIMESTAMP": "2024-05-17 12:30:05 +0000",
        "ANY_SAMPLE": SAMPLE,
    }


def test_types_show_what_can_have_several_values(run: Run) -> None:
    (line,) = (line for line in run("types").out.splitlines() if line.startswith("SCREENING"))
    assert line.split(maxsplit=1)[1] == "$NAME, AUTHORS*+, STAINS+, WAVELENGTHS+, STRAINS+"
