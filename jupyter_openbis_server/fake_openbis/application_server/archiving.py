"""Archiving and unarchiving (openbis-protocol 4.4)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method

_PENDING = "UNARCHIVE_PENDING"
Change = Callable[[e.PhysicalData], e.PhysicalData]


def archiving_methods(context: Context) -> dict[str, Method]:
    """archiveDataSets, which takes no time, and unarchiveDataSets, which takes as long as the settings say."""

    def archive(token: str, ids: Json, options: Json) -> None:
        status = "ARCHIVED" if (options or {}).get("removeFromDataStore", True) else "AVAILABLE"
        _change(context, "archiveDataSets", token, ids, lambda old: replace(old, status=status))

    def unarchive(token: str, ids: Json, _options: Json) -> None:
        _change(context, "unarchiveDataSets", token, ids, lambda old: _begun(context, old))

    return {"archiveDataSets": archive, "unarchiveDataSets": unarchive}


def go_on_unarchiving(context: Context, perm_ids: Iterable[str]) -> None:
    """Count that clients ask for data sets: the files of some come back from the archive then."""
    laboratory = context.laboratory
    with laboratory.lock:
        for perm_id in perm_ids:
            data_set = laboratory.data_set(perm_id)
            physical = data_set.physical_data if data_set else None
            if data_set is not None and physical is not None and physical.status == _PENDING:
                laboratory.put(replace(data_set, physical_data=_went_on(context, physical)))


def _begun(context: Context, physical: e.PhysicalData) -> e.PhysicalData:
    """OpenBIS passes over data sets that are not archived, without an error."""
    if physical.status != "ARCHIVED":
        return physical
    begun = replace(physical, status=_PENDING, requests_until_available=context.settings.unarchive_requests)
    return begun if begun.requests_until_available else _went_on(context, begun)


def _went_on(context: Context, physical: e.PhysicalData) -> e.PhysicalData:
    if physical.requests_until_available:
        return replace(physical, requests_until_available=physical.requests_until_available - 1)
    return replace(physical, status="ARCHIVED" if context.settings.unarchive_fails else "AVAILABLE")


def _change(context: Context, name: str, token: str, ids: Json, change: Change) -> None:
    laboratory = context.laboratory
    with operation(context, name, token) as session, laboratory.lock:
        for given in read_ids(ids, "dataset"):
            data_set = laboratory.data_set(given.text)
            if data_set is None or not laboratory.may_see(session.user, data_set):
                raise not_found(given.class_name, given.text)
            if data_set.physical_data is None:
                raise UserFailure(f"Data set '{given.text}' is not a physical data set.")
            physical = replace(change(data_set.physical_data), present_in_archive=True)
            laboratory.put(replace(data_set, physical_data=physical))
