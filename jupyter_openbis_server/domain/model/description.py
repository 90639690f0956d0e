"""A data set, looked at closely."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile


@dataclass(frozen=True)
class DataSetDescription:
    """What openBIS knows of a data set, and what it holds.

    Attributes:
        files: Files and folders, parents first.
        problem: Why the files cannot be listed.
    """

    data_set: DataSet
    files: tuple[DataSetFile, ...] = ()
    problem: OpenbisError | None = None
