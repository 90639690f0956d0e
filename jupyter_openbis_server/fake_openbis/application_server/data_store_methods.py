"""The method about data stores (openbis-protocol 3.8)."""

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.paging import search_result
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import afs_store, check_kinds_known, matching_stores
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_store_bean
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method


def data_store_methods(context: Context) -> dict[str, Method]:
    """SearchDataStores."""

    def search(token: str, criteria: Json, fetch_options: Json) -> Bean:
        with operation(context, "searchDataStores", token):
            options = FetchOptions(fetch_options, "DataStore")
            check_kinds_known(context.settings, criteria)
            rows = matching_stores(_rows(context), criteria)
            return search_result([data_store_bean(context, row, options) for row in rows], len(rows))

    return {"searchDataStores": search}


def _rows(context: Context) -> list[e.DataStore]:
    """Return the data stores in a fixed order, so that both places of the AFS row can be had."""
    rows = list(context.laboratory.data_stores)
    if context.settings.afs_row == "none" and context.settings.afs == "none":
        return rows
    afs = afs_store(context)
    return [afs, *rows] if context.settings.afs_row == "first" else [*rows, afs]
