"""Output of the commands, as text and JSON, on success, partial success and errors."""

import datetime as dt
import os
import signal
from pathlib import Path
from threading import Barrier, Lock
from typing import Any

import pytest

from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes
from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import (
    AmbiguousConnection,
    MissingCredentials,
    OpenbisError,
    SessionExpired,
    UnknownConnection,
    WrongCredentials,
)
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.cli.output.failures import lines_about
from jupyter_openbis_server.testing.fakes.openbis.object_files import MemoryObjectFiles
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram
from tests.support.world import World

UNKNOWN = "20990101000000000-1"


def link_to(entity: object) -> str:
    return eln_url("https://other.example.org", entity.kind, entity.perm_id, entity.identifier)  # type: ignore[attr-defined]


# --- errors


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["ls", "/NO/SUCH"], 4, "entity-not-found"),
        (["ls", "a b c"], 2, "invalid-reference"),
        (["info", UNKNOWN], 4, "data-set-not-found"),
        (["-c", "nowhere", "ls"], 2, "unknown-connection"),
        (["verify"], 2, "nothing-to-verify"),
        (["upload", "x", "--type", "T"], 2, "usage"),
        (["nonsense"], 2, "usage"),
        (["conn", "remove", "nowhere"], 2, "unknown-connection"),
        (["requirements", "nowhere.ipynb"], 2, "usage"),
        (["unmount"], 0, None),
    ],
)
def test_errors_are_objects(run: MemoryProgram, world: World, arguments: list[str], status: int, code: str) -> None:
    ended = run("--json", *arguments)
    assert ended.status == status, ended
    if status:
        assert ended.json["error"]["code"] == code
        assert ended.json["error"]["exitStatus"] == status
        assert ended.json["error"]["reason"]
        assert ended.err, "the message is on standard error as well"


def test_all_problems_of_an_upload_are_in_the_object_and_on_a_line_each(run: MemoryProgram, world: World) -> None:
    arguments = ["upload", "missing.txt", "--type", "MICROSCOP", "--to", "/NO/SUCH", "--parent", UNKNOWN]
    ended = run("--json", *arguments)
    error = ended.json["error"]
    assert (ended.status, error["code"]) == (2, "invalid-upload")
    assert [next(iter(each)) for each in error["errors"]] == ["entityIdentifier", "parent", "file", "type"]
    lines = ended.err.lstrip().splitlines()
    assert lines[0] == "Error: this cannot be uploaded:"
    assert lines[1] == "  --to: No such sample or experiment: /NO/SUCH"
    assert lines[3] == f"  FILE: File not found: {Path.cwd() / 'missing.txt'}"
    assert lines[4] == "  --type: No such data set type: MICROSCOP; did you mean MICROSCOPY?"


def test_property_without_its_dollar_sign_gets_a_suggestion(run: MemoryProgram, world: World, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    ended = run("upload", "a.txt", "--type", " raw_data ", "--to", world.sample.identifier, "--prop", "NAME=x")
    assert "--prop NAME: data sets of type RAW_DATA have no such property; did you mean $NAME?" in ended.err


def test_unquoted_dollar_sign_is_explained(run: MemoryProgram) -> None:
    ended = run("upload", "a", "--type", "T", "--to", "/A/B/C", "--prop", "=hello")
    assert "a shell replaces $NAME: put it into quotes" in ended.err


def test_internal_error_is_reported_without_a_traceback(run: MemoryProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "jupyter_openbis_server.entrypoints.cli.commands.browsing.entity_rows._lines", lambda *_, **__: 1 / 0
    )
    ended = run("ls")
    assert (ended.status, ended.out) == (1, "")
    assert "(ZeroDivisionError)" in ended.err
    assert "Traceback" not in ended.err
    assert "Traceback" in run("ls", "-v").err


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (MissingCredentials("lab"), "login --keep keyring` (or `--keep file`) keeps a login; or set OPENBIS_TOKEN"),
        (SessionExpired("lab"), "login --keep keyring` (or `--keep file`) keeps a new login"),
        (WrongCredentials("lab"), "`jupyter-openbis -c NAME conn add` replaces what is saved with the connection"),
        (UnknownConnection("lab"), "`jupyter-openbis conn list` lists the connections, `conn add` adds one"),
        (AmbiguousConnection(["lab", "other"]), "`-c NAME` names the connection"),
        (AmbiguousConnection([]), "`jupyter-openbis conn add` adds one; or set OPENBIS_URL and OPENBIS_TOKEN"),
    ],
)
def test_errors_of_connections_and_logins_have_a_hint(error: OpenbisError, hint: str) -> None:
    (message, shown) = lines_about(error)
    assert message == f"Error: {error}"
    assert shown.startswith("Hint: ")
    assert hint in shown


