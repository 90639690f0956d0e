"""The file server (AFS) of openBIS 7 as the application server knows it (openbis-protocol 3.2).

The first file that is stored for a sample or experiment registers one data set: its code is the permId of the owner,
its data store is AFS. Searches for data sets leave these out, unless they name a data store.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.search.search_fields import field_test
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context, ServerSettings
from jupyter_openbis_server.fake_openbis.state.laboratory import AFS_SHARE, Laboratory, afs_location
from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.ids import as_list
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

AFS = e.DataStore("AFS", download_url="", remote_url="")
AFS_DATA = "AFS_DATA"
AFS_PATH = "/afs-server"
"""Where AFS is on a server that is reached through one proxy (openbis-afs 1); its methods are at ``/api`` below."""
_KIND = "as.dto.datastore.search.DataStoreKindSearchCriteria"
_KINDS = ("AFS", "DSS")
_FIRST_MINOR = 7


def add_afs_files(lab: Laboratory, owner: e.Sample | e.Experiment, **fields: Json) -> e.DataSet:
    """Register the data set of a sample or experiment that has files in AFS; ``fields`` are those of ``DataSet``."""
    add_afs_type(lab)
    place = {"sample": owner.perm_id} if isinstance(owner, e.Sample) else {"experiment": owner.perm_id}
    physical = {"physical_data": e.PhysicalData(afs_location(owner.perm_id), share_id=AFS_SHARE)}
    own = {**place, **physical, **fields}
    return add_data_set(lab, AFS_DATA, perm_id=owner.perm_id, data_store=AFS.code, **own)


def add_afs_type(lab: Laboratory) -> None:
    """Register the type of data sets in AFS, as an application server with AFS does when it starts."""
    if lab.entity_type("DATA_SET", AFS_DATA) is None:
        lab.put(e.EntityType("DATA_SET", AFS_DATA))


def afs_url(context: Context) -> str:
    """Return the URL of AFS on the fake's own server."""
    return context.base_url() + AFS_PATH


def afs_store(context: Context) -> e.DataStore:
    """Return the data store row of AFS: newer servers put its URL there, older ones leave it empty (openbis-afs 1)."""
    return replace(AFS, download_url=afs_url(context)) if context.settings.afs == "listed" else AFS


def data_store_of(context: Context, code: str) -> e.DataStore | None:
    """Return the data store with a code, AFS among them."""
    return afs_store(context) if code == AFS.code else context.laboratory.data_stores.get(code)


def check_kinds_known(settings: ServerSettings, criteria: Json) -> None:
    """Refuses criteria with kinds of data stores where the server does not know them.

    Raises:
        UnreadableParameter: when they have some.
    """
    knows_kinds = settings.data_store_kinds and settings.api_minor >= _FIRST_MINOR
    if not knows_kinds and any(part.get("@type") == _KIND for part in _all_parts(criteria)):
        raise UnreadableParameter(f"Could not resolve type id '{_KIND}' as a subtype of a search criterion")


def matching_stores(stores: Iterable[e.DataStore], criteria: Json) -> list[e.DataStore]:
    """Return the data stores that fulfil search criteria. Criteria without a kind find no AFS, but empty ones do."""
    parts = as_list((criteria or {}).get("criteria"))
    tests = [_store_test(part) for part in parts]
    if parts and not any(part.get("@type") == _KIND for part in parts):
        tests.append(lambda store: store.code != AFS.code)
    return [store for store in stores if all(test(store) for test in tests)]


def _store_test(part: Json) -> Callable[[e.DataStore], bool]:
    if part.get("@type") != _KIND:
        return field_test(part, e.DataStore)
    kinds = as_list(part.get("dataStoreKinds"))
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        raise UnreadableParameter(f"Could not deserialize object.\nNo enum constant DataStoreKind.{unknown[0]}")
    return lambda store: not kinds or ("AFS" if store.code == AFS.code else "DSS") in kinds


def _all_parts(criteria: Json) -> Iterator[dict[str, Json]]:
    if isinstance(criteria, dict):
        yield criteria
        for part in as_list(criteria.get("criteria")):
            yield from _all_parts(part)
