import json
import random
from dataclasses import replace
from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.transfer.dss_listing import list_files
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, UnexpectedResponse
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, URL

DATA_SET = DataSet("1-1", "RAW_DATA", data_store_url=URL)


def row(number: int, path: str, *, data_set: str = "1-1", **fields: Any) -> dict[str, Any]:
    data_set_id = {"@id": 10 * number, "permId": data_set}
    perm_id = {"@id": 10 * number + 1, "dataSetId": data_set_id, "filePath": path}
    defaults = {"directory": False, "fileLength": 3, "checksumCRC32": 0}
    return {"@id": 10 * number + 2, "permId": perm_id, "dataSetPermId": 10 * number, "path": path, **defaults, **fields}


def listed(*rows: dict[str, Any], **reply: Any) -> tuple[DataSetFile, ...]:
    with responses.RequestsMock() as mock:
        answer = reply or {"result": {"objects": list(rows), "totalCount": len(rows)}}
        mock.post(f"{URL}/datastore_server/rmi-data-store-server-v3.json", body=json.dumps(answer))
        return list_files(
            Clients(replace(LIMITS, response_bytes=10_000_000, response_seconds=60)).of(SESSION), DATA_SET
        )


ROOT = row(0, "", directory=True, fileLength=0)


def test_the_root_is_left_out_and_parents_come_first() -> None:
    files = listed(
        row(3, "original/b/c"), row(2, "original/b", directory=True), row(1, "original", directory=True), ROOT
    )
    assert [(file.path, file.is_folder) for file in files] == [
        ("original", True),
        ("original/b", True),
        ("original/b/c", False),
    ]


@pytest.mark.parametrize(
    ("listed_crc32", "size", "crc32"), [(-1, 3, 0xFFFFFFFF), (5, 3, 5), (0, 3, None), (0, 0, 0), (None, 3, None)]
)
def test_a_checksum_is_unsigned_and_zero_means_unknown(listed_crc32: int | None, size: int, crc32: int | None) -> None:
    (file,) = listed(ROOT, row(1, "a", checksumCRC32=listed_crc32, fileLength=size))
    assert file == DataSetFile("a", size, crc32)


def test_rows_of_another_data_set_are_left_out() -> None:
    assert listed(ROOT, row(1, "a"), row(2, "b", data_set="2-2")) == (DataSetFile("a", 3),)


def test_an_empty_data_set_has_no_files() -> None:
    assert listed(ROOT) == ()


def test_data_set_unknown_to_the_data_store_is_not_an_empty_one() -> None:
    with pytest.raises(DataNotAvailable, match="knows no files of data set 1-1"):
        listed()


def test_a_data_set_that_cannot_be_opened_is_not_available() -> None:
    with pytest.raises(DataNotAvailable, match="doesn't exist"):
        listed(error={"code": 0, "message": "/store/1-1 doesn't exist"})


@pytest.mark.parametrize("count", [3, 3000])
def test_rows_may_refer_to_the_same_id_of_the_data_set(count: int) -> None:
    """One Java object for all rows, or an own one for each; from 256 KiB the answer is parsed row by row."""
    rows = [row(number, f"original/{number:05}", checksum="x" * 100) for number in range(1, count)]
    for each in rows[1::2]:
        each["permId"]["dataSetId"] = rows[0]["permId"]["dataSetId"]["@id"]
    assert [file.path for file in listed(ROOT, *rows)] == [f"original/{number:05}" for number in range(1, count)]


@pytest.mark.parametrize("count", [3, 3000])
def test_invalid_row_is_an_unexpected_response(count: int) -> None:
    rows: list[Any] = [row(number, f"original/{number:05}", checksum="x" * 100) for number in range(1, count)]
    for broken in (7, None, [], {}, {"permId": 999_999}, {"permId": {"dataSetId": "x"}}):
        with pytest.raises(UnexpectedResponse):
            listed(ROOT, *rows, broken)


@pytest.mark.parametrize("reply", [{"result": None}, {"result": []}, {"result": {"objects": None}}, {"result": {}}])
def test_response_without_a_list_is_unexpected(reply: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedResponse):
        listed(**reply)


def test_many_files_in_any_order_are_sorted_by_the_names_of_their_folders() -> None:
    paths = [f"{folder}/{number}" for folder in ("a", "a b", "a/b", "a-b", "A") for number in range(2400)]
    chance = random.Random(1)
    chance.shuffle(paths)
    files = listed(ROOT, *(row(number, path) for number, path in enumerate(paths, 1)))
    assert [file.path for file in files] == sorted(paths, key=lambda path: path.split("/"))
