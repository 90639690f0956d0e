"""Data stores, and what data sets have of their own, on the wire (openbis-protocol 3.4)."""

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import perm_id_bean
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator


def data_set_id_bean(perm_id: str) -> Bean:
    """Return the id of a data set."""
    return perm_id_bean("as.dto.dataset.id.DataSetPermId", perm_id)


def physical_data_bean(t: Translator, physical: e.PhysicalData | None, options: FetchOptions | None) -> Bean | None:
    """Return the stored files of a data set, which only physical data sets have."""
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
    """Return a data store row; the fake's own has the fake's own URL."""
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


def data_store_row(t: Translator, store: e.DataStore, options: FetchOptions) -> Bean:
    """Return a data store as a relation of a data set."""
    return data_store_bean(t.context, store, options)
