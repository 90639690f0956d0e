"""Command `search`."""

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run


def test_words_and_conditions_find_data_sets(run: Run):
    ended = run("search", "image*", "--where", "MAGNIFICATION > 40", "--where", "STAIN = GFP")
    assert ended.status == 0, ended.err
    assert lab.IMAGES in ended.out
    assert "MICROSCOPY" in ended.out
    assert run("search", "image*", "--where", "MAGNIFICATION > 40", "--where", "STAIN = DAPI").out == ""


def test_quiet_output_has_one_perm_id_per_line_of_all_matches(run: Run):
    ended = run("search", "growth", "day", "--type", "RAW_DATA", "-q", "--sort", "code")
    assert ended.out.splitlines() == sorted(lab.SERIES)
    assert ended.err == ""


def test_json_has_all_matches_and_counts(run: Run):
    ended = run("search", "heat", "shock", "--json", "--counts", "--kind", "object", "--sort", "code")
    found = ended.json
    assert [each["identifier"] for each in found["entities"]] == sorted(
        each["identifier"] for each in found["entities"]
    )
    assert found["totalCount"] == len(found["entities"]) == found["counts"]["sample"] == 2
    assert found["entities"][0]["properties"]["$NAME"] == found["entities"][0]["$NAME"]
    assert found["dataSets"] == []


def test_owner_and_dates_limit_the_matches(run: Run):
    of_project = run("search", "-q", "--in", "/YEAST_LAB/STRESS_RESPONSE", "--from", "2023-01-01", "--to", "2023-12-31")
    assert lab.IMAGES in of_project.out.splitlines()
    assert lab.SERIES[0] not in of_project.out.splitlines()
    assert run("search", "-q", "--in", "/YEAST_LAB", "--modified-from", "2100-01-01T00:00:00Z").out == ""


def test_more_matches_than_shown_are_reported(run: Run):
    ended = run("search", "growth", "day", "--limit", "2")
    assert len(ended.out.splitlines()) == 2
    assert "13 in all; --limit 13 shows all." in ended.err


def test_a_page_takes_one_request(run: Run, openbis: FakeOpenbis):
    assert run("search", "growth").status == 0
    assert openbis.requests.counts()["searchDataSets"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        ([], 2, "say what to look for"),
        (["--where", "STAIN = RED"], 2, "one of the terms DAPI, GFP"),
        (["--where", "STAINN = GFP"], 2, "did you mean STAIN"),
        (["--where", "nonsense"], 2, "is no condition"),
        (["--from", "yesterday"], 2, "--from: 'yesterday' is no day"),
        (["--sort", "colour", "x"], 2, "none of registered, modified, code"),
        (["--in", "/NO/SUCH"], 4, "No such"),
        (["--kind", "space", "x"], 2, "space"),
    ],
)
def test_an_invalid_search_says_what_is_wrong(run: Run, arguments: list[str], status: int, reason: str):
    ended = run("search", *arguments)
    assert (ended.status, ended.out) == (status, "")
    assert reason in ended.err
