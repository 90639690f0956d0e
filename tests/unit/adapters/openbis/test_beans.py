import datetime as dt
from typing import Any

import pytest

from jupyter_openbis_server.adapters.pybis.beans import Bean, decoded
from jupyter_openbis_server.domain.errors import InstanceNonsense


def read(**fields: Any) -> Bean:
    return decoded(fields, "lab").required_bean("result")


def test_a_bare_integer_stands_for_the_object_of_that_id() -> None:
    person = {"@id": 2, "@type": "as.dto.person.Person", "userId": "alice"}
    bean = read(objects=[{"@id": 1, "registrator": person}, {"@id": 3, "registrator": 2}])
    assert [each.required_bean("registrator").text("userId") for each in bean.beans("objects")] == ["alice", "alice"]


def test_an_object_that_first_stands_under_an_unusual_key_is_found_too() -> None:
    row = read(permId={"@id": 1, "dataSetId": {"@id": 2, "permId": "1-1"}, "filePath": ""}, dataSetPermId=2)
    assert row.required_bean("dataSetPermId").text("permId") == "1-1"


def test_a_reference_may_come_before_its_object_and_in_lists() -> None:
    bean = read(terms=[7, 8], vocabulary={"@id": 7, "code": "A"}, other=[{"@id": 8, "code": "B"}])
    assert [term.text("code") for term in bean.beans("terms")] == ["A", "B"]


def test_cycles_do_no_harm() -> None:
    bean = read(sample={"@id": 1, "code": "S", "dataSets": [{"@id": 2, "code": "D", "sample": 1}]})
    for _ in range(100):
        bean = bean.required_bean("sample").beans("dataSets")[0]
    assert bean.text("code") == "D"


def test_a_date_that_equals_an_id_stays_a_date() -> None:
    bean = read(**{"@id": 1000, "registrationDate": 1000})
    assert bean.moment("registrationDate") == dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.timezone.utc)


def test_numbers_that_equal_an_id_stay_numbers() -> None:
    assert read(**{"@id": 5, "size": 5, "properties": {"N": 5}}).number("size") == 5
    assert read(**{"@id": 5, "properties": {"N": 5}}).map("properties") == {"N": 5}


def test_what_is_missing_is_null() -> None:
    bean = read(present=None)
    for key in ("present", "absent"):
        assert (bean.bean(key), bean.beans(key), bean.text(key), bean.number(key), bean.flag(key)) == (
            None, (), None, None, None,
        )  # fmt: skip
        assert (bean.moment(key), bean.map(key)) == (None, {})


@pytest.mark.parametrize(
    "ask",
    [
        lambda bean: bean.bean("text"),
        lambda bean: bean.bean("unknown_id"),
        lambda bean: bean.bean("flag"),
        lambda bean: bean.required_bean("absent"),
        lambda bean: bean.beans("text"),
        lambda bean: bean.beans("list_of_texts"),
        lambda bean: bean.rows("text"),
        lambda bean: bean.rows("list_of_texts"),
        lambda bean: bean.text("unknown_id"),
        lambda bean: bean.required_text("absent"),
        lambda bean: bean.number("text"),
        lambda bean: bean.number("flag"),
        lambda bean: bean.flag("text"),
        lambda bean: bean.map("text"),
        lambda bean: bean.moment("far_future"),
        lambda bean: bean.values(),
    ],
)
def test_a_field_of_another_type_is_nonsense(ask: Any) -> None:
    bean = read(text="x", unknown_id=99, flag=True, list_of_texts=["x"], far_future=10**30)
    with pytest.raises(InstanceNonsense, match="lab"):
        ask(bean)


@pytest.mark.parametrize("milliseconds", [-62_135_596_800_000, 253_402_300_799_000, 10**400, -(10**18)])
def test_a_date_at_the_end_of_the_calendar_is_nonsense(milliseconds: int) -> None:
    with pytest.raises(InstanceNonsense, match="registrationDate"):
        read(registrationDate=milliseconds).moment("registrationDate")


def test_a_bean_does_not_show_what_it_holds() -> None:
    assert "secret" not in repr(read(sessionToken="secret"))
