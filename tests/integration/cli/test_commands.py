"""The main workflow on the command line."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run, Terminal


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and not each.name.startswith(".")
    }


def test_the_jupyter_command_finds_it(environment: dict[str, str]) -> None:
    jupyter = Path(sys.executable).with_name("jupyter")
    environment = environment | {"PATH": str(jupyter.parent)}
    shown = subprocess.run([jupyter, "openbis", "-h"], env=environment, capture_output=True, text=True, check=False)
    assert "Download and upload openBIS data sets." in shown.stdout, shown.stderr


def test_connections_are_listed_and_tested(run: Run, openbis: FakeOpenbis) -> None:
    assert run("conn", "list").out == f"lab  {openbis.url}  alice  -  -\n"
    assert run("conn", "test").out == f"lab: logged in to {openbis.url} as alice\n"
    (row,) = run("--json", "conn", "list").json["connections"]
    assert (row["name"], row["password"]) == ("lab", "******")


def test_data_sets_and_types_are_listed(run: Run) -> None:
    shown = run("ls", lab.WILD_TYPE)
    assert shown.status == 0
    assert f"{lab.IMAGES}  MICROSCOPY " in shown.out
    page = run("--json", "ls", lab.WILD_TYPE, "--count", "2").json
    assert (len(page["dataSets"]), page["totalCount"]) == (2, 7)
    assert "7 in all; --start 2 shows more." in run("ls", lab.WILD_TYPE, "--count", "2").err
    assert "ATTACHMENT" in run("types").out
    assert "ATTACHMENT" in [each["code"] for each in run("--json", "types").json["dataSetTypes"]]


def test_the_tree_is_listed_level_by_level(run: Run) -> None:
    assert run("ls").out.splitlines()[-1].split() == ["space", "/YEAST_LAB", "-", "-"]
    assert "project  /YEAST_LAB/GROWTH" in run("ls", "/YEAST_LAB").out
    experiment = next(line for line in run("ls", "yeast_lab/stress_response").out.splitlines() if "HEAT_SHOCK" in line)
    assert experiment.split(maxsplit=3)[2:] == ["DEFAULT_EXPERIMENT", "Heat shock at 42 °C"]
    found = run("--json", "ls", lab.HEAT_SHOCK).json
    assert (found["place"]["kind"], found["place"]["identifier"]) == ("experiment", lab.HEAT_SHOCK)
    assert lab.WILD_TYPE in [each["identifier"] for each in found["entities"] if each["kind"] == "sample"]
    assert lab.REPORT in [each["permId"] for each in found["dataSets"]]


def test_all_data_sets_of_a_space_are_listed(run: Run) -> None:
    found = run("--json", "ls", "/YEAST_LAB", "--data-sets", "--count", "1000").json
    assert {lab.IMAGES, *lab.SERIES} <= {each["permId"] for each in found["dataSets"]}
    assert len(found["dataSets"]) == found["totalCount"]


def test_an_empty_listing_is_reported(run: Run) -> None:
    ended = run("ls", lab.EMPTY_BENCH)
    assert (ended.status, ended.out, ended.err) == (0, "", "Nothing found (or no permission).\n")


def test_a_data_set_is_shown_with_its_files(run: Run) -> None:
    shown = run("info", lab.IMAGES).out
    assert re.search(r"^sample +/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT$", shown, re.MULTILINE)
    assert re.search(r"^kind +PHYSICAL, AVAILABLE$", shown, re.MULTILINE)
    assert re.search(r"^871 bytes +original/intensities.csv$", shown, re.MULTILINE)
    found = run("--json", "info", lab.IMAGES).json
    assert found["dataSet"]["permId"] == lab.IMAGES
    assert {each["path"]: each["size"] for each in found["files"]}["original/intensities.csv"] == 871


def test_a_connection_is_added_as_jupyter_openbis_conn_does(run: Run, tmp_path: Path) -> None:
    options = ["-n", "new", "-h", "new.example.org", "--verify", "--https", "-u", "", "-p", "", "-d", str(tmp_path)]
    assert run("conn", "add", *options).status == 0
    assert [each["name"] for each in run("--json", "conn", "list").json["connections"]] == ["lab", "new"]


def test_values_of_a_connection_are_prompted_on_a_terminal(
    run: Run, on_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = on_terminal("conn", "add", "-n", "new", "-h", "new.example.org", "--verify", "--https")
    for prompt, answer in (("User name (optional): ", "anna"), ("not encrypted): ", "s3cret"), ("Destination", "")):
        terminal.read_until(prompt)
        terminal.type(f"{answer}\n")
    assert terminal.read_to_end() == 0, terminal.shown
    assert "s3cret" not in terminal.shown
    assert [each["username"] for each in run("--json", "conn", "list").json["connections"]] == ["alice", "anna"]
    assert "password: s3cret" in (tmp_path / "openbis-connections.yaml").read_text()


def test_verbose_output_has_the_requests_and_no_secret(run: Run, openbis: FakeOpenbis) -> None:
    ended = run("--verbose", "ls", lab.WILD_TYPE)
    assert "POST /openbis/openbis/rmi-application-server-v3.json" in ended.err
    assert "openBIS answered getSamples after " in ended.err
    assert lab.USERS["alice"] not in ended.err
    assert "alice-2" not in ended.err, "a session token begins so"


def test_a_shell_can_complete(environment: dict[str, str], run: Run) -> None:
    environment |= {
        "_JUPYTER_OPENBIS_COMPLETE": "bash_complete",
        "COMP_WORDS": "jupyter-openbis down",
        "COMP_CWORD": "1",
    }
    assert run().out == "plain,download\n"


def test_a_connection_is_shown(run: Run, openbis: FakeOpenbis) -> None:
    assert run("conn", "show").out.splitlines()[1] == f"url         {openbis.url}"


def test_a_link_among_other_data_sets_is_reported_and_no_failure(run: Run) -> None:
    ended = run("--json", "download", lab.REPORT, lab.LINK, "--to", "data")
    assert (ended.status, ended.json["failures"]) == (0, []), ended
    assert [each["permId"] for each in ended.json["downloads"]] == [lab.REPORT]
    ((perm_id, code),) = [(each["permId"], each["code"]) for each in ended.json["links"]]
    assert (perm_id, code) == (lab.LINK, "data-set-not-physical")
    assert run("download", lab.REPORT, lab.LINK, "--dry-run").status == 0
    assert "outside openBIS" in run("download", lab.REPORT, lab.LINK, "--to", "data").out
    assert run("download", lab.LINK, "--to", "data").status == 7


def test_a_repeated_download_fetches_nothing(run: Run, folder: Path, openbis: FakeOpenbis) -> None:
    first = run("download", lab.IMAGES, lab.ODD_NAMES, "--to", "incoming")
    assert first.status == 0, first.err
    for perm_id in (lab.IMAGES, lab.ODD_NAMES):
        assert files_of(folder / "incoming" / perm_id) == files_of(openbis.laboratory.store_path(perm_id))
    assert "7 files, 20.5 KiB (7 fetched, 20.5 KiB)" in first.out
    assert "7 files, 20.5 KiB (0 fetched, 0 bytes)" in run("download", lab.IMAGES, "--to", "incoming").out


def test_a_part_of_a_data_set_without_the_outer_folder(run: Run, folder: Path) -> None:
    answer = run("--json", "download", lab.IMAGES, "--files", "*.csv", "--files", "metadata.json", "--flat").json
    assert sorted(files_of(folder / lab.IMAGES)) == ["intensities.csv", "metadata.json"]
    assert [each["permId"] for each in answer["downloads"]] == [lab.IMAGES]


def test_a_dry_run_does_nothing(run: Run, folder: Path) -> None:
    assert "7 files, 20.5 KiB; to fetch: 7 files, 20.5 KiB" in run("download", lab.IMAGES, "--dry-run").out
    assert run("--json", "download", lab.IMAGES, "--dry-run").json["toFetch"]["files"] == 7
    assert list(folder.iterdir()) == []


def test_an_upload(run: Run, folder: Path, openbis: FakeOpenbis) -> None:
    (folder / "run 1").mkdir()
    (folder / "run 1" / "a.csv").write_text("1,2")
    (folder / "notes.txt").write_text("fine")
    (folder / "props.yaml").write_text("$name: From the file\nnotes: '0123'\n")
    checked = run(
        "upload", "run 1", folder / "notes.txt", "--type", "ANALYSIS_NOTEBOOK", "--to", lab.WILD_TYPE, "--dry-run"
    )
    assert "would register 2 files" in checked.out, checked.err
    done = run(
        "upload", "run 1", folder / "notes.txt", "--type", "ANALYSIS_NOTEBOOK", "--to", lab.WILD_TYPE,
        "--props-file", "props.yaml", "--prop", "$NAME=From the option", "--parent", lab.IMAGES,
    )  # fmt: skip
    assert done.status == 0, done.err
    data_set = openbis.laboratory.data_sets.get(done.out.strip())
    assert data_set is not None
    assert data_set.properties == {"$NAME": "From the option", "NOTES": "0123"}
    assert set(files_of(openbis.laboratory.store_path(data_set.perm_id)).values()) == {b"1,2", b"fine"}


def test_hidden_files_are_left_out_of_an_upload_and_named(run: Run, folder: Path) -> None:
    for name in ("a.csv", "b.tmp", ".env"):
        (folder / "run").mkdir(exist_ok=True)
        (folder / "run" / name).write_text("x")
    how = ("run", "--type", "RAW_DATA", "--to", lab.WILD_TYPE)
    checked = run("upload", *how, "--exclude", "*.tmp", "--dry-run")
    assert "would register 1 files" in checked.out, checked.err
    assert [line.strip() for line in checked.out.splitlines()[1:]] == [
        "would be left out: run/.env",
        "would be left out: run/b.tmp",
    ]
    assert run("--json", "upload", *how, "--hidden", "--dry-run").json["leftOutFiles"] == []
    done = run("upload", *how)
    assert (done.status, "1 hidden or unwanted" in done.err) == (0, True), done.err


def test_a_tilde_is_the_home_folder(run: Run, folder: Path, environment: dict[str, str]) -> None:
    home = folder / "home"
    home.mkdir()
    environment["HOME"] = str(home)
    assert run("download", lab.UNNAMED, "--to", "~/data").status == 0
    assert (home / "data" / lab.UNNAMED).is_dir()
    assert run("verify", "~/data").status == 0
    (home / "b.txt").write_text("x")
    checked = run("upload", "~/b.txt", "--type", "RAW_DATA", "--to", lab.WILD_TYPE, "--dry-run")
    assert "would register 1 files" in checked.out, checked.err
    assert not (folder / "~").exists()


def test_all_problems_of_an_upload_are_reported_at_once(run: Run, folder: Path) -> None:
    ended = run("upload", "missing.txt", "--type", "NO_SUCH", "--to", "/NO/SUCH/PLACE")
    assert ended.status == 2
    assert all(word in ended.err for word in ("  --type: ", "  --to: ", "  FILE: "))


def test_a_download_is_verified_without_openbis(run: Run, folder: Path, openbis: FakeOpenbis) -> None:
    run("download", lab.IMAGES, lab.BIG, "--to", "incoming")
    openbis.stop()
    good = run("verify", "incoming")
    assert (good.status, good.out.count("files, OK")) == (0, 2)
    (folder / "incoming" / lab.IMAGES / "original" / "intensities.csv").write_text("changed")
    bad = run("verify", "incoming")
    assert bad.status == 6
    assert "different: original/intensities.csv" in bad.out
    found = {each["permId"]: each for each in run("--json", "verify", "incoming").json["downloads"]}
    assert found[lab.IMAGES]["wrong"] == {"original/intensities.csv": "different"}
    assert found[lab.BIG]["ok"] is True


def test_a_link_that_leads_outside_does_not_end_a_verification(run: Run, folder: Path, tmp_path: Path) -> None:
    run("download", lab.IMAGES, lab.BIG, "--to", "incoming")
    original = folder / "incoming" / lab.IMAGES / "original"
    original.rename(tmp_path / "outside")
    original.symlink_to(tmp_path / "outside")
    bad = run("verify", "incoming")
    assert bad.status == 6, bad.err
    assert f"incoming/{lab.IMAGES}" in bad.out
    assert "refused: original/intensities.csv (a link leads outside the folder)" in bad.out
    assert bad.out.count("files, OK") == 1
    found = {each["permId"]: each for each in run("--json", "verify", "incoming").json["downloads"]}
    assert set(found[lab.IMAGES]["wrong"].values()) == {"refused"}
    assert found[lab.BIG]["ok"] is True


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ls", "/NO/SUCH/SAMPLE"], 4, "No such sample, experiment, project or space: /NO/SUCH/SAMPLE"),
        (["ls", "a b c"], 2, "Not an identifier"),
        (["download", "20990101000000000-1"], 4, "No such data set, sample, experiment, project or space: 2099"),
        (["download", lab.ARCHIVED], 7, "is in the archive"),
        (["download", lab.IMAGES, "--to", "/proc/here"], 8, f"/proc/here/{lab.IMAGES} cannot be written"),
        (["download", lab.IMAGES, "--files", "*.nothing"], 2, "has no file that fits"),
        (["-c", "nowhere", "ls", lab.WILD_TYPE], 2, "No such connection: nowhere"),
        (["verify", "."], 2, "holds no download"),
        (["upload", "x", "--type", "T", "--to", "O", "--prop", "novalue"], 2, "is not CODE=VALUE"),
        (["mount"], 9, "Mounting failed: "),
    ],
)
def test_each_kind_of_error_has_its_status(run: Run, arguments: list[str], status: int, words: str) -> None:
    ended = run(*arguments)
    assert (ended.status, words in ended.err) == (status, True), ended
    assert ended.out == ""


def test_a_host_that_cannot_be_reached(run: Run, openbis: FakeOpenbis) -> None:
    openbis.stop()
    ended = run("ls", lab.WILD_TYPE)
    assert (ended.status, "could not be established" in ended.err) == (5, True), ended


def test_a_damaged_download(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    openbis.faults.inject(Fault(FaultKind.WRONG_FILE_CRC, file_suffix="intensities.csv", times=None))
    ended = run("download", lab.IMAGES)
    assert (ended.status, "intensities.csv" in ended.err) == (6, True), ended
    assert not (folder / lab.IMAGES / "original" / "intensities.csv").exists()


def test_sessions_are_closed(run: Run, openbis: FakeOpenbis) -> None:
    run("ls", lab.WILD_TYPE)
    run("ls", "/NO/SUCH/SAMPLE")
    assert openbis.sessions.of_user("alice") == []


def test_a_token_is_read_from_standard_input(run: Run, openbis: FakeOpenbis, configure: Callable[..., None]) -> None:
    configure("")
    token = openbis.sessions.open("alice")
    assert lab.IMAGES in run("--token-stdin", "ls", lab.WILD_TYPE, typed=f"{token}\n").out
    assert openbis.sessions.is_active(token)
    assert run("--token-stdin", "ls", lab.WILD_TYPE, typed="wrong\n").status == 3
    assert run("--token-stdin", "ls", lab.WILD_TYPE).status == 3


def test_without_a_terminal_a_missing_password_is_an_error(run: Run, configure: Callable[..., None]) -> None:
    configure("")
    ended = run("ls", lab.WILD_TYPE)
    assert (ended.status, "Not logged in to lab" in ended.err) == (3, True)
