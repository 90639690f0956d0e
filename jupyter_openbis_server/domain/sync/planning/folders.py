"""What to do with folders: those without files are created, and removed, too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.planning.moves import moved_paths
from jupyter_openbis_server.domain.sync.request import SyncRequest


def folder_actions(
    seen: Mapping[str, Seen],
    local: Mapping[str, LocalEntry],
    remote: Mapping[str, DataSetFile],
    actions: Sequence[Action],
    request: SyncRequest,
    ignored: Collection[str],
) -> list[Action]:
    """Return what to do with folders.

    Folders come and go with their files; a folder alone is created or removed only if no file below it does that.

    Args:
        seen: What is known.
        local: What is here.
        remote: What is in openBIS.
        actions: What is planned for files.
        request: What the user wants.
        ignored: What is here, and is not synchronised: a folder with it is not removed, nor one created in its place.
    """
    here = {path for path, each in local.items() if each.is_folder}
    there = {path for path, each in remote.items() if each.is_folder}
    known = {path for path, each in seen.items() if each.is_folder}
    here_is_file = {path for path, each in local.items() if not each.is_folder}.union(ignored)
    there_is_file = {path for path, each in remote.items() if not each.is_folder}
    decided = [Action(Kind.NOTE, path, local[path], remote[path]) for path in (here & there) - known]
    decided += [Action(Kind.FORGET, path, seen=seen[path]) for path in known - here - there]
    only_here = {path for path in here - there if not _is_at_or_below(path, there_is_file)}
    only_there = {path for path in there - here if not _is_at_or_below(path, here_is_file)}
    direction, delete = request.direction, request.delete
    if direction.sends:
        lasting = only_here if not direction.fetches else only_here - known
        decided += [Action(Kind.MAKE_THERE, path, local[path]) for path in _alone(lasting, actions, _MADE_THERE)]
    if direction.fetches:
        lasting = only_there if not direction.sends else only_there - known
        decided += [Action(Kind.MAKE_HERE, path, None, remote[path]) for path in _alone(lasting, actions, _MADE_HERE)]
    if delete and direction.fetches:
        removed = _emptied(only_here & known, (*local, *ignored), actions, Kind.DELETE_HERE, Kind.MOVE_HERE)
        decided += [Action(Kind.DELETE_HERE, path, local[path], seen=seen[path]) for path in removed]
    if delete and direction.sends:
        removed = _emptied(only_there & known, remote, actions, Kind.DELETE_THERE, Kind.MOVE_THERE)
        decided += [Action(Kind.DELETE_THERE, path, None, remote[path], seen[path]) for path in removed]
    return decided


def _is_at_or_below(path: str, others: Collection[str]) -> bool:
    return path in others or any(above in others for above in folders_above(path))


_MADE_THERE = (Kind.SEND, Kind.MOVE_THERE)
_MADE_HERE = (Kind.FETCH, Kind.MOVE_HERE)


def _alone(folders: Iterable[str], actions: Sequence[Action], kinds: Sequence[Kind]) -> list[str]:
    """Return the folders that no transferred file, and no other folder, creates."""
    made = {above for each in actions if each.kind in kinds for above in folders_above(each.path)}
    rest = {path for path in folders if path not in made}
    above_others = {above for path in rest for above in folders_above(path)}
    return sorted(rest - above_others)


def _emptied(
    folders: Iterable[str], side: Iterable[str], actions: Sequence[Action], deleted: Kind, moved: Kind
) -> list[str]:
    """Return the folders in which nothing is left, those below before those above."""
    wanted = set(folders)
    going = {each.path for each in actions if each.kind is deleted}
    going |= moved_paths(each for each in actions if each.kind is moved)
    staying = {above for path in side if path not in going and path not in wanted for above in folders_above(path)}
    return sorted(wanted - staying, reverse=True)
