"""What an openBIS in memory keeps of data sets and entities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model import DataSet, Entity
from jupyter_openbis_server.domain.model.property_value import PropertyValue


@dataclass(frozen=True)
class StoredDataSet:
    """A data set with its files.

    Attributes:
        owners: PermIds of the sample and experiment that it hangs on, and of all that these lie in.
        owner: What it hangs on directly: the sample, or else the experiment.
        files: Path (`original/…`) to content.
        folders: Paths of folders without any file; all others follow from `files`.
        parents: PermIds of the data sets that it was made from.
        damaged: Paths of files whose first byte is read wrongly from the data store's disk.
    """

    data_set: DataSet
    owners: frozenset[str]
    owner: Entity
    files: Mapping[str, bytes]
    folders: frozenset[str] = frozenset()
    damaged: frozenset[str] = frozenset()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """What openBIS knows of an entity beyond its name.

    Attributes:
        parents: PermIds of the samples that a sample comes from.
    """

    registered: dt.datetime
    registrator: str
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
