"""The methods about data stores and archiving (openbis-protocol 3.8 and 4.4)."""

from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.paging import search_result
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import afs_store, check_kinds_known, matching_stores
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_store_bean
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method


def data_store_methods(context: Context) -> dict[str, Method]:
    """searchDataStores, archiveDataSets and unarchiveDataSets."""

    def search(token: str, criteria: Json, fetch_options: Json) -> Bean:
        with operation(context, "searchDataStores", token):
            options = FetchOptions(fetch_options, "DataStore")
            check_kinds_known(context.settings, criteria)
            rows = matching_stores(_rows(context), criteria)
            return search_result([data_store_bean(context, row, options) for row in rows], len(rows))

    def archive(token: str, ids: Json, options: Json) -> None:
        status = "ARCHIVED" if (options or {}).get("removeFromDataStore", True) else "AVAILABLE"
        _set_status(context, "archiveDataSets", token, ids, status)

    def unarchive(token: str, ids: Json, _options: Json) -> None:
        _set_status(context, "unarchiveDataSets", token, ids, "AVAILABLE")

    return {"searchDataStores": search, "archiveDataSets": archive, "unarchiveDataSets": unarchive}


def _rows(context: Context) -> list[e.DataStore]:
    """The data stores in a fixed order, so that both places of the AFS row can be had."""
    rows = list(context.laboratory.data_stores)
    if context.settings.afs_row == "none" and context.settings.afs == "none":
        return rows
    afs = afs_store(context)
    return [afs, *rows] if context.settings.afs_row == "first" else [*rows, afs]


def _set_status(context: Context, name: str, token: str, ids: Json, status: str) -> None:
    """Archiving takes no time here: the data sets are in their new state when the method returns."""
    laboratory = context.laboratory
    with operation(context, name, token) as session, laboratory.lock:
        for given in read_ids(ids, "dataset"):
            data_set = laboratory.data_set(given.text)
            if data_set is None or not laboratory.may_see(session.user, data_set):
                raise not_found(given.class_name, given.text)
            if data_set.physical_data is None:
                raise UserFailure(f"Data set '{given.text}' is not a physical data set.")
            physical = replace(data_set.physical_data, status=status, present_in_archive=True)
            laboratory.put(replace(data_set, physical_data=physical))
