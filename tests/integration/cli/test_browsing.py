"""`ls`, `tree`, `du`, `head` and `whoami`, against the fake openBIS."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run


def test_long_listing_has_owner_and_registrator(run: Run) -> None:
    (line,) = [each for each in run("ls", "-l", lab.WILD_TYPE).out.splitlines() if each.startswith(lab.IMAGES)]
    assert line.split()[1:3] == ["MICROSCOPY", lab.WILD_TYPE]
    row = next(each for each in run("--json", "ls", lab.WILD_TYPE).json["dataSets"] if each["permId"] == lab.IMAGES)
    assert f"  {row['registrator']}  " in line


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("size", lambda row: -(row["size"] or 0)),
        ("type", lambda row: row["type"]),
        ("name", lambda row: (row["$NAME"] or "").casefold()),
    ],
)
def test_rows_are_sorted_over_all_pages(run: Run, sort: str, key: Callable[[dict[str, object]], object]) -> None:
    rows = run("--json", "ls", "-d", "/YEAST_LAB", "--sort", sort, "--count", "1000").json["dataSets"]
    assert len(rows) > 15
    assert rows == sorted(rows, key=key)
    page = run("--json", "ls", "-d", "/YEAST_LAB", "--sort", sort, "--start", "3", "--count", "2").json
    assert page["dataSets"] == rows[3:5]
    assert page["totalCount"] == len(rows)


def test_recursive_listing_has_everything_below_its_owner(run: Run) -> None:
    found = run("--json", "ls", "-R", "/YEAST_LAB").json
    assert {each["identifier"] for each in found["entities"]} > {lab.WILD_TYPE, lab.HEAT_SHOCK, lab.TIME_SERIES}
    all_of_them = run("--json", "ls", "-d", "/YEAST_LAB", "--count", "1000").json["dataSets"]
    assert {each["permId"] for each in found["dataSets"]} == {each["permId"] for each in all_of_them}
    lines = run("ls", "-R", "/YEAST_LAB").out.splitlines()
    start = lines.index(f"{lab.WILD_TYPE}:")
    assert any(line.startswith(lab.IMAGES) for line in lines[start : start + 10])


def test_files_of_a_data_set_are_listed(run: Run) -> None:
    assert run("ls", lab.IMAGES).out == "folder  original/  20.5 KiB\n"
    names = [line.split()[1] for line in run("ls", lab.IMAGES, "original").out.splitlines()]
    assert "intensities.csv" in names
    (file,) = run("--json", "ls", lab.IMAGES, "original/intensities.csv").json["files"]
    assert (file["path"], file["size"], file["isFolder"]) == ("original/intensities.csv", 871, False)
    long = run("ls", "-l", lab.IMAGES, "original").out
    assert f"{file['crc32']:08x}  intensities.csv" in long
    everything = run("ls", "-R", lab.IMAGES).out
    assert "original/intensities.csv" in everything
    sizes = [each["size"] for each in run("--json", "ls", "-R", lab.IMAGES, "--sort", "size").json["files"]]
    assert sizes[0] == max(sizes)


def test_missing_files_and_data_sets_are_errors(run: Run) -> None:
    assert run("ls", lab.IMAGES, "none").status == 4
    assert run("ls", "20990101000000000-1").status == 4
    assert run("tree", "20990101000000000-1").status == 4


def test_tree_shows_levels(run: Run) -> None:
    shown = run("tree", "/YEAST_LAB", "--depth", "2").out.splitlines()
    assert shown[0] == "/YEAST_LAB"
    assert "├── GROWTH  project" in shown
    assert "│   ├── CALIBRATIONS  experiment, " in "\n".join(shown)
    assert lab.IMAGES not in "\n".join(shown)
    nodes = run("--json", "tree", "/YEAST_LAB", "--depth", "4").json["nodes"]
    (images,) = [each for each in nodes if each["permId"] == lab.IMAGES]
    (owner,) = [each for each in nodes if each["identifier"] == lab.WILD_TYPE]
    assert (images["parent"], images["depth"]) == (owner["permId"], owner["depth"] + 1)


def test_tree_of_a_data_set_shows_its_files(run: Run) -> None:
    shown = run("tree", lab.IMAGES, "--depth", "2").out.splitlines()
    assert shown[:2] == [lab.IMAGES, "└── original/"]
    assert any(line.endswith("── intensities.csv  871 bytes") for line in shown)


def test_sizes_are_added_up(run: Run) -> None:
    (found,) = run("--json", "du", "/YEAST_LAB").json["references"]
    rows = {each["permId"]: each["bytes"] for each in found["dataSets"]}
    assert rows[lab.IMAGES] == 20960
    assert found["bytes"] == sum(size or 0 for size in rows.values())
    assert lab.CONTAINER not in rows
    shown = run("du", lab.WILD_TYPE, "--bytes", "--by-owner").out.splitlines()
    assert shown[0].split()[1] == lab.WILD_TYPE
    assert run("du", lab.IMAGES, "-s").out == f"20.5 KiB  {lab.IMAGES}\n"
    assert run("du", "/NO/SUCH").status == 4


def test_beginning_of_a_file_is_written(run: Run, openbis: FakeOpenbis) -> None:
    stored = (openbis.laboratory.store_path(lab.IMAGES) / "original" / "intensities.csv").read_text()
    path = "original/intensities.csv"
    assert run("head", lab.IMAGES, path).out == "".join(stored.splitlines(keepends=True)[:10])
    assert run("head", lab.IMAGES, path, "-n", "1").out == stored.splitlines(keepends=True)[0]
    assert run("head", lab.IMAGES, path, "--bytes", "7").out == stored[:7]
    assert run("head", lab.IMAGES, path, "-n", "1", "--bytes", "7").status == 2
    assert run("head", lab.IMAGES, "original").status == 2
    assert run("head", lab.IMAGES, "none").status == 4


def test_user_server_and_login_are_shown(run: Run, openbis: FakeOpenbis) -> None:
    found = run("--json", "whoami").json
    assert (found["user"], found["connection"], found["url"]) == ("alice", "lab", openbis.url)
    assert (found["login"], found["validUntil"], found["accessTokens"]) == ("session", None, [])
    run("login", "--keep", "file")
    shown = run("whoami").out
    assert "user        alice\n" in shown
    assert f"server      {openbis.url}, openBIS " in shown


def test_access_tokens_are_listed_without_their_secrets(
    run: Run, configure: Callable[..., None], tmp_path: Path
) -> None:
    run("login", "--keep", "file")
    listed = run("--json", "whoami").json
    configure("    username: alice\n")  # now the token is the login
    found = run("--json", "whoami").json
    (token,) = found["accessTokens"]
    assert found["login"] == "personal-access-token"
    assert token["isCurrent"] is True
    assert token["validUntil"] == found["validUntil"] != None  # noqa: E711 - both are given
    assert token["label"].startswith("Jupyter (")
    assert "$pat-" not in json.dumps([listed, found])
    assert "valid until " in run("whoami").out
