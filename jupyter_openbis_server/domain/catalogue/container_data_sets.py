"""Resolution of containers (data sets that contain other data sets) to data sets with files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import CONTAINER, DataSet
from jupyter_openbis_server.domain.catalogue.ports import DataSetLookup
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InvalidReference,
    NotFound,
    OpenbisError,
    RequestRefused,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.kept_errors import detached

Contained = Callable[[str], Iterable[str]]
"""Return the permIds of all data sets with files in a container, at any depth; for another data set, its own permId."""


def data_sets_with_files(
    data_sets: DataSetLookup, session: Session, perm_ids: Sequence[str]
) -> Iterator[tuple[DataSet, tuple[str, ...]]]:
    """Yield each data set once, and the names of the folder for it. A container is replaced by its components.

    All data sets of `perm_ids` are requested before the first one is yielded.

    Raises:
        NotFound, DataNotAvailable, InvalidReference, RequestRefused: for the first data set that is not available.
    """
    for path, problem in data_sets_or_problems(data_sets, session, perm_ids):
        if problem:
            raise problem
        yield path[-1], tuple(each.perm_id for each in path)


def data_sets_or_problems(
    data_sets: DataSetLookup, session: Session, perm_ids: Sequence[str]
) -> Iterator[tuple[tuple[DataSet, ...], OpenbisError | None]]:
    """Yield each data set once, with an error if it is not available, else None. Components come after their container.

    If there is an error, only the permId of the data set is known.
    """
    for data_set, problem in [_found(data_sets, session, perm_id) for perm_id in dict.fromkeys(perm_ids)]:
        if problem:
            yield (data_set,), problem
        else:
            yield from _with_files(data_sets, session, (data_set,), set())


def _found(data_sets: DataSetLookup, session: Session, perm_id: str) -> tuple[DataSet, OpenbisError | None]:
    try:
        return data_sets.get(session, perm_id), None
    except (NotFound, DataNotAvailable, InvalidReference, RequestRefused) as error:
        return DataSet(perm_id, type_code=""), detached(error)


def _with_files(
    data_sets: DataSetLookup, session: Session, path: tuple[DataSet, ...], seen: set[str]
) -> Iterator[tuple[tuple[DataSet, ...], OpenbisError | None]]:
    data_set = path[-1]
    if data_set.perm_id in seen:
        return
    seen.add(data_set.perm_id)
    if data_set.kind != CONTAINER or not data_set.components:
        yield path, None
        return
    for perm_id in data_set.components:
        component, problem = _found(data_sets, session, perm_id)
        if problem:
            yield (path[0], component), problem
        else:
            yield from _with_files(data_sets, session, (path[0], component), seen)


class FoundDataSet(Protocol):
    """A data set of a listing."""

    @property
    def perm_id(self) -> str:
        """Its permId."""

    @property
    def kind(self) -> str:
        """PHYSICAL, CONTAINER or LINK."""


def each_once(data_sets: Iterable[str | FoundDataSet], contained: Contained) -> Iterator[str]:
    """Yield permIds so that no data set is downloaded twice, neither separately and in a container, nor in two.

    The first occurrence counts. The components of an earlier container are skipped. If some components of a container
    came before it, the remaining components are yielded instead of the container. `data_sets` is consumed lazily: it
    may be a search in progress. PermIds given as texts are not looked up.
    """
    seen: set[str] = set()
    for each in data_sets:
        perm_id = each if isinstance(each, str) else each.perm_id
        if perm_id in seen:
            continue
        is_container = not isinstance(each, str) and each.kind == CONTAINER
        inner = tuple(dict.fromkeys(contained(perm_id))) if is_container else (perm_id,)
        new = [one for one in inner if one not in seen]
        seen.update(inner, [perm_id])
        yield from new if len(new) < len(inner) else [perm_id]
