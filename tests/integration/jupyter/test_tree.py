"""Browsing, details and search."""

from urllib.parse import quote, urlencode

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request


def place(kind: str, perm_id: str) -> str:
    return f"inKind={kind}&inPermId={quote(perm_id, safe='')}"


async def test_the_tree_leads_from_the_spaces_to_the_data_sets(logged_in: Request):
    async def listed(query: str) -> dict[str, str]:
        answer = await logged_in("GET", f"openbis/browse/lab?{query}")
        assert answer.status == 200, answer.json
        assert answer.json["totalCount"] == len(answer.json["entities"]) + len(answer.json["dataSets"])
        rows = [*answer.json["entities"], *answer.json["dataSets"]]
        return {row.get("identifier", row["permId"]): row["permId"] for row in rows}

    spaces = await listed("")
    assert spaces == {"/ALICE": "ALICE", "/MATERIALS": "MATERIALS", "/YEAST_LAB": "YEAST_LAB"}
    projects = await listed("kind=project&" + place("space", "YEAST_LAB"))
    experiments = await listed("kind=experiment&" + place("project", projects["/YEAST_LAB/STRESS_RESPONSE"]))
    samples = await listed("kind=sample&" + place("experiment", experiments[lab.HEAT_SHOCK]))
    assert lab.IMAGES in await listed("kind=dataSet&" + place("sample", samples[lab.WILD_TYPE]))
    assert {*await listed("kind=dataSet&" + place("experiment", experiments[lab.HEAT_SHOCK]))} == {lab.REPORT, lab.LINK}


async def test_a_row_has_the_displayed_fields(logged_in: Request, openbis: FakeOpenbis):
    (experiment,) = openbis.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    where = place("experiment", experiment.perm_id)
    answer = await logged_in("GET", f"openbis/browse/lab?kind=sample&{where}&start_with=1&count=1")
    assert answer.json == {
        "entities": [
            {
                "kind": "sample",
                "permId": "20230315100200000-303",
                "identifier": lab.WILD_TYPE,
                "type": "EXPERIMENTAL_STEP",
                "$NAME": "Heat shock, wild type",
            }
        ],
        "dataSets": [],
        "start_with": 1,
        "count": 1,
        "totalCount": 2,
        "remark": None,
    }
    answer = await logged_in("GET", f"openbis/browse/lab?kind=dataSet&{where}")
    assert answer.json["dataSets"][-1]["permId"] == lab.REPORT
    assert answer.json["dataSets"][-1]["properties"]["VERDICT"] == "PASSED"


async def test_a_page_of_the_tree_costs_one_request(logged_in: Request, openbis: FakeOpenbis):
    (sample,) = openbis.laboratory.samples.find("identifier", lab.TIME_SERIES)
    await logged_in("GET", f"openbis/browse/lab?kind=dataSet&{place('sample', sample.perm_id)}")
    openbis.requests.clear()  # caches the server information
    await logged_in("GET", "openbis/browse/lab")
    await logged_in("GET", f"openbis/browse/lab?kind=sample&{place('space', 'YEAST_LAB')}")
    await logged_in("GET", f"openbis/browse/lab?kind=dataSet&{place('sample', sample.perm_id)}&start_with=5&count=5")
    assert openbis.requests.methods() == ["searchSpaces", "searchSamples", "searchDataSets"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("kind=dataSet&inKind=project&inPermId=1-2", "project"),
        ("kind=sample", "instance"),
        ("kind=folder", "kind"),
        ("kind=sample&inKind=experiment", "inPermId"),
        ("kind=sample&inPermId=1-2", "inKind"),
        ("kind=sample&inKind=experiment&inPermId=", "inPermId"),
        ("count=many", "count"),
    ],
)
async def test_an_invalid_place_is_400_with_the_reason(logged_in: Request, query: str, word: str):
    answer = await logged_in("GET", f"openbis/browse/lab?{query}")
    assert answer.status == 400
    assert word in answer.json["reason"]


async def test_without_a_session_nothing_is_listed(request_: Request):
    assert (await request_("GET", "openbis/browse/lab")).status == 401
    assert (await request_("GET", "openbis/browse/unknown")).status == 404


# --- details


