"""Types say what may be said of a data set."""

import pytest

from jupyter_openbis_server.domain.model import PropertyAssignment, VocabularyTerm

FREE = PropertyAssignment("NOTES")
MANDATORY = PropertyAssignment("MAGNIFICATION", mandatory=True)
STAIN = PropertyAssignment(
    "STAIN", data_type="CONTROLLEDVOCABULARY", terms=(VocabularyTerm("GFP"), VocabularyTerm("DAPI", "DNA"))
)


def test_what_is_mandatory_must_be_given():
    assert MANDATORY.problem_of(None) == "is mandatory"
    assert MANDATORY.problem_of("40") is None


def test_what_is_not_may_be_missing():
    assert FREE.problem_of(None) is None
    assert STAIN.problem_of(None) is None


@pytest.mark.parametrize("value", ["GFP", "gfp", " Dapi "])
def test_a_term_is_known_by_its_code_in_any_case(value):
    assert STAIN.problem_of(value) is None


@pytest.mark.parametrize("value", ["DNA", "", "GFP,DAPI"])
def test_what_is_no_term_is_answered_with_the_terms(value):
    assert STAIN.problem_of(value) == f"{value!r} is not one of GFP, DAPI"


def test_a_term_is_sent_by_its_code_and_other_values_as_they_are():
    assert STAIN.as_sent(" dapi ") == "DAPI"
    assert FREE.as_sent(" dapi ") == " dapi "


def test_a_vocabulary_without_terms_leaves_the_judgement_to_openbis():
    empty = PropertyAssignment("STAIN", data_type="CONTROLLEDVOCABULARY")
    assert empty.problem_of("GFP") is None


def test_of_many_terms_only_some_are_told():
    terms = tuple(VocabularyTerm(f"T{number}") for number in range(200))
    many = PropertyAssignment("MANY", data_type="CONTROLLEDVOCABULARY", terms=terms)
    assert many.problem_of("X") == "'X' is not one of T0, T1, T2, T3, T4, T5, T6, T7, T8, T9 and 190 more"


def test_a_value_must_fit_the_data_type():
    number = PropertyAssignment("MAGNIFICATION", data_type="INTEGER")
    assert number.problem_of("40x") == "'40x' is not a whole number of at most 64 bits, e.g. 42"
    assert number.problem_of(" 40 ") is None
    assert number.as_sent(" 40 ") == "40"
