"""Which data sets a session may read, and the files behind the item ids of a fast download (openbis-protocol 6)."""

from jupyter_openbis_server.fake_openbis.data_store.file_transfer.engine import TransferFailure
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.sessions import PAT_PREFIX, Sessions
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure, Store, StoredFile
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession


class DownloadItems:
    """Finds data sets of this data store and the files in them, as far as the session's user may see them.

    Args:
        laboratory: The data sets.
        sessions: Says whose a token is.
        store: The contents.
        data_store_code: Data sets of other data stores are unknown here.
    """

    def __init__(self, laboratory: Laboratory, sessions: Sessions, store: Store, data_store_code: str) -> None:
        self._laboratory = laboratory
        self._sessions = sessions
        self._store = store
        self._data_store_code = data_store_code

    def data_set(self, code: str) -> DataSet:
        """Return the data set of this code, for any user.

        Raises:
            ContentFailure: When this data store has none of this code.
        """
        data_set = self._laboratory.data_set(code)
        if data_set is None or data_set.data_store != self._data_store_code:
            raise ContentFailure(f"Unknown data set: {code}")
        return data_set

    def may_read(self, user: str, code: str) -> bool:
        """Whether the user may see the data set; True for an unknown one."""
        data_set = self._laboratory.data_set(code)
        return data_set is None or self._laboratory.may_see(user, data_set)

    def accessible(self, user_session_id: str, item_ids: list[str]) -> list[str]:
        """Return the items whose data sets the session's user may read.

        A dead session gets none, and so does a personal access token, which the servlet does not resolve (2.6).
        """
        if user_session_id.startswith(PAT_PREFIX):
            return []
        try:
            user = self._sessions.resolve(user_session_id).user
        except InvalidSession:
            return []
        return [item_id for item_id in item_ids if self.may_read(user, item_id.partition("/")[0])]

    def files_of(self, item_id: str) -> list[StoredFile]:
        """Return the file of an item id ``<permId>/<path>``, or all files below that folder.

        Raises:
            TransferFailure: When there is none, or its content is archived.
        """
        code, slash, path = item_id.partition("/")
        if not slash:
            message = "Index 1 out of bounds for length 1"
            raise TransferFailure(message, "java.lang.ArrayIndexOutOfBoundsException")
        try:
            return self._store.files_below(self.data_set(code), path)
        except ContentFailure as failure:
            raise TransferFailure(str(failure)) from failure