async def test_a_data_set_is_shown_with_all_its_details(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("GET", f"openbis/details/lab/dataSet/{lab.NOTEBOOK}")
    assert answer.status == 200, answer.json
    shown = answer.json
    listed = await logged_in("GET", f"openbis/browse/lab?kind=dataSet&{place('sample', '20230315100200000-303')}")
    assert shown["dataSet"] in listed.json["dataSets"]
    assert (shown["kind"], shown["permId"], shown["identifier"]) == ("dataSet", lab.NOTEBOOK, None)
    assert (shown["type"], shown["$NAME"]) == ("ANALYSIS_NOTEBOOK", "Intensity analysis")
    notes = next(each for each in shown["properties"] if each["code"] == "NOTES")
    assert notes == {
        "code": "NOTES", "label": "Notes", "dataType": "MULTILINE_VARCHAR", "multiValue": False, "value": "First try",
    }  # fmt: skip
    assert shown["owner"] == {
        "kind": "sample", "permId": "20230315100200000-303", "identifier": lab.WILD_TYPE,
        "type": "EXPERIMENTAL_STEP", "$NAME": "Heat shock, wild type",
    }  # fmt: skip
    assert {each["permId"] for each in shown["parents"]} == {lab.IMAGES, lab.BIG}
    parent = next(each for each in shown["parents"] if each["permId"] == lab.BIG)
    assert parent.items() >= {"kind": "dataSet", "type": "RAW_DATA", "$NAME": "Raw camera stack"}.items()
    assert (shown["children"], shown["childrenCount"], shown["registrator"]) == ([], 0, "alice")
    assert shown["registrationDate"] == shown["modificationDate"]
    assert shown["registrationDate"].startswith("2023-03-15T10:")
    assert shown["registrationDate"].endswith("+00:00")
    assert shown["elnUrl"].startswith(f"{openbis.url}/openbis/webapp/eln-lims/?")
    assert shown["elnUrl"].endswith(f"viewName=showViewDataSetPageFromPermId&viewData={lab.NOTEBOOK}")


async def test_a_sample_is_shown_with_its_owner_and_children(logged_in: Request):
    answer = await logged_in("GET", "openbis/details/lab/sample/20230315100200000-301")
    assert answer.json["identifier"] == "/MATERIALS/STRAINS/YEAST_1"
    assert answer.json["owner"]["identifier"] == "/MATERIALS/STRAINS/STRAIN_COLLECTION"
    assert {each["$NAME"] for each in answer.json["children"]} == {"Heat shock, wild type", "Heat shock, hog1Δ"}
    assert (answer.json["childrenCount"], answer.json["dataSet"]) == (2, None)


async def test_spaces_projects_and_experiments_are_shown(logged_in: Request, openbis: FakeOpenbis):
    (experiment,) = openbis.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    chain = [("space", "YEAST_LAB"), ("project", experiment.project), ("experiment", experiment.perm_id)]
    shown = [(await logged_in("GET", f"openbis/details/lab/{kind}/{perm_id}")).json for kind, perm_id in chain]
    assert [each["owner"] and each["owner"]["permId"] for each in shown] == [None, "YEAST_LAB", experiment.project]
    assert "showExperimentPageFromIdentifier" in shown[2]["elnUrl"]
    assert quote(lab.HEAT_SHOCK, safe="") in shown[2]["elnUrl"]


async def test_details_cost_one_request(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    await logged_in("GET", f"openbis/details/lab/dataSet/{lab.NOTEBOOK}")
    assert openbis.requests.methods() == ["executeOperations"]


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("dataSet/20010101000000000-1", 404, "20010101000000000-1"),
        (f"sample/{lab.IMAGES}", 404, "No such sample"),
        (f"dataSet/{lab.RESTRICTED}", 404, lab.RESTRICTED),
        ("sample/*", 404, "No such sample"),
        (f"dataset/{lab.IMAGES}", 400, "kind"),
    ],
)
async def test_unknown_and_invisible_entities_have_no_details(logged_in: Request, path: str, status: int, word: str):
    answer = await logged_in("GET", f"openbis/details/lab/{path}")
    assert answer.status == status
    assert word in answer.json["reason"]


# --- searching


def searched(kind: str = "dataSet", **asked: str) -> str:
    return f"openbis/search/lab?kind={kind}&{urlencode(asked)}"


async def test_words_find_data_sets_newest_first(logged_in: Request):
    answer = await logged_in("GET", searched(text="growth DAY", count="4", start_with="1"))
    assert answer.status == 200, answer.json
    assert [row["permId"] for row in answer.json["dataSets"]] == list(lab.SERIES[::-1][1:5])
    assert answer.json["entities"] == []
    assert (answer.json["start_with"], answer.json["count"], answer.json["totalCount"]) == (1, 4, 13)


async def test_words_find_samples_by_name_and_other_properties(logged_in: Request):
    for text in ("BY4741 hog", "kanMX", "strains/yeast_2", "*200000-302"):
        answer = await logged_in("GET", searched("sample", text=text))
        assert [row["identifier"] for row in answer.json["entities"]] == ["/MATERIALS/STRAINS/YEAST_2"], text
        assert answer.json["dataSets"] == []


