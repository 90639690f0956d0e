import json
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyter_openbis_server.domain.model import EntityKind
from jupyter_openbis_server.domain.model.eln_link import eln_url

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


def test_nothing_breaks_out_of_its_place_in_the_link():
    link = eln_url(URL, EntityKind.SPACE, 'A&B"#=/?')
    assert parse_qs(urlsplit(link).query)["viewData"] == ['A&B"#=/?']
    assert urlsplit(link).fragment == ""
