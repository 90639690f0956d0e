"""Containers: data sets that hold others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_openbis_server.domain.model import DataSet, Session
from jupyter_openbis_server.domain.ports import DataSets

_CONTAINER = "CONTAINER"


def data_sets_with_files(
    data_sets: DataSets, session: Session, perm_ids: Sequence[str]
) -> Iterator[tuple[DataSet, tuple[str, ...]]]:
    """Yield data sets, and instead of a container all that is in it, each once; and the names of the folder for each.

    All data sets of `perm_ids` are asked for before the first one is yielded.

    Raises:
        DataSetNotFound: one of them does not exist.
    """
    for each in [data_sets.get(session, perm_id) for perm_id in dict.fromkeys(perm_ids)]:
        yield from _with_files(data_sets, session, each, (each.perm_id,), set())


def _with_files(
    data_sets: DataSets, session: Session, data_set: DataSet, names: tuple[str, ...], seen: set[str]
) -> Iterator[tuple[DataSet, tuple[str, ...]]]:
    if data_set.perm_id in seen:
        return
    seen.add(data_set.perm_id)
    if data_set.kind != _CONTAINER or not data_set.components:
        yield data_set, names
        return
    for perm_id in data_set.components:
        component = data_sets.get(session, perm_id)
        yield from _with_files(data_sets, session, component, (names[0], perm_id), seen)
