"""Checks that the files of a data set are available."""

from __future__ import annotations

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import DataSetArchived, DataSetNotPhysical

_PHYSICAL = "PHYSICAL"


def ensure_has_files(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical if a data set has no files of its own."""
    if data_set.kind != _PHYSICAL:
        raise DataSetNotPhysical(data_set.perm_id, data_set.kind, data_set.link)


def ensure_available(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical or DataSetArchived if the files of a data set cannot be read now."""
    ensure_has_files(data_set)
    if data_set.physical and not data_set.physical.is_readable:
        raise DataSetArchived(data_set.perm_id, data_set.physical.status or "unknown")
