"""Searches by properties, owner and dates, sorted, and pages while openBIS changes."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from tests.integration.jupyter.conftest import Request


def searched(kind: str = "dataSet", *where: str, **asked: str) -> str:
    return f"openbis/search/lab?{urlencode([('kind', kind), *asked.items(), *(('where', each) for each in where)])}"


async def test_conditions_on_properties_are_repeated(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("GET", searched("dataSet", "MAGNIFICATION > 40", "STAIN = GFP", text="image*"))
    assert answer.status == 200, answer.json
    assert lab.IMAGES in [row["permId"] for row in answer.json["dataSets"]]
    answer = await logged_in("GET", searched("dataSet", "MAGNIFICATION > 40", "STAIN = DAPI", text="image*"))
    assert lab.IMAGES not in [row["permId"] for row in answer.json["dataSets"]]


async def test_a_condition_costs_one_request_more_once(logged_in: Request, openbis: FakeOpenbis):
    await logged_in("GET", searched("dataSet", "EXPOSURE_TIME is not empty"))
    openbis.requests.clear()
    answer = await logged_in("GET", searched("dataSet", "EXPOSURE_TIME is not empty", counts="true"))
    assert answer.json["totalCount"] > 0
    assert openbis.requests.methods() == ["executeOperations"]


async def test_found_samples_have_properties_and_dates(logged_in: Request):
    answer = await logged_in("GET", searched("sample", text=lab.WILD_TYPE))
    (row,) = answer.json["entities"]
    assert row["properties"]["$NAME"] == row["$NAME"] == "Heat shock, wild type"
    assert row["registrationDate"].endswith("+00:00")


async def test_matches_are_limited_to_an_owner_and_sorted(logged_in: Request):
    answer = await logged_in("GET", searched("sample", sort="code", **{"in": lab.HEAT_SHOCK.lower()}))
    codes = [row["identifier"].rpartition("/")[2] for row in answer.json["entities"]]
    assert {"HEAT_SHOCK_HOG1", "HEAT_SHOCK_WT"} <= {*codes}
    assert codes == sorted(codes)
    answer = await logged_in("GET", searched("sample", sort="-code", **{"in": lab.HEAT_SHOCK}))
    assert [row["identifier"].rpartition("/")[2] for row in answer.json["entities"]] == codes[::-1]


async def test_dates_of_modification_are_days_or_times(logged_in: Request, openbis: FakeOpenbis):
    sample = add_sample(openbis.laboratory, "CHANGED", "ENTRY", project="/YEAST_LAB/GROWTH")
    openbis.laboratory.put(replace(sample, modification_date=4_102_444_800_500))  # 2100-01-01 00:00:00.5 UTC
    for limit, is_found in (
        ("2100-01-01", True),
        ("2100-01-01T00:00:00Z", True),
        ("2100-01-01T01:00:00.501+01:00", False),
        ("2100-01-02", False),
    ):
        answer = await logged_in("GET", searched("sample", modifiedFrom=limit))
        found = [row["permId"] for row in answer.json["entities"]]
        assert (sample.perm_id in found) == is_found, limit
    openbis.laboratory.remove(sample)


@pytest.mark.parametrize("sort", ["-registered", "registered", "code", "-code"])
async def test_pages_after_a_cursor_neither_lose_nor_repeat_rows(logged_in: Request, openbis: FakeOpenbis, sort: str):
    def add(number: int) -> str:
        code = f"CURSOR_{number:03d}"
        return add_sample(openbis.laboratory, code, "ENTRY", project="/YEAST_LAB/GROWTH").perm_id

    kept = {add(number) for number in range(1, 40, 2)}
    query = {"sort": sort, "text": "CURSOR_*", "count": "4"}
    found: list[str] = []
    after, page = "", 0
    while after is not None:
        answer = await logged_in("GET", searched("sample", **query, after=after))
        assert answer.status == 200, answer.json
        rows = [row["permId"] for row in answer.json["entities"]]
        found += rows
        after, page = answer.json["next"], page + 1
        for deleted in rows[:-1] if page % 2 else rows[-1:]:  # also the last row, where the next page begins
            openbis.laboratory.remove(openbis.laboratory.sample(deleted))
        add(page * 2)
    assert len(found) == len(set(found))
    assert kept <= set(found)
    for sample in [*openbis.laboratory.samples]:
        if sample.code.startswith("CURSOR_"):
            openbis.laboratory.remove(sample)


async def test_a_page_after_a_cursor_costs_one_request(logged_in: Request, openbis: FakeOpenbis):
    first = await logged_in("GET", searched("dataSet", text="growth", count="4"))
    openbis.requests.clear()
    second = await logged_in("GET", searched("dataSet", text="growth", count="4", after=first.json["next"]))
    whole = await logged_in("GET", searched("dataSet", text="growth", count="8"))
    assert first.json["dataSets"] + second.json["dataSets"] == whole.json["dataSets"]
    assert (second.json["start_with"], second.json["totalCount"]) == (4, whole.json["totalCount"])
    assert openbis.requests.methods() == ["searchDataSets"] * 2


@pytest.mark.parametrize("sort", ["-modified", "modified"])
async def test_pages_sorted_by_modification_neither_lose_nor_repeat_rows(
    logged_in: Request, openbis: FakeOpenbis, sort: str
):
    database = openbis.laboratory
    samples = [add_sample(database, f"MOVING_{n:03d}", "ENTRY", project="/YEAST_LAB/GROWTH") for n in range(21)]
    query = {"sort": sort, "text": "MOVING_*", "count": "4"}
    found: list[str] = []
    after = ""
    while after is not None:
        answer = await logged_in("GET", searched("sample", **query, after=after))
        assert answer.status == 200, answer.json
        found += [row["permId"] for row in answer.json["entities"]]
        after = answer.json["next"]
        if len(found) < 16:
            for each in (samples[len(found) - 2], samples[20 - len(found)]):  # one was returned, one may not have been
                database.put(replace(each, modification_date=database.now()))
    assert sorted(found) == sorted(each.perm_id for each in samples)
    for each in samples:
        database.remove(each)


async def test_pages_by_modification_can_begin_behind_the_first_row(logged_in: Request, openbis: FakeOpenbis):
    query = {"text": "growth", "sort": "-modified"}
    whole = await logged_in("GET", searched("dataSet", **query))
    first = await logged_in("GET", searched("dataSet", **query, start_with="1", count="1"))
    rest = await logged_in("GET", searched("dataSet", **query, after=first.json["next"]))
    assert first.json["dataSets"] + rest.json["dataSets"] == whole.json["dataSets"][1:]
    assert rest.json["next"] is None


@pytest.mark.parametrize(
    ("where", "asked", "reason"),
    [
        (["MAGNIFICATION > many"], {}, "MAGNIFICATION > many: 'many' is not a number"),
        (["STAIN = RED"], {}, "one of the terms DAPI, GFP, MCHERRY, NONE"),
        (["STAINN = GFP"], {}, "did you mean STAIN"),
        (["just words"], {}, "is no condition"),
        (["STAIN ="], {}, "a value is missing"),
        (["STAIN is empty today"], {}, "nothing can follow"),
        (["MAGNIFICATION between 1"], {}, "needs two values"),
        (["A = 1"] * 21, {}, "20 conditions at most"),
        ([], {"in": "/NO/SUCH/PLACE"}, "No such"),
        ([], {"text": "x", "sort": "colour"}, "sort"),
        ([], {"text": "x", "after": "nonsense"}, "after"),
        ([], {"text": "x", "modifiedFrom": "last week"}, "modifiedFrom"),
        ([], {"modifiedFrom": "2024-01-02", "modifiedTo": "2024-01-01"}, "modifiedFrom"),
    ],
)
async def test_an_invalid_search_names_what_is_wrong(
    logged_in: Request, where: list[str], asked: dict[str, str], reason: str
):
    answer = await logged_in("GET", searched("dataSet", *where, **asked))
    assert answer.status == (404 if "in" in asked else 400)
    assert reason in answer.json["reason"]


async def test_a_kind_that_cannot_be_in_the_owner_is_refused(logged_in: Request):
    answer = await logged_in("GET", searched("experiment", **{"in": lab.HEAT_SHOCK}))
    assert (answer.status, answer.json["reason"]) == (
        400,
        "in: must be a space or project: no experiment can be in the experiment",
    )
