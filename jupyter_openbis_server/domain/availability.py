"""Whether the files of a data set can be had."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import DataSetArchived, DataSetNotPhysical
from jupyter_openbis_server.domain.model import DataSet

_PHYSICAL = "PHYSICAL"


def must_have_files(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical if a data set has no files of its own."""
    if data_set.kind != _PHYSICAL:
        raise DataSetNotPhysical(data_set.perm_id, data_set.kind, data_set.link)


def must_be_available(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical or DataSetArchived if the files of a data set cannot be read now."""
    must_have_files(data_set)
    if data_set.physical and not data_set.physical.is_readable:
        raise DataSetArchived(data_set.perm_id, data_set.physical.status or "unknown")
