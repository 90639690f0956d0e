"""Entities that the pages for users name exist in the sample data of the demo."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import fill
from jupyter_openbis_server.fake_openbis.sample_data.large_previews import add_large_previews
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from tests.unit.site.extensions import ROOT

PAGES = sorted((ROOT / "docs" / "users").glob("*.md"))
PERM_ID = re.compile(r"\b\d{17}-\d+\b")
IDENTIFIER = re.compile(r"(?<![\w./…-])/[A-Z][A-Z0-9_]*(?:/[A-Z0-9_]+)*(?![\w/])")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """PermIds and identifiers in the sample data."""
    laboratory = Laboratory(folder=tmp_path_factory.mktemp("openbis"))
    fill(laboratory)
    add_large_previews(laboratory)
    return set(names_in(laboratory))


def names_in(laboratory: Laboratory) -> Iterator[str]:
    yield from (f"/{each.code}" for each in laboratory.spaces)
    yield from (f"/{each.space}/{each.code}" for each in laboratory.projects)
    for entities in (laboratory.experiments, laboratory.samples):
        yield from (each.identifier for each in entities)
    for entities in (laboratory.projects, laboratory.experiments, laboratory.samples, laboratory.data_sets):
        yield from (each.perm_id for each in entities)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_names_on_a_page_exist_in_the_demo(page: Path, known: set[str]) -> None:
    text = page.read_text()
    assert {*PERM_ID.findall(text), *IDENTIFIER.findall(text)} <= known


def test_names_are_found_on_the_pages(known: set[str]) -> None:
    text = (ROOT / "docs" / "users" / "tasks.md").read_text()
    assert "20230315101500001-1001" in PERM_ID.findall(text)
    assert {"/YEAST_LAB", "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT"} <= set(IDENTIFIER.findall(text))
    assert not {"20230316090000002-1002", "/NO_LAB"} & known
