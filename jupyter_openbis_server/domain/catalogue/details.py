"""Details of an entity or data set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import AFS_REMARK, DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.properties.property_value import PropertyValue

MAX_CHILDREN = 50
"""Maximum number of children in the details; one sample can have thousands."""


@dataclass(frozen=True)
class RelatedEntity(EntityRef):
    """A parent or child of a sample or data set, of the same kind.

    Attributes:
        type_code: Its type.
        name: Its display name (the property `$NAME`).
        identifier: Of a sample; None for data sets, and where it is not known.
    """

    type_code: str | None = None
    name: str | None = None
    identifier: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PropertyEntry:
    """A property that is set.

    Attributes:
        code: Upper case.
        label: Its display name; None if openBIS does not state it.
        data_type: VARCHAR, INTEGER, … as openBIS names it; None if it does not state it.
        value: A text, or the texts of a multi-valued or ARRAY_* property. A vocabulary term is given by its code, a
            sample by its permId.
        multi_value: Whether it can have several values.
    """

    code: str
    label: str | None
    data_type: str | None
    value: PropertyValue
    multi_value: bool = False


@dataclass(frozen=True)
class Details(EntityRef):
    """Metadata of a space, project, experiment, sample or data set.

    Attributes:
        identifier: `/SPACE`, `/SPACE/PROJECT`, …; None for a data set.
        type_code: Its type; None for spaces and projects.
        name: Its display name (the property `$NAME`).
        properties: In the order of its type.
        owner: The entity that directly contains or owns it, if any.
        parents: The samples or data sets that it was derived from.
        children: The samples or data sets derived from it, the first `MAX_CHILDREN` by code.
        children_count: Number of all children.
        registrator: Name of the user who registered it.
        modifier: Name of the user who changed it last, if openBIS states it.
        data_set: The data set; None for other kinds.
        has_file_server: Whether it is a sample or experiment of an openBIS with a file server (AFS): it can have files
            of its own.
        has_afs_files: Whether it has files of its own in AFS.
        eln_url: Address of its page in the ELN; empty until the instance is known.
    """

    identifier: str | None = None
    type_code: str | None = None
    name: str | None = None
    properties: tuple[PropertyEntry, ...] = ()
    owner: Entity | None = None
    parents: tuple[RelatedEntity, ...] = ()
    children: tuple[RelatedEntity, ...] = ()
    children_count: int = 0
    registrator: str | None = None
    registered: dt.datetime | None = None
    modified: dt.datetime | None = None
    data_set: DataSet | None = None
    has_file_server: bool = False
    has_afs_files: bool = False
    eln_url: str = ""
    modifier: str | None = None

    @property
    def remark(self) -> str | None:
        """A remark for users about data that the details do not include; None without any."""
        return AFS_REMARK if self.has_afs_files else None
