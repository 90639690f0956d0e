"""Samples and experiments are named in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.errors import InvalidReference
from jupyter_openbis_server.domain.model import EntityReference
from jupyter_openbis_server.domain.model.entity import ReferenceKind


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
    ],
)
def test_a_reference_is_read_as_people_type_it(typed, text, kind):
    reference = EntityReference.parse(typed)
    assert (reference.text, reference.kind) == (text, kind)
    assert str(reference) == text


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "/", "//", "/LAB//GROWTH", "/A/B/C/D/E", "two words", "*", "/LAB/YEAST/*", "a;b", "/LAB/YE AST/X"],
)
def test_what_names_nothing_is_refused_with_the_text(typed):
    with pytest.raises(InvalidReference) as caught:
        EntityReference.parse(typed)
    assert typed.strip() in str(caught.value)


@given(st.text())
def test_what_was_read_once_is_read_the_same_again(text):
    try:
        reference = EntityReference.parse(text)
    except InvalidReference:
        return
    assert EntityReference.parse(reference.text) == reference
