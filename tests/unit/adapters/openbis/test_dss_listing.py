import json
from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.pybis.file_list import list_files
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.model import DataSet, DataSetFile

from .wire import URL, client

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
        return list_files(client(), DATA_SET)


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
    ("told", "size", "crc32"), [(-1, 3, 0xFFFFFFFF), (5, 3, 5), (0, 3, None), (0, 0, 0), (None, 3, None)]
)
def test_a_checksum_is_unsigned_and_zero_means_unknown(told: int | None, size: int, crc32: int | None) -> None:
    (file,) = listed(ROOT, row(1, "a", checksumCRC32=told, fileLength=size))
    assert file == DataSetFile("a", size, crc32)


def test_rows_of_another_data_set_are_left_out() -> None:
    assert listed(ROOT, row(1, "a"), row(2, "b", data_set="2-2")) == (DataSetFile("a", 3),)


def test_an_empty_data_set_has_no_files() -> None:
    assert listed(ROOT) == ()


def test_a_data_store_that_does_not_know_the_data_set_does_not_pass_for_an_empty_one() -> None:
    with pytest.raises(DataNotAvailable, match="knows no files of data set 1-1"):
        listed()


def test_a_data_set_that_cannot_be_opened_is_not_available() -> None:
    with pytest.raises(DataNotAvailable, match="doesn't exist"):
        listed(error={"code": 0, "message": "/store/1-1 doesn't exist"})
