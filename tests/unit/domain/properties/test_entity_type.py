"""Data set types: validation of properties."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment, VocabularyTerm

FREE = PropertyAssignment("NOTES")
MANDATORY = PropertyAssignment("MAGNIFICATION", mandatory=True)
STAIN = PropertyAssignment(
    "STAIN", data_type="CONTROLLEDVOCABULARY", terms=(VocabularyTerm("GFP"), VocabularyTerm("DAPI", "DNA"))
)


def test_mandatory_property_is_required():
    assert MANDATORY.problems_of(None) == ("is mandatory",)
    assert MANDATORY.problems_of("40") == ()


def test_other_property_is_optional():
    assert FREE.problems_of(None) == ()
    assert STAIN.problems_of(None) == ()


@pytest.mark.parametrize("value", ["GFP", "gfp", " Dapi "])
def test_term_is_found_by_its_code_in_any_case(value):
    assert STAIN.problems_of(value) == ()


@pytest.mark.parametrize("value", ["DNA", "GFP,DAPI"])
def test_error_for_an_unknown_term_lists_the_terms(value):
    assert STAIN.problems_of(value) == (f"{value!r} is not one of GFP, DAPI",)


def test_a_term_is_sent_by_its_code_and_other_values_as_they_are():
    assert STAIN.convert(" dapi ") == "DAPI"
    assert FREE.convert(" dapi ") == " dapi "


def test_without_known_terms_any_value_is_accepted():
    empty = PropertyAssignment("STAIN", data_type="CONTROLLEDVOCABULARY")
    assert empty.problems_of("GFP") == ()


def test_error_lists_a_limited_number_of_terms():
    terms = tuple(VocabularyTerm(f"T{number}") for number in range(200))
    many = PropertyAssignment("MANY", data_type="CONTROLLEDVOCABULARY", terms=terms)
    assert many.problems_of("X") == ("'X' is not one of T0, T1, T2, T3, T4, T5, T6, T7, T8, T9 and 190 more",)


def test_a_value_must_fit_the_data_type():
    number = PropertyAssignment("MAGNIFICATION", data_type="INTEGER")
    assert number.problems_of("40x") == ("'40x' is not a whole number of at most 64 bits, e.g. 42",)
    assert number.problems_of(" 40 ") == ()
    assert number.convert(" 40 ") == "40"


def test_a_multi_valued_property_has_each_value_checked():
    stains = replace(STAIN, multi_value=True)
    assert stains.convert([" dapi ", "GFP"]) == ("DAPI", "GFP")
    assert stains.convert("gfp") == ("GFP",)
    assert stains.problems_of(["DNA", "GFP", "RNA"]) == (
        "value 1: 'DNA' is not one of GFP, DAPI",
        "value 3: 'RNA' is not one of GFP, DAPI",
    )


def test_values_that_are_not_set_are_left_out_of_several():
    names = PropertyAssignment("AUTHORS", mandatory=True, multi_value=True)
    assert names.convert(["Ada", None, " ", float("nan"), "Bob"]) == ("Ada", "Bob")
    assert names.problems_of([None, ""]) == ("is mandatory",)
    assert names.problems_of([]) == ("is mandatory",)


def test_a_single_valued_property_takes_no_list():
    assert FREE.problems_of(["a", "b"]) == ("takes one value, not several",)
    assert FREE.problems_of(("a",)) == ("takes one value, not several",)


@pytest.mark.parametrize("value", [5, 5.0])
def test_number_is_accepted_as_a_term(value):
    grades = PropertyAssignment("GRADE", data_type="CONTROLLEDVOCABULARY", terms=(VocabularyTerm("5"),))
    assert grades.convert(value) == "5"
