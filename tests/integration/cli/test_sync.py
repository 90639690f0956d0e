"""Synchronisation by the program itself, against a server with a file server (AFS)."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run, Terminal
from tests.support.waiting import until

BENCH = lab.EMPTY_BENCH
OLD = 1_500_000_000
"""A time in seconds: what is known about files that have just been changed is not certain."""


@pytest.fixture
def settings() -> ServerSettings:
    return ServerSettings("3.7", afs="listed")


@pytest.fixture
def openbis(settings: ServerSettings) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=settings) as server:
        yield server


@pytest.fixture
def there(openbis: FakeOpenbis) -> Callable[[], dict[str, bytes]]:
    (sample,) = openbis.laboratory.samples.find("identifier", BENCH)
    place = openbis.laboratory.afs_path(sample.perm_id)

    def read() -> dict[str, bytes]:
        files = (each for each in place.rglob("*") if each.is_file())
        paths = {str(each.relative_to(place)): each.read_bytes() for each in files}
        return {path: content for path, content in paths.items() if not path.startswith(".afs")}

    return read


def local(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file() and ".openbis-sync" not in each.parts)
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}


@pytest.mark.parametrize("options", [("--check",), ("--yes",)], ids=["checked", "sent"])
def test_files_of_data_sets_are_not_taken_for_files_that_were_on_both_sides(
    run: Run, openbis: FakeOpenbis, folder: Path, there, options: tuple[str, ...]
) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", BENCH)
    place = openbis.laboratory.afs_path(sample.perm_id)
    place.mkdir(parents=True, exist_ok=True)
    (place / "both.csv").write_bytes(b"openBIS\n")
    data = folder / "data"
    data.mkdir()
    for name in ("both.csv", "only here.csv"):
        (data / name).write_bytes(b"mine\n")
        os.utime(data / name, (OLD, OLD))
    run("sync", "data", BENCH, "--type", "RAW_DATA", *options)
    assert run("sync", "data", BENCH, "--delete", "--yes").status == 1  # a conflict
    assert (data / "both.csv").read_bytes() == b"mine\n"
    assert (data / "only here.csv").read_bytes() == b"mine\n"
    assert there()["only here.csv"] == b"mine\n"


def test_a_file_that_was_changed_and_became_a_data_set_is_sent_as_a_change(run: Run, folder: Path, there) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "a.csv").write_bytes(b"1\n")
    assert run("sync", "data", BENCH, "--yes").status == 0
    (data / "a.csv").write_bytes(b"2\n")
    os.utime(data / "a.csv", (OLD, OLD))
    assert run("sync", "data", BENCH, "--type", "RAW_DATA", "--yes").status == 0
    assert run("sync", "data", BENCH, "--yes").status == 0
    assert there() == local(data) == {"a.csv": b"2\n"}


def test_a_name_that_the_file_server_refuses_does_not_stop_the_others(
    run: Run, openbis: FakeOpenbis, folder: Path, there
) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", BENCH)
    place = openbis.laboratory.afs_path(sample.perm_id)
    place.mkdir(parents=True, exist_ok=True)
    (place / "refused\x1b[2J").write_bytes(b"1")
    (place / "fine.csv").write_bytes(b"2")
    data = folder / "data"
    data.mkdir()
    (data / "mine.csv").write_bytes(b"3")
    done = run("sync", "data", BENCH, "--yes")
    assert done.status != 0
    assert "\x1b[2J" not in done.out + done.err
    assert local(data) == {"fine.csv": b"2", "mine.csv": b"3"}
    assert there()["mine.csv"] == b"3"


def test_both_sides_become_the_same(run: Run, openbis: FakeOpenbis, folder: Path, there) -> None:
    data = folder / "data"
    (data / "run").mkdir(parents=True)
    (data / "run" / "a.csv").write_bytes(b"1,2\n")
    (data / "big.raw").write_bytes(os.urandom(3_000_000))
    (data / "empty.txt").touch()
    planned = run("sync", "data", BENCH, "--dry-run")
    assert "to send: 3 files" in planned.out
    assert there() == {}
    assert not (data / ".openbis-sync").exists()
    done = run("--json", "sync", "data", BENCH, "--yes")
    assert done.status == 0
    assert done.json["settled"] is True
    assert there() == local(data)
    again = run("--json", "sync", "data", "--yes").json
    assert (again["done"], again["unchanged"]["files"]) == ([], 3)


def test_changes_of_both_sides_are_exchanged(run: Run, openbis: FakeOpenbis, folder: Path, there) -> None:
    data = folder / "data"
    data.mkdir()
    for name in ("a", "b", "c", "d"):
        (data / name).write_text(f"content of {name}\n")
    assert run("sync", "data", BENCH, "--yes").status == 0
    (data / "a").write_text("new here\n")
    (data / "c").rename(data / "moved")
    (data / "d").unlink()
    (folder / "b").write_text("new there\n")
    assert run("upload", "b", "--to", BENCH, "--replace").status == 0
    shown = run("sync", "data", "--delete", "--yes").out.splitlines()
    assert sorted(shown[:-1]) == ["a  send", "b  fetch", "c -> moved  rename in openBIS", "d  delete in openBIS"]
    assert shown[-1] == f"{BENCH} and {data} are the same"
    assert there() == local(data) == {"a": b"new here\n", "b": b"new there\n", "moved": b"content of c\n"}
    assert run("sync", "data", "--yes").out.splitlines() == [shown[-1]]


def test_conflicts_have_an_exit_status_and_both_versions(run: Run, openbis: FakeOpenbis, folder: Path, there) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "a.csv").write_text("1\n")
    (folder / "a.csv").write_text("theirs\n")
    assert run("upload", "a.csv", "--to", BENCH).status == 0
    done = run("sync", "data", BENCH, "--yes")
    assert done.status == 1
    assert done.out.splitlines() == ["a.csv  openBIS's version: a (openBIS).csv", "a.csv  changed on both sides"]
    assert local(data) == {"a.csv": b"1\n", "a (openBIS).csv": b"theirs\n"}
    (data / "a (openBIS).csv").unlink()
    assert run("sync", "data", "--yes").status == 0
    assert there() == {"a.csv": b"1\n"}


def test_it_asks_before_it_changes_anything(run: Run, openbis: FakeOpenbis, folder: Path, there) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("1\n")
    refused = run("sync", "data", BENCH)
    assert refused.status == 2
    assert "use --yes" in refused.err
    assert there() == {}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("sync", "data"), 2, "was never synchronised"),
        (("sync", "data", "/NO/SUCH/SAMPLE", "--yes"), 4, "/NO/SUCH/SAMPLE"),
        (("--read-only", "sync", "data", BENCH, "--yes"), 2, "read"),
    ],
)
def test_errors_are_explained(run: Run, openbis: FakeOpenbis, folder: Path, arguments, status, message) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("1\n")
    refused = run(*arguments)
    assert refused.status == status
    assert message in refused.err


@pytest.mark.parametrize(
    ("settings", "target"),
    [(ServerSettings(), lab.WILD_TYPE), (ServerSettings("3.7", afs="listed"), "20230315101500001-1001")],
)
def test_data_sets_are_mirrored(run: Run, openbis: FakeOpenbis, folder: Path, target: str) -> None:
    planned = run("sync", "data", target, "--down", "--dry-run", "--yes")
    assert planned.status == 0
    assert not (folder / "data").exists()
    assert run("sync", "data", target, "--down", "--yes").status == 0
    assert any(each.is_file() for each in (folder / "data").glob("*/original/**/*"))
    refused = run("sync", "other", target, "--up", "--yes")
    assert refused.status in (2, 4, 7)


def test_a_search_is_mirrored(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    found = run("search", "-q", "--kind", "data-set", "20230315101500001-1001").out
    assert run("mirror", "-", "--to", "found", typed=found).status == 0
    assert [each.name for each in (folder / "found").iterdir()] == ["20230315101500001-1001"]


@pytest.mark.parametrize("settings", [ServerSettings()])
def test_older_servers_are_named(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "data").mkdir()
    refused = run("sync", "data", BENCH, "--yes")
    assert refused.status == 7
    assert "no file server" in refused.err


def test_it_says_whether_everything_is_in_openbis(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "a.csv").write_text("1\n")
    (folder / "other.csv").write_text("theirs\n")
    assert run("upload", "other.csv", "--to", BENCH).status == 0
    missing = run("sync", "data", BENCH, "--check")
    assert (missing.status, "a.csv  send" in missing.out) == (1, True)
    assert run("sync", "data", BENCH, "--up", "--yes").status == 1  # other.csv is in openBIS only
    assert run("rm", BENCH, "other.csv", "--yes").status == 0
    assert run("sync", "data", "--check").status == 0
    (data / "a.csv").write_text("2\n")
    assert run("sync", "data", "--check").status == 1


def test_a_watched_folder_is_synchronised_until_it_is_interrupted(
    on_terminal: Callable[..., Terminal], openbis: FakeOpenbis, folder: Path, there, tmp_path: Path
) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "a.csv").write_text("1\n")
    metrics = tmp_path / "sync.prom"
    pace = ("--settle", "0.2", "--interval", "0.5")
    program = on_terminal("sync", "data", BENCH, "--watch", *pace, "--metrics", metrics, "--yes")
    program.read_until("a.csv  send")
    (data / "b.csv").write_text("2\n")
    program.read_until("b.csv  send")
    until(lambda: 'action="send"' in metrics.read_text())
    os.killpg(program.process.pid, signal.SIGINT)
    assert program.read_to_end() == 0
    assert "the next synchronisation continues" in program.shown
    assert there() == {"a.csv": b"1\n", "b.csv": b"2\n"}


def test_a_failure_that_lasts_is_reported_by_a_command(
    on_terminal: Callable[..., Terminal], openbis: FakeOpenbis, folder: Path, tmp_path: Path
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("1\n")
    reported = tmp_path / "reported"
    script = tmp_path / "report.sh"
    script.write_text(f'#!/bin/sh\necho "$OPENBIS_SYNC_FOLDER: $OPENBIS_SYNC_ERROR" > {reported}\n')
    script.chmod(0o700)
    pace = ("--settle", "0.1", "--interval", "0.1")
    program = on_terminal("sync", "data", BENCH, "--watch", *pace, "--on-failure", script, "--yes")
    program.read_until("a.csv  send")
    openbis.faults.inject(Fault(FaultKind.STATUS, "/afs-server/api", times=None, status=500))
    until(lambda: reported.exists() and reported.read_text().endswith("\n"))
    assert reported.read_text().startswith(f"{folder / 'data'}: ")
    os.killpg(program.process.pid, signal.SIGINT)
    assert program.read_to_end() == 0
