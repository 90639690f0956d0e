import datetime as dt
from typing import Any

import pytest

from jupyter_openbis_server.adapters.openbis.api.beans import Bean, BeanRows, decoded
from jupyter_openbis_server.domain.errors import UnexpectedResponse


def read(**fields: Any) -> Bean:
    return decoded(fields, "lab").required_bean("result")


def test_integer_refers_to_the_object_with_that_id() -> None:
    person = {"@id": 2, "@type": "as.dto.person.Person", "userId": "alice"}
    bean = read(objects=[{"@id": 1, "registrator": person}, {"@id": 3, "registrator": 2}])
    assert [each.required_bean("registrator").text("userId") for each in bean.beans("objects")] == ["alice", "alice"]


def test_object_under_an_unknown_key_can_be_referenced() -> None:
    row = read(permId={"@id": 1, "dataSetId": {"@id": 2, "permId": "1-1"}, "filePath": ""}, dataSetPermId=2)
    assert row.required_bean("dataSetPermId").text("permId") == "1-1"


def test_a_reference_may_come_before_its_object_and_in_lists() -> None:
    bean = read(terms=[7, 8], vocabulary={"@id": 7, "code": "A"}, other=[{"@id": 8, "code": "B"}])
    assert [term.text("code") for term in bean.beans("terms")] == ["A", "B"]


def test_cycles_are_supported() -> None:
    bean = read(sample={"@id": 1, "code": "S", "dataSets": [{"@id": 2, "code": "D", "sample": 1}]})
    for _ in range(100):
        bean = bean.required_bean("sample").beans("dataSets")[0]
    assert bean.text("code") == "D"


def test_a_date_that_equals_an_id_stays_a_date() -> None:
    bean = read(**{"@id": 1000, "registrationDate": 1000})
    assert bean.datetime("registrationDate") == dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.timezone.utc)


def test_numbers_that_equal_an_id_stay_numbers() -> None:
    assert read(**{"@id": 5, "size": 5, "properties": {"N": 5}}).number("size") == 5
    assert read(**{"@id": 5, "properties": {"N": 5}}).map("properties") == {"N": 5}


def test_missing_keys_are_null() -> None:
    bean = read(present=None)
    for key in ("present", "absent"):
        assert (bean.bean(key), bean.beans(key), bean.text(key), bean.number(key), bean.boolean(key)) == (
            None, (), None, None, None,
        )  # fmt: skip
        assert (bean.datetime(key), bean.map(key)) == (None, {})


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
        lambda bean: bean.boolean("text"),
        lambda bean: bean.map("text"),
        lambda bean: bean.datetime("far_future"),
        lambda bean: bean.values(),
    ],
)
def test_a_field_of_another_type_is_unexpected(ask: Any) -> None:
    bean = read(text="x", unknown_id=99, flag=True, list_of_texts=["x"], far_future=10**30)
    with pytest.raises(UnexpectedResponse, match="lab"):
        ask(bean)


@pytest.mark.parametrize("milliseconds", [-62_135_596_800_000, 253_402_300_799_000, 10**400, -(10**18)])
def test_a_date_at_the_end_of_the_calendar_is_unexpected(milliseconds: int) -> None:
    with pytest.raises(UnexpectedResponse, match="registrationDate"):
        read(registrationDate=milliseconds).datetime("registrationDate")


def test_bean_does_not_show_its_content() -> None:
    assert "secret" not in repr(read(sessionToken="secret"))


def test_rows_refer_to_recorded_beans() -> None:
    rows = BeanRows("lab")
    first, same, other = ({"@id": 2, "permId": "a"}, {"@id": 5, "permId": "a"}, {"@id": 9, "permId": "b"})
    early, huge, late = ({"@id": 3, "permId": "c"}, {"@id": 2**70, "permId": "d"}, {"@id": 5, "permId": "too late"})
    for bean in (first, same, other, early, huge, late):
        rows.remember(rows.row(bean))
    found = [rows.row({"to": number}).required_bean("to").text("permId") for number in (2, 5, 9, 3, 2**70)]
    assert found == ["a", "a", "b", "c", "d"]
    with pytest.raises(UnexpectedResponse):
        rows.row({"to": 4}).required_bean("to")
