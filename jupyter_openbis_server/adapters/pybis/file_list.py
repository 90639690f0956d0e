"""Which files a data set has (`searchFiles` of the data store's v3 API)."""

from __future__ import annotations

from jupyter_openbis_server.adapters.pybis.addresses import data_store_address
from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.v3_objects import equal, typed
from jupyter_openbis_server.domain.errors import DataNotAvailable, RequestRefused
from jupyter_openbis_server.domain.model import DataSet, DataSetFile

_FETCH_OPTIONS = {"@type": "dss.dto.datasetfile.fetchoptions.DataSetFileFetchOptions"}
_UNSIGNED = 0xFFFFFFFF


def list_files(client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
    """Return all files and folders of a data set but its root, parents before children.

    Raises:
        DataNotAvailable: the data store cannot open the data set, or does not know it.
    """
    criteria = {
        "@type": "dss.dto.datasetfile.search.DataSetFileSearchCriteria",
        "operator": "AND",
        "criteria": [
            typed(
                "dataset.search.DataSetSearchCriteria",
                operator="OR",
                criteria=[equal("CodeSearchCriteria", data_set.perm_id)],
            )
        ],
    }
    address = data_store_address(client.instance, data_set.data_store_url)
    try:
        result = client.call_data_store(address, "searchFiles", criteria, _FETCH_OPTIONS).required_bean("result")
    except RequestRefused as error:
        raise DataNotAvailable(str(error)) from error
    rows = [row for row in result.beans("objects") if _data_set_of(row) == data_set.perm_id]
    if not rows:  # even an empty data set has a root; openBIS tells nothing of what it does not know or show
        raise DataNotAvailable(f"the data store at {address} knows no files of data set {data_set.perm_id}")
    files = [_file(row) for row in rows if row.text("path")]
    return tuple(sorted(files, key=lambda file: file.path.split("/")))


def _data_set_of(row: Bean) -> str | None:
    return row.required_bean("permId").required_bean("dataSetId").text("permId")


def _file(row: Bean) -> DataSetFile:
    is_folder = bool(row.flag("directory"))
    size = 0 if is_folder else row.number("fileLength") or 0
    return DataSetFile(row.required_text("path"), size, None if is_folder else _crc32(row, size), is_folder)


def _crc32(row: Bean, size: int) -> int | None:
    """Return the checksum. openBIS sends Java's signed integer, and 0 when it knows none."""
    crc = row.number("checksumCRC32")
    return None if crc is None or (crc == 0 and size) else crc & _UNSIGNED
