"""What the SFTP server shows: spaces, projects, experiments and data sets as folders (openbis-protocol 8.1).

What the protocol notes leave open comes from openBIS's ``generic/server/fs/resolver/*LevelResolver.java``: a sample
without experiment is a folder ``Object:<code>`` of its project or space, and containers are listed, too.
"""

import posixpath
import stat
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure, Store

SAMPLE_PREFIX = "Object:"
"""What is in front of the code in the folder name of a sample without experiment."""

_KINDS = frozenset({"PHYSICAL", "CONTAINER"})
_LONG_AGO = 0.0

AnyEntity = e.Space | e.Project | e.Experiment | e.Sample | e.DataSet


class NoSuchPath(Exception):
    """There is no such path, or it is not for this user."""


@dataclass(frozen=True)
class Entry:
    """A file or folder of the view; ``modified`` in seconds since 1970 UTC, ``length`` in bytes."""

    name: str
    directory: bool
    modified: float
    length: int = 0


class SftpView:
    """The files of one data store, ``/SPACE/PROJECT/EXPERIMENT/<data set code>/original/...``, for each user.

    Paths may be relative and hold ``..``; they never leave the view. Stricter than openBIS, which looks at nothing but
    the code once a path is deep enough, a data set is where it belongs and nowhere else.

    Args:
        laboratory: What there is.
        store: The contents of data sets.
        data_store_code: Data sets of other data stores are not shown.
    """

    def __init__(self, laboratory: Laboratory, store: Store, data_store_code: str) -> None:
        self._laboratory = laboratory
        self._store = store
        self._data_store_code = data_store_code

    def entry(self, user: str, path: str) -> Entry:
        """Return what is at a path.

        Raises:
            NoSuchPath: When there is nothing, or nothing for this user.
        """
        place, inside = self._find(user, path)
        if isinstance(place, e.DataSet) and inside:
            return self._content(place, inside)
        return _folder(place) if place else Entry("", True, _LONG_AGO)

    def entries(self, user: str, path: str) -> list[Entry]:
        """Return what is in a folder, by name.

        Raises:
            NoSuchPath: When there is no such folder.
        """
        place, inside = self._find(user, path)
        if not isinstance(place, e.DataSet):
            folders = [_folder(one) for one in self._inside(place) if self._is_shown(user, one)]
            return sorted(folders, key=lambda entry: entry.name)
        if inside and not self._content(place, inside).directory:
            raise NoSuchPath(path)
        try:
            nodes = self._store.children(place, inside)
        except ContentFailure:  # a data set without files
            return []
        return [Entry(posixpath.basename(node.path), node.directory, node.modified, node.length) for node in nodes]

    def file(self, user: str, path: str) -> str:
        """Where the file at a path is on disk.

        Raises:
            NoSuchPath: When there is nothing, or nothing for this user.
            ContentFailure: When it is a folder, or archived.
        """
        place, inside = self._find(user, path)
        if not isinstance(place, e.DataSet) or not inside or self._content(place, inside).directory:
            raise ContentFailure(f"Resource '{path}' is a folder.")
        self._store.must_be_readable(place, inside)
        return str(self._store.location(place, inside))

    def _find(self, user: str, path: str) -> tuple[AnyEntity | None, str]:
        """Return the deepest place on a path, None for the root, and what of the path is inside of a data set."""
        names = [name for name in normal(path).split("/") if name]
        place: AnyEntity | None = None
        for depth, name in enumerate(names, 1):
            place = self._child(place, name)
            if place is None or not self._is_shown(user, place):
                raise NoSuchPath(path)
            if isinstance(place, e.DataSet):
                return place, "/".join(names[depth:])
        return place, ""

    def _child(self, place: AnyEntity | None, name: str) -> AnyEntity | None:
        """Return the place of this name directly in another; there may be 100,000 beside it, so nothing is listed."""
        lab = self._laboratory
        match place:
            case None:
                return lab.spaces.get(name)
            case e.Experiment() | e.Sample():
                data_set = lab.data_set(name)
                home = data_set and (data_set.experiment if isinstance(place, e.Experiment) else data_set.sample)
                return data_set if home == place.perm_id else None
            case e.Space():
                found: Iterable[AnyEntity] = lab.projects.find("identifier", f"/{place.code}/{name}")
                samples = lab.samples.find("identifier", f"/{place.code}/{name.removeprefix(SAMPLE_PREFIX)}")
            case e.Project():
                found = lab.experiments.find("identifier", f"{place.identifier}/{name}")
                samples = lab.samples.find("identifier", f"{place.identifier}/{name.removeprefix(SAMPLE_PREFIX)}")
            case _:
                return None
        if name.startswith(SAMPLE_PREFIX):
            found = _without_experiment(samples)
        return next(iter(found), None)

    def _inside(self, place: AnyEntity | None) -> list[AnyEntity]:
        """All entries of a folder, for any user."""
        lab = self._laboratory
        match place:
            case None:
                return list(lab.spaces)
            case e.Space():
                samples = _without_experiment(lab.samples.find("space", place.code))
                return [*lab.projects.find("space", place.code), *(one for one in samples if one.project is None)]
            case e.Project():
                samples = _without_experiment(lab.samples.find("project", place.perm_id))
                return [*lab.experiments.find("project", place.perm_id), *samples]
            case e.Experiment():
                return [*lab.data_sets.find("experiment", place.perm_id)]
            case e.Sample():
                return [*lab.data_sets.find("sample", place.perm_id)]
        return []

    def _is_shown(self, user: str, place: AnyEntity) -> bool:
        if isinstance(place, e.DataSet) and (place.kind not in _KINDS or place.data_store != self._data_store_code):
            return False
        return self._laboratory.may_see(user, place)

    def _content(self, data_set: e.DataSet, inside: str) -> Entry:
        try:
            status = self._store.location(data_set, inside).stat()
        except (ContentFailure, OSError) as failure:
            raise NoSuchPath(inside) from failure
        directory = stat.S_ISDIR(status.st_mode)
        length = 0 if directory else status.st_size
        return Entry(posixpath.basename(inside), directory, status.st_mtime, length)


def normal(path: str) -> str:
    """Return the path from the root on, without ``..`` and the like."""
    return posixpath.normpath("/" + path.lstrip("/"))


def _folder(place: AnyEntity) -> Entry:
    name = place.code
    if isinstance(place, e.Sample):  # a component's is <container>:<code>
        name = SAMPLE_PREFIX + place.identifier.rpartition("/")[2]
    return Entry(name, True, place.modification_date / 1000)


def _without_experiment(samples: Iterable[e.Sample]) -> list[e.Sample]:
    return [sample for sample in samples if sample.experiment is None]
