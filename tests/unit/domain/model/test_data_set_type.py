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
