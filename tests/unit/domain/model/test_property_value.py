"""A text fits a data type as openBIS sees it."""

import pytest

from jupyter_openbis_server.domain.model.property_value import as_sent, problem_of

FITTING = [
    # data type, what the user gives, what openBIS gets
    ("VARCHAR", " any text ", " any text "),
    ("MULTILINE_VARCHAR", "two\nlines ", "two\nlines "),
    ("INTEGER", " +42 ", "42"),
    ("INTEGER", "-9223372036854775808", "-9223372036854775808"),
    ("REAL", "2.5e-3", "2.5e-3"),
    ("REAL", " -.5", "-.5"),
    ("REAL", "3.", "3."),
    ("BOOLEAN", "TRUE", "true"),
    ("BOOLEAN", " False ", "false"),
    ("BOOLEAN", "yes", "true"),
    ("BOOLEAN", "0", "false"),
    ("DATE", "2024-05-17", "2024-05-17"),
    ("DATE", "2024-5-7", "2024-05-07"),
    ("DATE", "5/17/24", "5/17/24"),
    ("TIMESTAMP", "2024-05-17", "2024-05-17"),
    ("TIMESTAMP", "2024-05-17 14:30", "2024-05-17 14:30"),
    ("TIMESTAMP", "2024-05-17 14:30:05", "2024-05-17 14:30:05"),
    ("TIMESTAMP", "2024-05-17 14:30:05 +0200", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30", "2024-05-17 14:30"),
    ("TIMESTAMP", "2024-05-17T14:30:05+02:00", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30:05Z", "2024-05-17 14:30:05 +0000"),
    ("TIMESTAMP", "2024-05-17 14:30 GMT", "2024-05-17 14:30:00 +0000"),
    ("TIMESTAMP", "5/17/24 2:30 pm", "5/17/24 2:30 pm"),
    ("HYPERLINK", "https://example.org/a(b)?c=%20#d", "https://example.org/a(b)?c=%20#d"),
    ("HYPERLINK", "ftp://example.org/", "ftp://example.org/"),
    ("XML", "<a b='c'>ü</a>", "<a b='c'>ü</a>"),
    ("XML", "<?xml version='1.0' encoding='latin-1'?><a>ü</a>", "<?xml version='1.0' encoding='latin-1'?><a>ü</a>"),
    ("JSON", '{"wells": [96, null]}', '{"wells": [96, null]}'),
    ("SAMPLE", " /LAB/YEAST/PLATE_1:A1 ", "/LAB/YEAST/PLATE_1:A1"),
    ("SAMPLE", "20240517143005123-42", "20240517143005123-42"),
    ("MATERIAL", "WATER (LIQUID)", "WATER (LIQUID)"),
    ("ARRAY_INTEGER", "1, +2", '["1", "2"]'),
    ("ARRAY_INTEGER", "[1, 2]", "[1, 2]"),
    ("ARRAY_REAL", "[1.5, 2e3]", "[1.5, 2e3]"),
    ("ARRAY_STRING", "ä, b c", '["ä", "b c"]'),
    ("ARRAY_STRING", '["a, b", "c"]', '["a, b", "c"]'),
    ("ARRAY_TIMESTAMP", "2024-05-17T14:30, 2024-05-18", '["2024-05-17 14:30", "2024-05-18"]'),
    ("A_TYPE_OF_THE_FUTURE", " as it is ", " as it is "),
    ("CONTROLLEDVOCABULARY", "OF_A_VOCABULARY_WITHOUT_TERMS", "OF_A_VOCABULARY_WITHOUT_TERMS"),
]
UNFIT = [
    ("INTEGER", "1.5"),
    ("INTEGER", "1_000"),
    ("INTEGER", "9223372036854775808"),
    ("INTEGER", "9" * 5000),
    ("REAL", "1,5"),
    ("REAL", "1_0.0"),
    ("REAL", "nan"),
    ("REAL", "inf"),
    ("REAL", "1e999"),
    ("BOOLEAN", "perhaps"),
    ("DATE", "17.05.2024"),
    ("DATE", "2024-02-30"),
    ("DATE", "2024-05-17 14:30"),
    ("TIMESTAMP", "24-05-17"),
    ("TIMESTAMP", "2024-05-17 25:00"),
    ("TIMESTAMP", "2024-05-17 14:30:05.123"),
    ("TIMESTAMP", "yesterday"),
    ("HYPERLINK", "www.example.org"),
    ("HYPERLINK", "javascript:alert(1)"),
    ("HYPERLINK", "https://example.org/a b"),
    ("XML", "<a>"),
    ("XML", "no tags"),
    ("XML", "<a>\udc80</a>"),
    ("JSON", "{wells: 96}"),
    ("JSON", '{"wells": NaN}'),
    ("SAMPLE", "two words"),
    ("MATERIAL", "WATER\nOIL"),
    ("ARRAY_INTEGER", "1, two"),
    ("ARRAY_INTEGER", "[1, 2"),
    ("ARRAY_REAL", "[[1]]"),
    ("ARRAY_TIMESTAMP", "2024-05-17, soon"),
]


@pytest.mark.parametrize(("data_type", "given", "sent"), FITTING)
def test_a_fitting_text_is_sent_in_the_form_that_openbis_takes(data_type, given, sent):
    assert problem_of(data_type, given) is None
    assert as_sent(data_type, given) == sent


@pytest.mark.parametrize(("data_type", "given"), UNFIT, ids=range(len(UNFIT)))
def test_a_text_that_does_not_fit_is_answered_with_what_does_and_an_example(data_type, given):
    problem = problem_of(data_type, given)
    assert problem is not None
    assert " is not " in problem
    assert ", e.g. " in problem or ", i.e. " in problem
    with pytest.raises(ValueError):
        as_sent(data_type, given)


def test_a_long_text_is_not_repeated_as_a_whole():
    assert len(problem_of("INTEGER", "x" * 10_000)) < 200


def test_what_fits_is_sent_the_same_when_it_is_sent_again():
    for data_type, _, sent in FITTING:
        assert as_sent(data_type, sent) == sent


def test_entities_of_an_xml_document_type_are_never_expanded():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "boom">{levels}]><a>&e29;</a>'
    assert problem_of("XML", bomb) is None  # openBIS will see to it


def test_json_and_lists_nested_without_end_do_no_harm():
    assert problem_of("JSON", "[" * 100_000) in (None, problem_of("JSON", "["))
    assert problem_of("ARRAY_STRING", "[" * 100_000)
