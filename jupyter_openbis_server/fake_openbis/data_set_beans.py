"""Data sets and data stores on the wire (openbis-protocol 3.4)."""

from . import entities as e
from .afs import data_store_of
from .context import Context
from .entity_beans import experiment_bean, histories, object_properties, people, sample_bean
from .fetch_options import FetchOptions
from .ids import perm_id_bean
from .json_beans import Bean
from .person_beans import tag_beans
from .property_values import property_map
from .translator import Translator
from .type_beans import entity_type_bean


def data_set_id_bean(perm_id: str) -> Bean:
    """The id of a data set."""
    return perm_id_bean("as.dto.dataset.id.DataSetPermId", perm_id)


def data_set_bean(t: Translator, data_set: e.DataSet, options: FetchOptions) -> Bean:
    """A data set."""
    lab = t.laboratory
    return Bean(
        "as.dto.dataset.DataSet",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": data_set_id_bean(data_set.perm_id),
            "code": data_set.code,
            "frozen": False,
            "frozenForChildren": False,
            "frozenForParents": False,
            "frozenForComponents": False,
            "frozenForContainers": False,
            "type": t.one(entity_type_bean, lab.entity_type("DATA_SET", data_set.type), options["type"]),
            "kind": data_set.kind,
            "dataStore": t.one(_data_store, data_store_of(lab, data_set.data_store), options["dataStore"]),
            "measured": data_set.measured,
            "postRegistered": data_set.post_registered,
            "physicalData": _physical_data_bean(t, data_set.physical_data, options["physicalData"]),
            "linkedData": None,
            "experiment": t.one(experiment_bean, lab.experiments.get(data_set.experiment), options["experiment"]),
            "sample": t.one(sample_bean, lab.samples.get(data_set.sample), options["sample"]),
            "properties": property_map(t, data_set.properties, options["properties"]),
            **object_properties(t, options),
            **_related_data_sets(t, data_set, options),
            "tags": tag_beans(t, data_set.tags, data_set.registrator, options["tags"]),
            **histories("DataSet", options),
            "modificationDate": data_set.modification_date,
            "registrationDate": data_set.registration_date,
            **people(t, data_set, options),
            "dataProducer": data_set.data_producer,
            "dataProductionDate": data_set.data_production_date,
            "accessDate": data_set.access_date,
            "metaData": {},
        },
    )


def _related_data_sets(t: Translator, data_set: e.DataSet, options: FetchOptions) -> dict[str, object]:
    table = t.laboratory.data_sets
    return {
        "parents": t.many(data_set_bean, map(table.get, data_set.parents), options["parents"]),
        "children": t.many(data_set_bean, table.find("parents", data_set.perm_id), options["children"]),
        "containers": t.many(data_set_bean, table.find("components", data_set.perm_id), options["containers"]),
        "components": t.many(data_set_bean, map(table.get, data_set.components), options["components"]),
    }


def _physical_data_bean(t: Translator, physical: e.PhysicalData | None, options: FetchOptions | None) -> Bean | None:
    if physical is None or options is None:
        return None
    newer = {"h5Folders": True, "h5arFolders": True} if t.api_minor > 6 else {}  # noqa: PLR2004 -- API 3.7
    return Bean(
        "as.dto.dataset.PhysicalData",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "shareId": physical.share_id,
            "location": physical.location,
            "size": physical.size,
            "storageFormat": None,
            "fileFormatType": None,
            "locatorType": None,
            "complete": physical.complete,
            "status": physical.status,
            "presentInArchive": physical.present_in_archive,
            "storageConfirmation": physical.storage_confirmation,
            "speedHint": physical.speed_hint,
            "archivingRequested": physical.archiving_requested,
            **newer,
        },
    )


def data_store_bean(context: Context, store: e.DataStore, options: FetchOptions | None = None) -> Bean:
    """A data store row; the fake's own has the fake's own URL."""
    url = context.base_url() if store.download_url is None else store.download_url
    return Bean(
        "as.dto.datastore.DataStore",
        {
            "fetchOptions": options.repeated(context.settings.api_minor) if options else None,
            "code": store.code,
            "downloadUrl": url,
            "remoteUrl": url if store.remote_url is None else store.remote_url,
            "registrationDate": store.registration_date,
            "modificationDate": store.registration_date,
        },
    )


def _data_store(t: Translator, store: e.DataStore, options: FetchOptions) -> Bean:
    return data_store_bean(t.context, store, options)