async def test_a_pasted_identifier_finds_its_entity(logged_in: Request, openbis: FakeOpenbis):
    shown = (await logged_in("GET", f"openbis/details/lab/dataSet/{lab.BIG}")).json
    for text in (lab.BIG, shown["elnUrl"]):
        answer = await logged_in("GET", searched(text=text, type="NO_SUCH_TYPE"))
        assert [row["permId"] for row in answer.json["dataSets"]] == [lab.BIG]
    answer = await logged_in("GET", searched("sample", text=lab.WILD_TYPE))
    assert [row["identifier"] for row in answer.json["entities"]] == [lab.WILD_TYPE]
    (experiment,) = openbis.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    link = (await logged_in("GET", f"openbis/details/lab/experiment/{experiment.perm_id}")).json["elnUrl"]
    answer = await logged_in("GET", searched(text=link))
    assert [row["identifier"] for row in answer.json["entities"]] == [lab.HEAT_SHOCK]


async def test_filters_restrict_the_result(logged_in: Request):
    day = {"from": "2023-03-15", "to": "2023-03-15"}
    answer = await logged_in("GET", searched(type="quality_report", mine="true", **day))
    assert [row["permId"] for row in answer.json["dataSets"]] == [lab.REPORT]
    # Other tests register reports of their own, today.
    for other in ({"from": "2023-03-16", "to": "2023-12-31"}, {"to": "2023-03-14"}, {"text": "xyzzy"}):
        answer = await logged_in("GET", searched(type="QUALITY_REPORT", **other))
        assert (answer.json["dataSets"], answer.json["totalCount"]) == ([], 0)


async def test_the_filter_by_registrator_excludes_other_users(logged_in: Request):
    assert (await logged_in("GET", searched("experiment", text="heat"))).json["totalCount"] == 1
    assert (await logged_in("GET", searched("experiment", text="heat", mine="true"))).json["totalCount"] == 0


async def test_entities_without_permission_are_not_found(logged_in: Request):
    for asked in ({"text": "claims"}, {"text": lab.RESTRICTED}):
        answer = await logged_in("GET", searched(**asked))
        assert (answer.json["dataSets"], answer.json["totalCount"]) == ([], 0)


@pytest.mark.parametrize("text", ["*", "?", "50%", "_", "a\\", 'a"b', "'; DROP TABLE data_all; --", "(", "<b>", "😀"])
async def test_special_characters_do_not_break_a_search(logged_in: Request, text: str):
    for kind in ("dataSet", "sample", "experiment", "project"):
        assert (await logged_in("GET", searched(kind, text=text))).status == 200


async def test_a_page_of_results_costs_one_request(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    await logged_in("GET", searched(text="wild type images", mine="true", **{"from": "2023-01-01"}))
    await logged_in("GET", searched("project", text="stress"))
    await logged_in("GET", searched(text=lab.WILD_TYPE))
    assert openbis.requests.methods() == [
        "getSessionInformation",  # once per session
        "searchDataSets",
        "searchProjects",
        "searchDataSets",
    ]


@pytest.mark.parametrize("text", ["shock", "Heat shock, wild", "HEAT_SHOCK_WT", "heat_shock_wt images"])
async def test_words_of_a_samples_name_find_its_data_sets(logged_in: Request, text: str):
    answer = await logged_in("GET", searched(text=text))
    assert lab.IMAGES in [row["permId"] for row in answer.json["dataSets"]]


async def test_other_kinds_are_counted_on_request_by_one_request(logged_in: Request, openbis: FakeOpenbis):
    plain = await logged_in("GET", searched(text="heat shock"))
    assert plain.json["counts"] is None
    openbis.requests.clear()
    answer = await logged_in("GET", searched(text="heat shock", counts="true", count="1"))
    assert openbis.requests.methods() == ["executeOperations"]
    counts = answer.json["counts"]
    assert answer.json["dataSets"] == plain.json["dataSets"][:1]
    assert counts["dataSet"] == answer.json["totalCount"] == plain.json["totalCount"]
    assert (counts["sample"], counts["experiment"], counts["project"]) == (2, 1, 0)
    for kind, count in counts.items():
        assert (await logged_in("GET", searched(kind, text="heat shock"))).json["totalCount"] == count


async def test_kinds_to_which_the_filters_do_not_apply_have_no_count(logged_in: Request):
    dated = await logged_in("GET", searched(text="heat", counts="true", **{"from": "2023-01-01"}))
    assert set(dated.json["counts"]) == {"dataSet", "sample", "experiment"}
    typed = await logged_in("GET", searched(type="QUALITY_REPORT", counts="true"))
    assert set(typed.json["counts"]) == {"dataSet"}


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2024-01-02", "to": "2024-01-01"}, "from"),
        ({"kind": "space", "text": "lab"}, "browsing"),
        ({"kind": "project", "type": "X"}, "projects"),
        ({"text": "x", "mine": "perhaps"}, "mine"),
        ({"text": "\\"}, "backslash"),
        ({"text": "x", "counts": "perhaps"}, "counts"),
    ],
)
async def test_an_invalid_search_is_400_with_the_reason(logged_in: Request, asked: dict[str, str], word: str):
    answer = await logged_in("GET", searched(**asked))
    assert answer.status == 400
    assert word in answer.json["reason"]
