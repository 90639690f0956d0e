"""Downloads of everything below an entity, mirrors, and the options of transfers, against the fake openBIS."""

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Ended, Run

READABLE = {lab.IMAGES, lab.ODD_NAMES, lab.EMPTY_PARTS, lab.BIG, lab.UNNAMED}


def downloaded(ended: Ended) -> set[str]:
    return {each["permId"] for each in ended.json["downloads"]}


def events_in(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_everything_below_a_project_is_downloaded(run: Run, folder: Path) -> None:
    ended = run("--json", "download", "/YEAST_LAB/GROWTH", "--to", "data", "-j", "8")
    assert ended.status == 0, ended.err
    assert downloaded(ended) >= set(lab.SERIES)
    listed = run("--json", "ls", "-d", "/YEAST_LAB/GROWTH", "--count", "1000").json["dataSets"]
    assert downloaded(ended) <= {each["permId"] for each in listed}
    assert run("verify", "data").status == 0


def test_folders_are_called_by_name_and_continued(run: Run, folder: Path) -> None:
    options = (lab.IMAGES, "--to", "data", "--folder-names", "name")
    planned = run("--json", "download", *options, "--dry-run")
    named = f"Wild type, 30 min at 42 °C ({lab.IMAGES})"
    assert [Path(each["path"]).name for each in planned.json["dataSets"]] == [named]
    assert run("download", *options).status == 0
    assert [each.name for each in (folder / "data").iterdir()] == [named]
    again = run("download", lab.IMAGES, "--to", "data")
    assert "0 fetched" in again.out
    assert [each.name for each in (folder / "data").iterdir()] == [named]
    assert run("verify", "data").status == 0
    assert run("--json", "mirror", lab.WILD_TYPE, "--to", "data", "--dry-run").json["absent"] == []


def test_failures_do_not_stop_the_others(run: Run, folder: Path) -> None:
    ended = run("--json", "download", "20990101000000000-1", lab.WILD_TYPE, "/NO/SUCH", lab.REPORT, lab.ARCHIVED)
    assert ended.status == 4
    assert downloaded(ended) >= {*READABLE, lab.REPORT}
    failures = {each["permId"]: each["code"] for each in ended.json["failures"]}
    assert failures["20990101000000000-1"] == "data-set-not-found"
    assert failures["/NO/SUCH"] == "entity-not-found"
    assert failures[lab.ARCHIVED] == "data-set-archived"
    assert ended.json["error"]["code"] == "partial-download-failure"


def test_listed_data_sets_are_downloaded_from_standard_input(run: Run, folder: Path) -> None:
    listed = run("ls", "-d", lab.TIME_SERIES)
    assert downloaded(run("--json", "download", "-", typed=listed.out)) == set(lab.SERIES)
    (folder / "list.csv").write_text(f"name,permId\nimages,{lab.IMAGES}\n")
    assert downloaded(run("--json", "download", "--files-from", "list.csv")) == {lab.IMAGES}
    assert run("download", "--files-from", "missing.csv").status == 2
    assert run("download").status == 2


def test_token_and_references_are_read_from_standard_input(
    run: Run, openbis: FakeOpenbis, configure: Callable[..., None]
) -> None:
    configure("")
    token = openbis.sessions.open("alice")
    assert run("--token-stdin", "download", "-", typed=f"{token}\n{lab.IMAGES}\n").status == 0


def test_files_are_selected_and_excluded(run: Run, folder: Path) -> None:
    run("download", lab.IMAGES, "--match", "**/*.csv", "--match", "*.json", "--exclude", "metadata.*", "--flat")
    names = [each.name for each in (folder / lab.IMAGES).iterdir() if not each.name.startswith(".")]
    assert names == ["intensities.csv"]
    assert run("download", lab.IMAGES, "--exclude", "*").status == 2


def test_only_what_was_changed_since_is_downloaded(run: Run, openbis: FakeOpenbis) -> None:
    assert run("download", "/YEAST_LAB", "--since", "1h").err == "Nothing was registered or modified since.\n"
    changed = openbis.laboratory.data_sets.get(lab.REPORT)
    openbis.laboratory.put(replace(changed, modification_date=openbis.laboratory.now()))
    openbis.requests.clear()
    assert downloaded(run("--json", "download", "/YEAST_LAB", "--since", "1h")) == {lab.REPORT}
    assert openbis.requests.counts()["searchDataSets"] == 1, "openBIS selects"
    assert run("download", "/YEAST_LAB", "--since", "yesterday").status == 2


def test_a_mirror_follows_openbis(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    mirror = ("mirror", lab.TIME_SERIES, "--to", "m")
    planned = run("--json", *mirror, "--dry-run")
    assert (planned.json["toFetch"]["files"] > 0, planned.json["absent"]) == (True, [])
    assert not (folder / "m").exists()
    first = run("--json", *mirror)
    assert (first.status, downloaded(first)) == (0, set(lab.SERIES))

    damaged = next(each for each in (folder / "m" / lab.SERIES[1]).rglob("*.*") if each.name[0] != ".")
    content = damaged.read_bytes()
    damaged.write_bytes(b"damaged")
    openbis.laboratory.remove(openbis.laboratory.data_sets.get(lab.SERIES[0]))
    again = run(*mirror)
    assert again.status == 0, again.err
    assert damaged.read_bytes() == content
    assert f"m/{lab.SERIES[0]}  no longer there: it was deleted, or is not visible any more; kept here" in again.out
    assert (folder / "m" / lab.SERIES[0]).is_dir()
    assert again.out.count("(0 fetched, 0 bytes)") == len(lab.SERIES) - 2
    (absent,) = run("--json", *mirror, "--dry-run").json["absent"]
    assert (absent["permId"], absent["exists"]) == (lab.SERIES[0], False)


def test_a_mirror_of_an_empty_or_unknown_entity(run: Run) -> None:
    assert run("mirror", lab.EMPTY_BENCH, "--to", "m").status == 0
    assert run("mirror", "/NO/SUCH", "--to", "m").status == 4


@pytest.mark.parametrize("command", [("download",), ("mirror", "--to", "m"), ("du",)])
def test_an_empty_reference_as_of_a_variable_that_is_not_set_is_refused(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command, "").status == 2


@pytest.mark.parametrize("option", ["--match", "--exclude"])
def test_an_empty_pattern_is_refused(run: Run, option: str) -> None:
    refused = run("download", lab.IMAGES, option, "")
    assert (refused.status, "the pattern is empty" in refused.err) == (2, True)


def test_progress_is_written_as_json_lines(run: Run, folder: Path) -> None:
    ended = run("--json", "download", lab.IMAGES, "20990101000000000-1", "--progress", "json")
    events = events_in(ended.err)
    assert events[0] | {"event": "dataSet", "permId": "20990101000000000-1", "state": "failed"} == events[0]
    assert [each["event"] for each in events].count("file") == 7
    (begin,) = [each for each in events if each["event"] == "begin"]
    assert (begin["files"], begin["bytes"]) == (7, 20960)
    assert (events[-1]["event"], events[-1]["ok"], events[-1]["doneBytes"]) == ("end", True, 20960)
    (folder / "a.txt").write_text("a")
    sent = run("upload", "a.txt", "--type", "RAW_DATA", "--to", lab.WILD_TYPE, "--progress", "json")
    assert [each["event"] for each in events_in(sent.err)][0::2] == ["begin", "end"] or events_in(sent.err)
    assert events_in(run("mirror", lab.TIME_SERIES, "--to", "m", "--progress", "json").err)[-1]["event"] == "end"


def test_limited_transfers_are_complete(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    assert run("download", lab.BIG, "--limit-rate", "50M").status == 0
    assert run("verify", ".").status == 0
    (folder / "a.bin").write_bytes(bytes(300_000))
    sent = run("upload", "a.bin", "--type", "RAW_DATA", "--to", lab.WILD_TYPE, "--limit-rate", "20M")
    assert sent.status == 0, sent.err
    assert next(openbis.laboratory.store_path(sent.out.strip()).rglob("a.bin")).read_bytes() == bytes(300_000)
    assert run("download", lab.BIG, "--limit-rate", "fast").status == 2


def test_log_file_has_what_support_needs_and_no_secret(run: Run, folder: Path, openbis: FakeOpenbis) -> None:
    run("download", lab.ARCHIVED, "--log-file", "run.log")
    run("ls", "--log-file", "run.log")
    log = (folder / "run.log").read_text()
    assert stat.S_IMODE((folder / "run.log").stat().st_mode) == 0o600
    for words in (
        "jupyter-openbis download of version",
        "Python 3.",
        "openBIS answered getDataSets after",
        "exit status 7",
    ):
        assert words in log
    assert "data-set-archived" in log or "is in the archive" in log
    assert "jupyter-openbis ls of version" in log
    assert lab.USERS["alice"] not in log
    assert "alice-2" not in log, "a session token begins so"
    assert run("ls", "--log-file", "no/such/folder/run.log").status == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_ends_the_log_but_not_the_command(run: Run) -> None:
    ended = run("--log-file", "/dev/full", "--json", "whoami")
    assert (ended.status, ended.json["user"]) == (0, "alice")
    assert ended.err == "the log file cannot be written any more: No space left on device\n"


# --- environment


@pytest.fixture
def two_connections(configure: Callable[..., None], openbis: FakeOpenbis) -> None:
    configure(f"    username: alice\n  - name: other\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n")


@pytest.mark.usefixtures("two_connections")
def test_connection_user_and_password_file_of_the_environment(
    run: Run, environment: dict[str, str], tmp_path: Path, openbis: FakeOpenbis
) -> None:
    password = tmp_path / "password"
    password.write_text(f"{lab.USERS['bob']}\n")
    password.chmod(0o600)
    environment |= {"OPENBIS_USERNAME": "bob", "OPENBIS_PASSWORD_FILE": str(password)}
    assert run("whoami").status == 2, "several connections, and none is named"
    environment["OPENBIS_CONNECTION"] = "lab"
    found = run("--json", "whoami")
    assert (found.json["user"], found.json["connection"], found.err) == ("bob", "lab", "")
    assert run("-c", "other", "whoami").status == 3, "the password is for lab only"
    password.chmod(0o644)
    warned = run("whoami")
    assert warned.status == 0
    assert "other users can read the password" in warned.err
    assert lab.USERS["bob"] not in warned.err


def test_no_other_user_logs_in_if_the_user_of_the_environment_cannot(
    run: Run, environment: dict[str, str], configure: Callable[..., None], tmp_path: Path
) -> None:
    configure(f"    username: alice\n    password: {lab.USERS['alice']}\n")
    environment |= {"OPENBIS_CONNECTION": "lab", "OPENBIS_USERNAME": "bob"}
    assert run("whoami").status == 3, "the connection has a login of alice only"
    environment["OPENBIS_PASSWORD_FILE"] = str(tmp_path / "none")
    refused = run("whoami")
    assert (refused.status, refused.out) == (3, "")
    assert "the file of OPENBIS_PASSWORD_FILE cannot be read: No such file" in refused.err
    assert run("-c", "lab", "login").status == 3
    del environment["OPENBIS_PASSWORD_FILE"]
    environment["OPENBIS_USERNAME"] = "alice"
    assert run("--json", "whoami").json["user"] == "alice"
