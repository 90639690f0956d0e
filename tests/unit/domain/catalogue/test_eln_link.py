import json
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url, parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

URL = "https://openbis.example.org:8443"
PERM_ID = "20240131120000000-17"


@pytest.mark.parametrize(
    ("kind", "perm_id", "view"),
    [
        (EntityKind.SPACE, "LAB", "showSpacePage"),
        (EntityKind.PROJECT, PERM_ID, "showProjectPageFromPermId"),
        (EntityKind.SAMPLE, PERM_ID, "showViewSamplePageFromPermId"),
        (EntityKind.DATA_SET, PERM_ID, "showViewDataSetPageFromPermId"),
    ],
)
def test_the_eln_opens_a_page_by_its_view_and_a_perm_id(kind, perm_id, view):
    link = eln_url(URL, kind, perm_id)
    assert link == f"{URL}/openbis/webapp/eln-lims/?menuUniqueId=null&viewName={view}&viewData={perm_id}"


def test_the_eln_opens_an_experiment_by_its_identifier():
    link = eln_url(URL, EntityKind.EXPERIMENT, PERM_ID, "/LAB/YEAST/GROWTH")
    query = parse_qs(urlsplit(link).query)
    assert query["viewName"] == ["showExperimentPageFromIdentifier"]
    assert json.loads(query["viewData"][0]) == ["/LAB/YEAST/GROWTH", False]


def test_special_characters_in_links_are_encoded():
    link = eln_url(URL, EntityKind.SPACE, 'A&B"#=/?')
    assert parse_qs(urlsplit(link).query)["viewData"] == ['A&B"#=/?']
    assert urlsplit(link).fragment == ""


@pytest.mark.parametrize("kind", list(EntityKind))
def test_generated_links_are_parsed(kind):
    named = {EntityKind.SPACE: "LAB", EntityKind.EXPERIMENT: "/LAB/YEAST/GROWTH"}.get(kind, PERM_ID)
    assert parse_eln_link(f" {eln_url(URL, kind, named, named)} ") == (kind, named)


ELN = f"{URL}/openbis/webapp/eln-lims/"


@pytest.mark.parametrize(
    ("link", "reference"),
    [
        (f"{ELN}?menuUniqueId=%7B%22type%22:%22DATASET%22%7D&viewName=showViewDataSetPageFromPermId&viewData=%22{PERM_ID}%22",
         (EntityKind.DATA_SET, PERM_ID)),
        (f"{ELN}?viewName=showViewSamplePageFromIdentifier&viewData=/LAB/YEAST/S1",
         (EntityKind.SAMPLE, "/LAB/YEAST/S1")),
        (f"{ELN}?viewName=showViewSamplePageFromPermId&viewData=%7B%22permIdOrIdentifier%22%3A%22{PERM_ID}%22%7D",
         (EntityKind.SAMPLE, PERM_ID)),
        (f"{ELN}?viewName=showExperimentPageFromIdentifier&viewData=%255B%2522%252FLAB%252FYEAST%252FE1%2522%252Cfalse%255D",
         (EntityKind.EXPERIMENT, "/LAB/YEAST/E1")),
        (f"{ELN}?viewName=showExperimentPageFromIdentifier&viewData=/LAB/YEAST/E1",
         (EntityKind.EXPERIMENT, "/LAB/YEAST/E1")),
        (f"{URL}/openbis/?viewMode=SIMPLE#entity=DATA_SET&permId={PERM_ID}", (EntityKind.DATA_SET, PERM_ID)),
        (f"{URL}/openbis/#entity=SAMPLE&permId={PERM_ID}", (EntityKind.SAMPLE, PERM_ID)),
        (f"{URL}/datastore_server/{PERM_ID}/original", (None, PERM_ID)),
    ],
)  # fmt: skip
def test_links_of_all_eln_versions_are_parsed(link, reference):
    assert parse_eln_link(link) == reference


@pytest.mark.parametrize(
    "link",
    [
        "",
        "yeast",
        PERM_ID,
        "/LAB/YEAST/S1",
        "https://",
        "https://[::1",
        URL,
        f"{ELN}?viewName=showBlancPage&viewData=null",
        f"{ELN}?viewName=showSpacePage",
        f"ftp://example.org/{PERM_ID}",
        "https://doi.org/10.1000/182",
        f"{URL}/1{PERM_ID}",
    ],
)
def test_links_to_no_entity_are_not_parsed(link):
    assert parse_eln_link(link) is None


@pytest.mark.parametrize("data", ["[" * 100_000, "%5B%5D", "%7B%7D", "null", "1e999", "%"])
def test_malformed_view_data_does_not_fail(data):
    assert parse_eln_link(f"{ELN}?viewName=showViewSamplePageFromPermId&viewData={data}")[0] is EntityKind.SAMPLE