def test_wrong_password_is_reported(run: MemoryProgram, openbis: MemoryOpenbis) -> None:
    openbis.users.clear()
    ended = run("ls")
    assert ended.status == 3
    assert "Incorrect username or password" in ended.err


# --- options after the command


@pytest.mark.parametrize(
    "arguments", [["--json", "conn", "list"], ["conn", "--json", "list"], ["conn", "list", "--json"]]
)
def test_common_options_are_accepted_at_any_position(run: MemoryProgram, arguments: list[str]) -> None:
    assert [each["name"] for each in run(*arguments).json["connections"]] == ["lab"]


def test_connection_option_is_accepted_after_the_command(run: MemoryProgram) -> None:
    assert "No such connection: other" in run("ls", "-c", "other").err
    assert run("-c", "other", "ls", "-c", "lab").status == 0


def test_quiet_option_is_accepted_after_the_command(run: MemoryProgram, world: World) -> None:
    assert run("ls", world.empty_sample.identifier).err
    assert run("ls", world.empty_sample.identifier, "-q").err == ""


# --- links and references


def test_links_are_accepted_for_all_references(run: MemoryProgram, world: World, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    data_set = eln_url("https://other.example.org", EntityKind.DATA_SET, world.data_set.perm_id)
    sample = link_to(world.sample)
    assert run("--json", "ls", sample).json["place"]["identifier"] == world.sample.identifier
    assert run("--json", "info", sample).json["identifier"] == world.sample.identifier
    assert run("--json", "info", data_set).json["dataSet"]["permId"] == world.data_set.perm_id
    downloaded = run("--json", "download", data_set, "--to", "d").json
    assert [each["permId"] for each in downloaded["downloads"]] == [world.data_set.perm_id]
    uploaded = run("upload", "a.txt", "--type", "RAW_DATA", "--to", sample, "--parent", data_set, "--dry-run", "--json")
    assert (uploaded.json["owner"], uploaded.json["parents"]) == (world.sample.identifier, [world.data_set.perm_id])


def test_all_data_sets_are_listed_from_the_root(run: MemoryProgram, world: World) -> None:
    found = run("--json", "ls", "-d", "/", "--count", "1000").json
    assert found["totalCount"] == len(found["dataSets"])
    assert world.sample_data_sets | world.experiment_data_sets <= {each["permId"] for each in found["dataSets"]}


def test_times_have_a_zone(run: MemoryProgram, world: World, openbis: MemoryOpenbis) -> None:
    expected = openbis.data_sets[world.data_set.perm_id].data_set.registered
    (row,) = [
        each
        for each in run("--json", "ls", "-d", world.sample.identifier).json["dataSets"]
        if each["permId"] == world.data_set.perm_id
    ]
    for text in (row["registrationDate"], run("--json", "info", world.data_set.perm_id).json["registrationDate"]):
        assert dt.datetime.fromisoformat(text) == expected
        assert dt.datetime.fromisoformat(text).utcoffset() == dt.timedelta(0)
    assert expected.astimezone().isoformat(" ", "minutes") in run("info", world.data_set.perm_id).out


# --- info


def test_info_of_a_data_set_has_its_relatives(run: MemoryProgram, world: World) -> None:
    found = run("--json", "info", world.derived).json
    assert {each["permId"] for each in found["parents"]} == world.origins
    assert (found["dataStore"], found["components"], found["problem"]) == ("DSS1", [], None)
    assert found["registrator"]
    assert [each["path"] for each in found["files"] if not each["isFolder"]] == ["original/z"]


def test_info_of_a_container_names_the_component_of_each_file(run: MemoryProgram, world: World) -> None:
    found = run("--json", "info", world.container).json
    assert found["components"] == list(world.components)
    assert {each["component"] for each in found["files"]} == set(world.components)
    assert f"{world.data_set.perm_id}/original/curve.csv" in run("info", world.container).out


def test_info_of_a_sample(run: MemoryProgram, world: World) -> None:
    shown = run("info", world.daughter.identifier).out
    assert f"sample      {world.daughter.identifier}" in shown
    assert f"parent      {world.mother.perm_id} Mother" in shown


def test_info_shows_samples_by_identifier_and_rich_texts_as_lines(
    run: MemoryProgram, openbis: MemoryOpenbis, world: World
) -> None:
    assignments = (PropertyAssignment("FROM", data_type="SAMPLE"), PropertyAssignment("NOTES"))
    openbis.add_type(EntityType("LINKING", assignments=assignments))
    notes = "<p>two</p><p>lines</p>"
    values = {"FROM": world.mother.perm_id, "NOTES": notes}
    data_set = openbis.add_data_set("LINKING", world.sample, {"original/a": b"a"}, properties=values)
    rows = [line.split() for line in run("info", data_set.perm_id).out.splitlines()]
    assert ["FROM", world.mother.identifier] in rows
    assert rows[rows.index(["NOTES", "two"]) + 1] == ["lines"]
    stored = {each["code"]: each["value"] for each in run("--json", "info", data_set.perm_id).json["properties"]}
    assert stored["NOTES"] == notes, "programs get what is stored"


# --- downloads


def test_completed_downloads_are_reported_after_a_partial_failure(run: MemoryProgram, world: World) -> None:
    perm_ids = [world.archived, world.data_set.perm_id, UNKNOWN, world.derived]
    ended = run("--json", "download", *perm_ids, "--to", "d")
    assert ended.status == 7
    assert [each["permId"] for each in ended.json["downloads"]] == [world.data_set.perm_id, world.derived]
    failures = {each["permId"]: each["code"] for each in ended.json["failures"]}
    assert failures == {world.archived: "data-set-archived", UNKNOWN: "data-set-not-found"}
    assert (ended.json["error"]["code"], ended.json["error"]["exitStatus"]) == ("partial-download-failure", 7)
    text = run("download", *perm_ids, "--to", "d")
    assert [line.split()[0].rpartition("/")[2] for line in text.out.splitlines()] == [
        world.data_set.perm_id,
        world.derived,
    ]
    assert "2 of 4 data sets could not be downloaded" in text.err
    assert text.status == 7


@pytest.mark.parametrize("parallel", [1, 3, 16])
def test_report_is_in_the_order_of_the_command(run: MemoryProgram, world: World, parallel: int) -> None:
    perm_ids = sorted(world.sample_data_sets, reverse=True)
    ended = run("--json", "download", *perm_ids, "--to", "d", "--parallel", parallel)
    assert [each["permId"] for each in ended.json["downloads"]] == perm_ids
    assert (ended.json["failures"], ended.status) == ([], 0)


def test_two_data_sets_are_downloaded_at_a_time(
    run: MemoryProgram, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_started = Barrier(2, timeout=30)
    fetch = run.data_store.fetch

    def fetch_with_another(*arguments: Any) -> None:
        both_started.wait()  # BrokenBarrierError if the other download waits for the end of this one
        fetch(*arguments)

    monkeypatch.setattr(run.data_store, "fetch", fetch_with_another)
    others = sorted(world.sample_data_sets - {world.data_set.perm_id})[:4]
    ended = run("--json", "download", *others, "--to", "d", "--parallel", 2)
    assert [each["permId"] for each in ended.json["downloads"]] == others


def test_one_data_set_is_downloaded_at_a_time_if_asked_for(
    run: MemoryProgram, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Lock()
    fetch = run.data_store.fetch

    def fetch_alone(*arguments: Any) -> None:
        assert alone.acquire(blocking=False), "another download is under way"
        try:
            fetch(*arguments)
        finally:
            alone.release()

    monkeypatch.setattr(run.data_store, "fetch", fetch_alone)
    others = sorted(world.sample_data_sets - {world.data_set.perm_id})
    ended = run("--json", "download", *others, "--to", "d", "--parallel", 1)
    assert [each["permId"] for each in ended.json["downloads"]] == others


def test_patterns_without_a_match_in_one_data_set_are_no_failure(run: MemoryProgram, world: World) -> None:
    ended = run("--json", "download", world.data_set.perm_id, world.derived, "--files", "*.csv", "--to", "d")
    assert ended.status == 0
    assert [each["permId"] for each in ended.json["downloads"]] == [world.data_set.perm_id]
    assert ended.json["nothingSelected"] == [world.derived]
    nowhere = run("download", world.data_set.perm_id, world.derived, "--files", "*.nothing", "--to", "e")
    assert nowhere.status == 2
    assert "has no file that fits *.nothing" in nowhere.err


def test_a_dry_run_has_the_status_of_its_first_problem(run: MemoryProgram, world: World) -> None:
    ended = run("--json", "download", world.data_set.perm_id, world.archived, "--dry-run")
    assert ended.status == 7
    assert [bool(each["problem"]) for each in ended.json["dataSets"]] == [False, True]
    assert ended.json["error"]["code"] == "data-set-archived"
    assert "is in the archive" in run("download", world.archived, "--dry-run").out
    assert run("download", world.data_set.perm_id, "--dry-run").status == 0


def test_types_are_cached_for_completion(run: MemoryProgram, world: World, tmp_path: Path) -> None:
    assert run("types").status == 0
    assert "MICROSCOPY" in TypeCodes(tmp_path / "data" / "types").of("lab")
    assert TypeCodes(tmp_path / "data" / "types").of("other") == ()


def test_doctor_checks_the_named_connection_only(run: MemoryProgram, openbis: MemoryOpenbis) -> None:
    found = run("--json", "doctor", "-c", "lab").json["results"]
    assert any("lab" in each["subject"] for each in found)
    assert run("doctor", "-c", "other").status == 2
    openbis.go_down()
    assert "TLS" not in run("doctor").out


# --- Ctrl-C


@pytest.mark.parametrize(
    "arguments",
    [["ls"], ["types"], ["info", UNKNOWN], ["login"], ["download", UNKNOWN], ["download", UNKNOWN, "--dry-run"]],
)
def test_status_after_ctrl_c_is_130(run: MemoryProgram, openbis: MemoryOpenbis, arguments: list[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    openbis.must_be_up = interrupt  # type: ignore[method-assign, assignment]
    ended = run(*arguments)
    assert (ended.status, ended.out, "Traceback" in ended.err) == (130, "", False)
    ended = run("--json", *arguments)
    assert (ended.status, ended.json["error"]["code"]) == (130, "cancelled")


def test_completed_downloads_are_reported_after_ctrl_c(
    run: MemoryProgram, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = run.data_store.fetch

    def fetch_and_interrupt(session, data_set, files, into, cancellation):  # type: ignore[no-untyped-def]
        if data_set.perm_id == world.derived:
            os.kill(os.getpid(), signal.SIGINT)
            cancellation.wait(30)
        fetch(session, data_set, files, into, cancellation)

    monkeypatch.setattr(run.data_store, "fetch", fetch_and_interrupt)
    ended = run("--json", "download", world.data_set.perm_id, world.derived, "--parallel", "1")
    assert ended.status == 130
    assert [each["permId"] for each in ended.json["downloads"]] == [world.data_set.perm_id]
    assert ended.json["error"]["code"] == "cancelled"


def test_each_failed_data_set_is_reported_on_its_own_line(run: MemoryProgram, world: World) -> None:
    lines = run("download", world.archived, UNKNOWN, world.derived, "--to", "d").err.lstrip().splitlines()
    assert lines[0] == "Error: 2 of 3 data sets could not be downloaded:"
    assert lines[1].startswith(f"  {world.archived}: data set {world.archived} is in the archive")
    assert lines[2] == f"  {UNKNOWN}: No such data set, sample, experiment, project or space: {UNKNOWN}"


def test_connection_to_remove_is_named_once(run: MemoryProgram) -> None:
    assert "No such connection: nowhere" in run("-c", "nowhere", "conn", "remove").err
    assert "different names" in run("-c", "lab", "conn", "remove", "nowhere").err
    assert "Missing argument 'NAME'" in run("conn", "remove").err


def test_unknown_references_are_of_any_kind_and_have_a_next_step(run: MemoryProgram, world: World) -> None:
    for arguments in (["download", "NOPE"], ["du", "NOPE"], ["download", "NOPE", world.derived]):
        ended = run(*arguments)
        assert ended.status == 4
        assert "No such data set, sample, experiment, project or space: NOPE" in ended.err
        assert "Hint: `jupyter-openbis search WORDS` finds permIds" in ended.err
        assert "dataSet" not in ended.err


def test_files_that_are_kept_name_the_next_step(run: MemoryProgram, world: World, tmp_path: Path) -> None:
    perm_id = world.data_set.perm_id
    run("download", perm_id, "--to", "d")
    (tmp_path / "d" / perm_id / "original" / "curve.csv").write_text("changed")
    for more in ([], [world.derived]):
        ended = run("download", perm_id, *more, "--to", "d", "--keep")
        assert (ended.status, "Hint: without --keep, these files are replaced" in ended.err) == (8, True)


def test_outer_folder_of_a_file_may_be_omitted(run: MemoryProgram, world: World) -> None:
    perm_id = world.data_set.perm_id
    for command in ("cat", "head"):
        assert run(command, perm_id, "curve.csv").out == run(command, perm_id, "original/curve.csv").out != ""
    ended = run("cat", perm_id, "plate.csv")
    assert (ended.status, f"Hint: `jupyter-openbis info {perm_id}` lists the files" in ended.err) == (4, True)


def _interrupt(*arguments: object, **_: object) -> None:
    """Press Ctrl-C while a transfer is carried out."""
    (cancellation,) = (each for each in arguments if isinstance(each, Cancellation))
    os.kill(os.getpid(), signal.SIGINT)
    cancellation.wait(30)


def test_interrupted_uploads_say_what_the_same_command_does(
    run: MemoryProgram, openbis: MemoryOpenbis, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openbis.has_file_server = True
    (tmp_path / "a.txt").write_text("a")
    upload = ["upload", "a.txt", "--to", world.upload_owner.identifier]
    monkeypatch.setattr(run.data_store, "register", _interrupt)
    ended = run(*upload, "--type", world.upload_type)
    assert (ended.status, "Hint: No data set was registered" in ended.err) == (130, True)
    monkeypatch.setattr(MemoryObjectFiles, "store", _interrupt)
    ended = run(*upload)
    assert (ended.status, "Hint: The same command continues the upload" in ended.err) == (130, True)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nothing can be created")
def test_a_folder_that_cannot_be_created_is_no_full_disk(run: MemoryProgram, world: World) -> None:
    ended = run("download", world.data_set.perm_id, "--to", "/proc/x")
    assert (ended.status, "cannot be written" in ended.err, "free" in ended.err) == (8, True, False)
