"""Fields of entries of `.eln` archives as properties."""

import pytest

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry, rich_text
from jupyter_openbis_server.domain.eln_archives.mapping import properties_of
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment

ENTRY = ElnEntry("./a/", "A", "a < b", {"Comment": "<script>x()</script>\n\nc"}, (), "<p>a &lt; b</p>")


def type_of(*assignments: PropertyAssignment) -> EntityType:
    return EntityType("ENTRY", "", assignments)


def test_fields_have_the_property_that_is_named_or_has_their_name():
    type_ = type_of(PropertyAssignment("$NAME"), PropertyAssignment("NOTES"), PropertyAssignment("C", "comment"))
    assert properties_of(ENTRY, type_, {}) == ({"$NAME": "A", "NOTES": "a < b", "C": "<script>x()</script>\n\nc"}, ())
    named = properties_of(ENTRY, type_, {"COMMENT": "notes", "text": "c"})
    assert named == ({"$NAME": "A", "C": "a < b", "NOTES": "<script>x()</script>\n\nc"}, ())


def test_fields_without_a_property_and_second_ones_for_it_are_left_out():
    type_ = type_of(PropertyAssignment("$NAME"), PropertyAssignment("NOTES", is_computed=True))
    assert properties_of(ENTRY, type_, {"comment": "$NAME"}) == ({"$NAME": "A"}, ("text", "Comment"))


def test_values_that_do_not_fit_are_left_out_unless_the_user_has_named_the_property():
    type_ = type_of(PropertyAssignment("COMMENT", data_type="REAL"), PropertyAssignment("N", data_type="INTEGER"))
    assert properties_of(ENTRY, type_, {}) == ({}, ("name", "text", "Comment"))
    properties, left_out = properties_of(ENTRY, type_, {"name": "n"})
    assert (properties, left_out) == ({"N": "A"}, ("text", "Comment"))


def test_spaces_of_a_name_are_underscores_of_a_code():
    entry = ElnEntry("./a/", "A", fields={"Growth  rate": "3"})
    type_ = type_of(PropertyAssignment("GROWTH_RATE", "Rate", data_type="REAL"))
    assert properties_of(entry, type_, {})[0] == {"GROWTH_RATE": "3"}


def test_rich_text_keeps_the_formatting_of_texts_and_shows_others_as_they_are():
    type_ = type_of(*(PropertyAssignment(code, is_rich_text=True) for code in ("NOTES", "COMMENT", "$NAME")))
    properties, left_out = properties_of(ENTRY, type_, {})
    assert properties == {
        "$NAME": "<p>A</p>",
        "NOTES": "<p>a &lt; b</p>",
        "COMMENT": "<p>&lt;script&gt;x()&lt;/script&gt;</p><p>c</p>",
    }
    assert left_out == ()


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("\n \n", ""), ("a\r\n'b'", "<p>a</p><p>&#x27;b&#x27;</p>")])
def test_lines_become_paragraphs(text: str, expected: str):
    assert rich_text(text) == expected


def test_codes_are_the_same_for_the_same_entry_only():
    codes = {ENTRY.code, ElnEntry("./a/", "A").code, ElnEntry("./a/", "B").code, ElnEntry("./b/", "A").code}
    assert len(codes) == 4
    assert ElnEntry("./a/", "A").code == ElnEntry("./a/", "A").code
    assert ElnEntry("./a/", "\ud800").code.startswith("ELN_")
