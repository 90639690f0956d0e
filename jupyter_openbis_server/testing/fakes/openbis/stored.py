"""Records of data sets and entities in an in-memory openBIS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.properties.property_value import PropertyValue


@dataclass(frozen=True)
class StoredDataSet:
    """A data set with its files.

    Attributes:
        owners: PermIds of its sample and experiment, and of their ancestors.
        owner: Its direct owner: the sample, or else the experiment.
        files: Maps paths (`original/…`) to contents.
        folders: Paths of folders without any file; all others follow from `files`.
        parents: PermIds of its parent data sets.
        modifier: Who changed it last; empty: its registrator.
        damaged: Paths of files whose first byte the data store returns wrongly.
    """

    data_set: DataSet
    owners: frozenset[str]
    owner: Entity
    files: Mapping[str, bytes]
    folders: frozenset[str] = frozenset()
    damaged: frozenset[str] = frozenset()
    parents: tuple[str, ...] = ()
    modifier: str = ""


@dataclass(frozen=True)
class StoredObjectFile:
    """A file or folder of a sample or experiment.

    Attributes:
        content: The bytes; None for a folder.
    """

    content: bytes | None
    modified: dt.datetime


@dataclass(frozen=True)
class Record:
    """Metadata of an entity that `Entity` does not contain.

    Attributes:
        parents: PermIds of the parents of a sample.
        modified: When it was last changed; None: when it was registered.
        modifier: Who changed it last; empty: its registrator.
    """

    registered: dt.datetime
    registrator: str
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    modified: dt.datetime | None = None
    modifier: str = ""
