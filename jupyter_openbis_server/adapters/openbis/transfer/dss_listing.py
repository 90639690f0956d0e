"""The files of data sets in a data store server (DSS), by `searchFiles` of its v3 API (openbis-protocol 4.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from jupyter_openbis_server.adapters.openbis.api.beans import Bean, BeanRows
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import equal, typed
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import ConnectionFailed, DataNotAvailable, RequestRefused
from jupyter_openbis_server.domain.shared.sorting import sorted_in_steps

_FETCH_OPTIONS = {"@type": "dss.dto.datasetfile.fetchoptions.DataSetFileFetchOptions"}
_UNSIGNED = 0xFFFFFFFF
_MAX_DATA_SETS = 20
"""Data sets in one request: each may have many thousands of files, and a response has a limit."""


class DssListing:
    """The part of `TransferProtocol` that all protocols of a DSS have in common."""

    def serves(self, data_set: DataSet) -> bool:
        """See `TransferProtocol.serves`: every data store is a DSS but the file server (AFS)."""
        return not data_set.is_in_afs

    def list_files(self, client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """See `TransferProtocol.list_files`."""
        return list_files(client, data_set)

    def list_files_of_many(self, client: Client, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        """See `TransferProtocol.list_files_of_many`: one request for each twenty data sets of one data store."""
        return list_files_of_many(client, data_sets)


def list_files(client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
    """Return all files and folders of a data set but its root, parents before children.

    Raises:
        DataNotAvailable: the data store cannot open the data set, or does not know it.
    """
    address = client.data_store(data_set.data_store_url, data_set.data_store)
    try:
        found = _searched(client, address, [data_set.perm_id])
    except RequestRefused as error:
        raise DataNotAvailable(str(error)) from error
    if data_set.perm_id not in found:
        raise DataNotAvailable(f"the data store at {address} knows no files of data set {data_set.perm_id}")
    return found[data_set.perm_id]


def list_files_of_many(client: Client, data_sets: Iterable[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
    """Return the same of several data sets by permId.

    Data sets of a request that a data store refuses, or answers at too great a length, are left out: `list_files` finds
    out which of them it is.
    """
    found: dict[str, tuple[DataSetFile, ...]] = {}
    for address, perm_ids in _requests(client, data_sets):
        with suppress(RequestRefused, ConnectionFailed):
            found.update(_searched(client, address, perm_ids))
    return found


def _requests(client: Client, data_sets: Iterable[DataSet]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the address of a data store and the permIds for each request."""
    by_address: defaultdict[str, list[str]] = defaultdict(list)
    for each in data_sets:
        with suppress(ConnectionFailed):
            by_address[client.data_store(each.data_store_url, each.data_store)].append(each.perm_id)
    for address, perm_ids in by_address.items():
        for start in range(0, len(perm_ids), _MAX_DATA_SETS):
            yield address, perm_ids[start : start + _MAX_DATA_SETS]


def _searched(client: Client, address: str, perm_ids: Sequence[str]) -> dict[str, tuple[DataSetFile, ...]]:
    """Ask for the files of data sets; those that the data store does not know or show are not in the response.

    Even an empty data set has a root.
    """
    criteria = {
        "@type": "dss.dto.datasetfile.search.DataSetFileSearchCriteria",
        "operator": "AND",
        "criteria": [
            typed(
                "dataset.search.DataSetSearchCriteria",
                operator="OR",
                criteria=[equal("CodeSearchCriteria", perm_id) for perm_id in perm_ids],
            )
        ],
    }

    wanted = frozenset(perm_ids)

    found: dict[str, list[DataSetFile]] = {}

    def rows(beans: BeanRows) -> Callable[[Bean], None]:
        found.clear()  # an attempt before this one may have failed midway

        def add(row: Bean) -> None:
            perm_id = _data_set_of(row, beans)
            if perm_id in wanted:
                file = _file(row)
                found.setdefault(perm_id, []).extend([file] if file.path else [])

        return add

    client.list_data_store(address, "searchFiles", criteria, _FETCH_OPTIONS, rows=rows)
    # As if by lists of names: no character of a name is below the one that takes the separator's place.
    return {
        perm_id: tuple(sorted_in_steps(files, lambda file: file.path.replace("/", "\0")))
        for perm_id, files in found.items()
    }


def _data_set_of(row: Bean, beans: BeanRows) -> str | None:
    identity = row.required_bean("permId").required_bean("dataSetId")
    beans.remember(identity)
    return identity.text("permId")


def _file(row: Bean) -> DataSetFile:
    """Read a row; the path of the data set's root is empty."""
    is_folder = bool(row.boolean("directory"))
    size = 0 if is_folder else row.number("fileLength") or 0
    return DataSetFile(row.text("path") or "", size, None if is_folder else _crc32(row, size), is_folder)


def _crc32(row: Bean, size: int) -> int | None:
    """Return the checksum. openBIS sends Java's signed integer, and 0 when it knows none."""
    crc = row.number("checksumCRC32")
    return None if crc is None or (crc == 0 and size) else crc & _UNSIGNED
