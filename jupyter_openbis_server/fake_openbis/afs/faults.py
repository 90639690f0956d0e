"""Faults of AFS that strike single paths."""

from jupyter_openbis_server.fake_openbis.afs import hidden
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind, java_error, no_such_file
from jupyter_openbis_server.fake_openbis.afs.owners import Place
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind, Faults, RequestTarget
from jupyter_openbis_server.fake_openbis.state.afs import AFS_PATH

API_PATH = f"{AFS_PATH}/api"


class AfsFaults:
    """Takes the faults in force for one path of a request.

    Args:
        faults: The faults of the server.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def strikes(self, kind: FaultKind, operation: str, place: Place) -> bool:
        """Count an occasion; whether a fault of this kind strikes it."""
        return bool(self._take(kind, operation, place))

    def check_may_read(self, operation: str, place: Place) -> None:
        """Check a path before it is listed or read.

        Raises:
            AfsError: When a fault makes it busy or a missing one.
        """
        if self.strikes(FaultKind.AFS_BUSY, operation, place):
            raise AfsError(Kind.PATH_BUSY, operation, place.shown)
        if self.strikes(FaultKind.AFS_NO_SUCH_FILE, operation, place):
            raise no_such_file(place.path)

    def check_is_there(self, place: Place, source: str) -> None:
        """Check a path in a folder that is listed.

        Raises:
            AfsError: When a fault makes it vanish just now.
        """
        if self._faults.take(RequestTarget(API_PATH, "list", source), (FaultKind.AFS_VANISHED,)):
            raise no_such_file(place.folder / source.removeprefix("/"))

    def check_may_prepare(self, operation: str, place: Place) -> None:
        """Check a path before a change of it, or of what is kept beside it, is prepared.

        Raises:
            AfsError: When a fault makes the path busy or the disk full.
        """
        if self.strikes(FaultKind.AFS_BUSY, operation, place):
            raise AfsError(Kind.PATH_LOCKS, operation, place.shown)
        if self.strikes(FaultKind.AFS_DISK_FULL, operation, place):
            raise java_error("IOException", "No space left on device")

    def change_file(self, operation: str, place: Place) -> None:
        """Change one byte of the file on disk, as another client might, if a fault says so."""
        for fault in self._take(FaultKind.AFS_FILE_CHANGED, operation, place):
            content = bytearray(place.path.read_bytes())
            content[fault.offset] ^= 0xFF
            place.path.write_bytes(content)
            hidden.clear_caches(place.path)

    def _take(self, kind: FaultKind, operation: str, place: Place) -> list[Fault]:
        """Return the faults that strike; operations have the names of methods, but for the first letter."""
        return self._faults.take(RequestTarget(API_PATH, operation.lower(), place.source), (kind,))
