"""What notebooks say about themselves, in all states of disorder."""

import datetime as dt
import json

import pytest

from jupyter_openbis_server.domain.research_objects.crate import Environment, Parameter, Person
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import NotebookFacts, facts_of, person_of
from tests.unit.domain.research_objects.conftest import code, notebook_with

TEN, NOON = (dt.datetime(2024, 5, 17, hour, tzinfo=dt.timezone.utc) for hour in (10, 12))


def facts(*cells, **metadata) -> NotebookFacts:
    return facts_of(json.loads(notebook_with(*cells, **metadata)))


def test_kernel_title_licence_and_authors_are_found():
    found = facts(
        title="Growth",
        license={"name": "CC-BY-4.0"},
        kernelspec={"name": "python3", "language": "python"},
        language_info={"name": "python", "version": "3.11.7"},
        authors=[{"name": "Ada", "id": "https://orcid.org/0000-0002-1825-0097"}, "Bert", {"email": "x"}, 7],
    )
    assert (found.title, found.licence) == ("Growth", "CC-BY-4.0")
    assert found.environment == Environment("python3", "python", "3.11.7")
    assert found.authors == (Person("Ada", "0000-0002-1825-0097"), Person("Bert"))


def test_times_of_papermill_are_preferred_to_those_of_cells():
    cell = code(
        "1", execution={"iopub.execute_input": "2024-05-17T10:00:00Z", "shell.execute_reply": "2024-05-17T12:00:00Z"}
    )
    timed = facts(cell, code("2"))
    assert (timed.run.started, timed.run.ended) == (TEN, NOON)
    papermill = facts(cell, papermill={"start_time": "2024-05-17T12:00:00.000000", "end_time": None})
    assert (papermill.run.started, papermill.run.ended) == (NOON, None)


def test_the_first_error_of_a_cell_is_that_of_the_run():
    error = {"output_type": "error", "ename": "ValueError", "evalue": "secret"}
    assert facts(code("1"), code("2", error)).run.error == "ValueError"


def test_data_sets_of_both_directions_are_found():
    found = facts(
        datasets={"1-1": {"url": "https://o.example.org/", "path": "data/1-1"}, "1-2": None},
        openbis={"permIds": {"2-1": "Uploaded"}},
    )
    assert [(each.perm_id, each.url, each.path) for each in found.used] == [
        ("1-1", "https://o.example.org", "data/1-1"),
        ("1-2", "", ""),
    ]
    assert found.produced == ("2-1",)
    assert facts(openbis={"permIds": ["2-1", "2-1", 7]}).produced == ("2-1",)


@pytest.mark.parametrize("odd", [None, 7, "text", [], [1], {}, {"a": 1}, True])
@pytest.mark.parametrize(
    "key", ["authors", "license", "kernelspec", "language_info", "datasets", "openbis", "papermill", "title"]
)
def test_values_of_other_types_are_ignored(key: str, odd: object):
    facts(code("1", tags=odd, execution=odd), **{key: odd})


@pytest.mark.parametrize("cells", [None, {}, [7], [{"cell_type": "code"}], [{"cell_type": "code", "outputs": [7]}]])
def test_cells_of_other_types_are_ignored(cells: object):
    assert facts_of({"cells": cells, "metadata": None}).code == ""


@pytest.mark.parametrize(
    ("text", "name", "orcid"),
    [
        ("Ada Lovelace", "Ada Lovelace", ""),
        ("Ada Lovelace <https://orcid.org/0000-0002-1825-009X>", "Ada Lovelace", "0000-0002-1825-009X"),
        ("0000-0002-1825-0097 Ada", "Ada", "0000-0002-1825-0097"),
    ],
)
def test_a_person_may_be_named_with_an_orcid(text: str, name: str, orcid: str):
    assert person_of(text) == Person(name, orcid)


def test_parameters_are_literals_of_the_tagged_cells():
    found = facts(
        code("n = 3\nname: str = 'a'\nx = n + 1\nl = [1, 2]\na.b = 1\nc = d = 2", tags=["parameters"]),
        code("n = 4", tags=["injected-parameters"]),
        code("n = 5"),
        code("(", tags=["parameters"]),
    )
    assert found.parameters == (Parameter("n", 4), Parameter("name", "a"), Parameter("l", "[1, 2]"))


def test_texts_have_no_lone_surrogates_which_no_encoding_supports():
    found = facts(
        title="\ud800", authors=[{"name": "\udfff"}], datasets={"\ud800": {}, " ": {}}, openbis={"permIds": ["\ud800"]}
    )
    assert (found.title, found.authors, found.produced) == ("?", (Person("?"),), ("?",))
    assert [each.perm_id for each in found.used] == ["?"]


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "yesterday", ""])
def test_times_that_do_not_exist_in_utc_are_ignored(time: str):
    assert facts(papermill={"start_time": time}).run.started is None


@pytest.mark.filterwarnings("error")
def test_parameters_that_json_does_not_have_are_code_and_warnings_of_python_are_not_shown():
    source = "pattern = '\\d'\nlarge = 1e999\npair = (1, 2)\nhuge = 0x" + "f" * 5000 + "\nflag = True"
    assert facts(code(source, tags=["parameters"])).parameters == (
        Parameter("pattern", "\\d"),
        Parameter("large", "inf"),
        Parameter("pair", "(1, 2)"),
        Parameter("flag", True),
    )
