"""Whether the files of a data set can be had."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import DataSetArchived, DataSetInAfs, DataSetNotPhysical
from jupyter_openbis_server.domain.model import DataSet

_PHYSICAL = "PHYSICAL"


def must_be_served(data_set: DataSet) -> None:
    """Raise DataSetInAfs if the files of a data set are in openBIS's file server, which is no data store."""
    if data_set.is_in_afs:
        raise DataSetInAfs(data_set.perm_id)


def must_have_files(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical if a data set has no files of its own, DataSetInAfs if no data store serves them."""
    must_be_served(data_set)
    if data_set.kind != _PHYSICAL:
        raise DataSetNotPhysical(data_set.perm_id, data_set.kind, data_set.link)


def must_be_available(data_set: DataSet) -> None:
    """Raise DataSetNotPhysical, DataSetInAfs or DataSetArchived if the files of a data set cannot be read now."""
    must_have_files(data_set)
    if data_set.physical and not data_set.physical.is_readable:
        raise DataSetArchived(data_set.perm_id, data_set.physical.status or "unknown")
