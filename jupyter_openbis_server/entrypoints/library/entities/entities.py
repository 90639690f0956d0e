"""Data sets, objects, collections, projects and spaces as Python objects."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from jupyter_openbis_server.domain.catalogue.data_set import DataSet as DataSetRow
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.lineage.trace_lineage import MAX_NODES
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.changing import ChangeableEntity, ChangeableParents
from jupyter_openbis_server.entrypoints.library.entities.files import FileMethods
from jupyter_openbis_server.entrypoints.library.entities.listing import Listing
from jupyter_openbis_server.entrypoints.library.entities.source import Source

PAGE = 200
"""Rows of a listing that are requested at a time."""


class DataSet(ChangeableParents, FileMethods):
    """A data set."""

    entity_kind = EntityKind.DATA_SET

    @property
    def identifier(self) -> str:
        """Its permId: data sets have no other identifier."""
        return self.perm_id

    @property
    def name(self) -> str | None:
        """Its display name, the property `$NAME`; None if it has none."""
        return self._row.name if isinstance(self._row, DataSetRow) else super().name

    @property
    def kind(self) -> str:
        """PHYSICAL, CONTAINER (it contains other data sets and no files) or LINK (its files are outside openBIS)."""
        return self._data_set.kind

    @property
    def status(self) -> str | None:
        """Its archiving status, e.g. AVAILABLE, ARCHIVED or UNARCHIVE_PENDING; None if it has no files of its own."""
        return self._data_set.status

    @property
    def is_readable(self) -> bool:
        """Whether it has files of its own that can be read now; not if they are in the archive only."""
        physical = self._data_set.physical
        return physical is not None and physical.is_readable

    @property
    def size(self) -> int | None:
        """Bytes of its files; None if openBIS does not know it."""
        return self._data_set.size

    @property
    def data_store(self) -> str | None:
        """Code of its data store."""
        return self._data_set.data_store

    @property
    def sample(self) -> str | None:
        """Identifier of the object that owns it; None if a collection owns it."""
        return self._data_set.sample

    @property
    def experiment(self) -> str | None:
        """Identifier of its collection; None if it has none."""
        return self._data_set.experiment

    @property
    def link(self) -> str | None:
        """Path or address of the files of a LINK; None for other kinds."""
        return self._meta().data_set.link if self._meta().data_set else None  # type: ignore[union-attr]

    @property
    def registrator(self) -> str | None:
        """Id of the user who registered it; None if openBIS does not state it."""
        return self._data_set.registrator

    @property
    def owner(self) -> Object | Collection | None:
        """The object or collection that owns it."""
        owner = self._meta().owner
        found = entity_of(self._source, owner) if owner else None
        return found if isinstance(found, (Object, Collection)) else None

    @property
    def parents(self) -> tuple[DataSet, ...]:
        """The data sets that it was derived from."""
        return tuple(DataSet(self._source, each) for each in self._meta().parents)

    @property
    def children(self) -> tuple[DataSet, ...]:
        """The data sets derived from it, by code."""
        return tuple(DataSet(self._source, each) for each in _children(self._source, self._complete()))

    @property
    def components(self) -> tuple[DataSet, ...]:
        """The data sets in a container, in its order; empty for other kinds."""
        data_set = self._meta().data_set
        refs = data_set.components if data_set else ()
        return tuple(DataSet(self._source, EntityRef(EntityKind.DATA_SET, each)) for each in refs)

    def unarchive(
        self, *, wait: bool = False, timeout: float | None = None, cancellation: Cancellation | None = None
    ) -> DataSet:
        """Request the files from the archive; return the data set with its status then.

        Args:
            wait: Wait until the files can be read. It takes seconds to hours.
            timeout: Maximum seconds to wait; None for no limit.
            cancellation: Ends the waiting from another thread; openBIS continues.

        Raises:
            InvalidChange: it is a container or link, which has no files to unarchive.
            ChangeFailed: openBIS refuses.
            UnarchivingFailed: it is in the archive again; or the timeout.
            ReadOnly: changes are switched off.
        """
        changes = self._source.use_cases.changes
        changes.request_unarchiving(self._source.name, [self.perm_id])
        if wait:
            changes.wait_until_available(self._source.name, [self.perm_id], cancellation, timeout=timeout)
        return self.refresh()

    @property
    def _data_set(self) -> DataSetRow:
        if isinstance(self._row, DataSetRow):
            return self._row
        found = self._meta().data_set
        assert found is not None  # noqa: S101 - for mypy: details of data sets have one
        return found

    def _has_properties(self) -> bool:
        return isinstance(self._row, DataSetRow) or super()._has_properties()

    def _owner_reference(self) -> tuple[EntityKind, str] | None:
        found = self._data_set
        if found.sample:
            return EntityKind.SAMPLE, found.sample
        return (EntityKind.EXPERIMENT, found.experiment) if found.experiment else None

    def _facts(self) -> dict[str, Any]:
        facts = super()._facts()
        del facts["identifier"]
        extra = ("kind", "status", "size", "sample", "experiment")
        return {**facts, **{name: getattr(self, name) for name in extra}}


class _Place(EntityObject):
    """An entity that contains others."""

    @property
    def kind(self) -> EntityKind:
        """Its kind in openBIS."""
        return self.entity_kind

    def data_sets(self, type: str | None = None) -> Listing[DataSet]:  # noqa: A002 - what openBIS calls it
        """Return its data sets, newest first, also those of entities in it.

        Args:
            type: Code of the type of the data sets; None for all types.
        """
        return data_sets_in(self._source, reference_of(self), type)

    def contents(self) -> Listing[AnyEntity]:
        """Return its direct content: entities by identifier, then data sets, newest first."""
        return contents_of(self._source, reference_of(self))


class _Owner(_Place, FileMethods):
    """An entity that owns data sets, and may have files of its own in openBIS's file server (AFS)."""


