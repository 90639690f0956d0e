"""Parsing of references to samples, experiments and other entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity import EntityReference, ReferenceKind, data_set_code
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidReference


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("20240401101530123-42", "20240401101530123-42", ReferenceKind.PERM_ID),
        (" 20240401101530123-42\n", "20240401101530123-42", ReferenceKind.PERM_ID),
        ("/LAB/YEAST/GROWTH", "/LAB/YEAST/GROWTH", ReferenceKind.IDENTIFIER),
        ("/lab/yeast/growth", "/LAB/YEAST/GROWTH", ReferenceKind.IDENTIFIER),
        ("LAB/YEAST/GROWTH", "/LAB/YEAST/GROWTH", ReferenceKind.IDENTIFIER),
        ("/LAB/YEAST/GROWTH/", "/LAB/YEAST/GROWTH", ReferenceKind.IDENTIFIER),
        ("/LAB/SAMPLE", "/LAB/SAMPLE", ReferenceKind.IDENTIFIER),
        ("/lab", "/LAB", ReferenceKind.IDENTIFIER),
        ("/LAB/YEAST/GROWTH/SAMPLE", "/LAB/YEAST/GROWTH/SAMPLE", ReferenceKind.IDENTIFIER),
        ("/LAB/YEAST/PLATE:A1", "/LAB/YEAST/PLATE:A1", ReferenceKind.IDENTIFIER),
        ("exp-1.2_b", "EXP-1.2_B", ReferenceKind.CODE),
        ("42", "42", ReferenceKind.CODE),
        ("2024-001", "2024-001", ReferenceKind.CODE),
        ("plate_1:a1", "PLATE_1:A1", ReferenceKind.CODE),
    ],
)
def test_reference_is_parsed_in_all_spellings(typed, text, kind):
    reference = EntityReference.parse(typed)
    assert (reference.text, reference.kind) == (text, kind)
    assert str(reference) == text


@pytest.mark.parametrize(
    ("kind", "perm_id", "identifier", "text"),
    [
        (EntityKind.SAMPLE, "20240401101530123-42", "/LAB/S", "20240401101530123-42"),
        (EntityKind.EXPERIMENT, "20240401101530123-42", "/LAB/YEAST/GROWTH", "/LAB/YEAST/GROWTH"),
        (EntityKind.PROJECT, "20240401101530123-42", "/LAB/YEAST", "20240401101530123-42"),
        (EntityKind.SPACE, "LAB", "/LAB", "/LAB"),
        (EntityKind.DATA_SET, "20240401101530123-42", "", "20240401101530123-42"),
    ],
)
def test_link_of_the_eln_is_parsed(kind, perm_id, identifier, text):
    link = eln_url("https://openbis.example.org", kind, perm_id, identifier)
    assert EntityReference.parse(f" {link}\n").text == text


@pytest.mark.parametrize(
    "typed",
    [
        "https://openbis.example.org/openbis/webapp/eln-lims/",
        "",
        "  ",
        "/",
        "//",
        "/LAB//GROWTH",
        "/A/B/C/D/E",
        "two words",
        "*",
        "/LAB/YEAST/*",
        "a;b",
        "/LAB/YE AST/X",
    ],
)
def test_text_that_is_no_reference_is_refused_and_quoted(typed):
    with pytest.raises(InvalidReference) as caught:
        EntityReference.parse(typed)
    assert typed.strip() in str(caught.value)


@given(st.text())
def test_parsed_reference_is_parsed_to_itself(text):
    try:
        reference = EntityReference.parse(text)
    except InvalidReference:
        return
    assert EntityReference.parse(reference.text) == reference


@pytest.mark.parametrize(
    ("typed", "collection"),
    [
        ("/LAB/YEAST/GROWTH/SAMPLE", "/LAB/YEAST/GROWTH"),
        ("/LAB/YEAST/SAMPLE", None),
        ("SAMPLE", None),
        ("20240401101530123-42", None),
    ],
)
def test_collection_in_a_sample_identifier_is_parsed(typed, collection):
    assert EntityReference.parse(typed).collection == collection


@pytest.mark.parametrize(("typed", "may_be"), [("1-1", True), ("2024-001", True), ("A-1", False), ("/1-1", False)])
def test_code_of_digits_may_be_a_perm_id(typed, may_be):
    assert EntityReference.parse(typed).may_be_perm_id is may_be


def test_code_of_a_data_set_is_converted_to_upper_case():
    assert data_set_code(" ddbs377561\n") == "DDBS377561"
