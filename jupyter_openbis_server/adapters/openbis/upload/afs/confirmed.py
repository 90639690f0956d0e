"""Changes on the file server (AFS) that are seen to be made: its answer does not prove it (openbis-afs 4)."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.errors import FileNotInDataSet
from jupyter_openbis_server.domain.object_files.errors import ChangeLost
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


def make_confirmed(change: Callable[[], None], is_made: Callable[[], bool], path: str, limits: HttpLimits) -> None:
    """Make a change, again if it is lost, or its answer is and the change with it.

    Args:
        change: Makes it by one request.
        is_made: Whether it is made, as openBIS lists the files.
        path: What is changed, for the message.
        limits: How often it is repeated.

    Raises:
        ChangeLost: it is not made.
        TransientFailure: there is no answer, and it is not made.
        OpenbisError: that of `change` or `is_made`.
    """
    for pause in (*limits.pauses(), None):
        lost: TransientFailure | None = None
        try:
            change()
        except TransientFailure as error:
            lost = error
        if is_made():
            return
        if pause is None:
            raise lost or ChangeLost(path)
        Cancellation.current().wait(pause)


def entry_at(file_server: AfsClient, owner: str, path: str) -> AfsFile | None:
    """Return the file or folder at a path; None if there is none."""
    names = path.rpartition("/")
    try:
        found = file_server.list_files(owner, names[0], recursively=False)
    except FileNotInDataSet:
        return None
    return next((each for each in found if each.path == source_of(path)), None)


def entries(file_server: AfsClient, owner: str, path: str = "", *, recursively: bool = True) -> dict[str, AfsFile]:
    """Return the files and folders below a folder by path, those of the server itself too; empty without the folder."""
    try:
        found = file_server.list_files(owner, path, recursively=recursively)
    except FileNotInDataSet:
        return {}
    return {each.path.removeprefix("/"): each for each in found if each.path not in ("/", source_of(path))}