class Object(ChangeableParents, _Owner):
    """An object (sample)."""

    entity_kind = EntityKind.SAMPLE

    @property
    def owner(self) -> Collection | Project | Space | None:
        """The collection, project or space that it is directly in; None if it is in none that is visible."""
        owner = self._meta().owner
        found = entity_of(self._source, owner) if owner else None
        return found if isinstance(found, (Collection, Project, Space)) else None

    @property
    def collection(self) -> Collection | None:
        """Its collection (experiment); None if it is in none."""
        owner = self.owner
        return owner if isinstance(owner, Collection) else None

    @property
    def parents(self) -> tuple[Object, ...]:
        """The objects that it was derived from."""
        return tuple(Object(self._source, each) for each in self._meta().parents)

    @property
    def children(self) -> tuple[Object, ...]:
        """The objects derived from it, by code."""
        return tuple(Object(self._source, each) for each in _children(self._source, self._complete()))


class Collection(ChangeableEntity, _Owner):
    """A collection (experiment)."""

    entity_kind = EntityKind.EXPERIMENT

    @property
    def owner(self) -> Project | None:
        """Its project."""
        owner = self._meta().owner
        return Project(self._source, owner) if owner else None


class Project(_Place):
    """A project."""

    entity_kind = EntityKind.PROJECT

    @property
    def owner(self) -> Space | None:
        """Its space."""
        owner = self._meta().owner
        return Space(self._source, owner) if owner else None


class Space(_Place):
    """A space."""

    entity_kind = EntityKind.SPACE

    @property
    def owner(self) -> None:
        """None: nothing owns a space."""
        return None


AnyEntity: TypeAlias = DataSet | Object | Collection | Project | Space

_CLASSES: dict[EntityKind, type[DataSet | Object | Collection | Project | Space]] = {
    each.entity_kind: each for each in (DataSet, Object, Collection, Project, Space)
}


def entity_of(source: Source, found: EntityRef | DataSetRow) -> AnyEntity:
    """Return the entity object for a row of a listing, for details, or for a reference."""
    kind = EntityKind.DATA_SET if isinstance(found, DataSetRow) else found.kind
    return _CLASSES[kind](source, found)


def data_sets_in(source: Source, place: str | None, type_code: str | None = None) -> Listing[DataSet]:
    """Return the data sets in a sample, experiment, project or space, newest first."""
    wanted = type_code and type_code.strip().upper()

    def read(page: PageRequest) -> tuple[Sequence[DataSet], int]:
        found = source.use_cases.catalogue.list_data_sets(source.name, place, page)
        _warn(found.remark)
        return [DataSet(source, each) for each in found.rows], found.total

    def rows() -> Iterator[DataSet]:
        every = all_rows(read, _key, PAGE)
        return (each for each in every if each.type.upper() == wanted) if wanted else every

    return Listing(source, rows)


def contents_of(source: Source, place: str) -> Listing[AnyEntity]:
    """Return the direct content of an entity, or the spaces."""

    def read(page: PageRequest) -> tuple[Sequence[AnyEntity], int]:
        found = source.use_cases.catalogue.list_contents(source.name, place, page)
        _warn(found.remark)
        entities: list[AnyEntity] = [entity_of(source, each) for each in found.entities]
        return [*entities, *(DataSet(source, each) for each in found.data_sets)], found.total

    return Listing(source, _all(read))


def _all(read: Callable[[PageRequest], tuple[Sequence[AnyEntity], int]]) -> Callable[[], Iterator[AnyEntity]]:
    return lambda: all_rows(read, _key, PAGE)


def _key(row: EntityObject) -> tuple[EntityKind, str]:
    return row.entity_kind, row.perm_id


def _warn(remark: str | None) -> None:
    """Warn of missing rows, at the line of the script that iterates."""
    if remark:
        warnings.warn(remark, stacklevel=5)


def _children(source: Source, details: Details) -> Sequence[EntityRef]:
    """Return all children; the details have the first ones only."""
    if details.children_count <= len(details.children):
        return details.children
    lineage = source.use_cases.catalogue.trace_lineage(source.name, details, 1, MAX_NODES)
    if not lineage.is_complete:
        warnings.warn(f"{details.perm_id} has more children than are returned ({MAX_NODES})", stacklevel=3)
    return sorted(
        (lineage.nodes[child] for parent, child in lineage.edges if parent == details.perm_id),
        key=lambda child: child.perm_id,
    )
