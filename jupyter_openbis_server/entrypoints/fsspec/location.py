"""What paths of codes name: `<connection>/SPACE/PROJECT/EXPERIMENT/SAMPLE/<permId>/path`."""

from __future__ import annotations

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import KINDS_INSIDE, OWNERS, Entity
from jupyter_openbis_server.domain.errors import EntityNotFound, OpenbisError
from jupyter_openbis_server.domain.hierarchy.names import FILES
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program


def locate(path: str, *, fresh: bool = False) -> OpenbisPath:
    """Return what a path names; the files themselves are not looked up.

    A permId, identifier or link behind the connection needs no request. Otherwise the codes are looked up from the
    left: those that are cached need no request. What is no space is taken for a data set with a code of its own; once
    its files are known, no request is needed for it either.

    Args:
        path: Without protocol and without leading or trailing slashes.
        fresh: Whether openBIS is asked for each code.

    Raises:
        EntityNotFound: a code names nothing there.
        UnknownConnection, NotLoggedIn: openBIS had to be asked.
    """
    short = OpenbisPath.of(path)
    if not short.connection:
        return short
    if not short.perm_id:
        shared_program().ensure(short.connection)
        return short
    if short.is_reference or (not fresh and shared_program().has_tree(*short.owner)):
        return short
    return _descend(short, path.split("/"), fresh=fresh)


def _descend(short: OpenbisPath, parts: list[str], *, fresh: bool) -> OpenbisPath:
    folder: Entity | None = None
    for index, name in enumerate(parts[1:], 1):
        base, rest = "/".join(parts[: index + 1]), "/".join(parts[index + 1 :])
        if name == FILES and folder and folder.kind in OWNERS:
            return OpenbisPath(short.connection, folder.perm_id, rest, base, folder)
        found = shared_program().folders.entry(short.connection, folder, name, fresh=fresh)
        if isinstance(found, DataSet):
            return OpenbisPath(short.connection, found.perm_id, rest, base, data_set=found)
        if not found:
            if folder is None:
                return short
            raise _not_found(folder, name)
        folder = found
    return OpenbisPath(short.connection, base="/".join(parts), folder=folder)


def _not_found(folder: Entity, name: str) -> EntityNotFound:
    *others, last = (kind.word for kind in KINDS_INSIDE[folder.kind])
    hint = f" (codes are upper case; own files are in the folder {FILES})" if name != name.upper() else ""
    return EntityNotFound(f"{folder.identifier}/{name}{hint}", " or ".join((*others, last)))


def path_in_files(path: str) -> str:
    """Return the path in the data set or owner of files; empty for folders above, and for what does not exist."""
    try:
        return locate(path).path
    except OpenbisError:
        return ""
