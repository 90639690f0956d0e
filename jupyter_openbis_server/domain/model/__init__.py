"""The things users talk about, as immutable values."""

from jupyter_openbis_server.domain.model.cancellation import Cancellation
from jupyter_openbis_server.domain.model.connection import (
    MASK,
    Connection,
    ConnectionDefinition,
    ConnectionEntries,
    ConnectionStatus,
    Credentials,
    Instance,
    Session,
)
from jupyter_openbis_server.domain.model.data_set import (
    DataSet,
    DataSetFile,
    DataSetPage,
    PageRequest,
    PhysicalData,
)
from jupyter_openbis_server.domain.model.data_set_type import DataSetType, PropertyAssignment, VocabularyTerm
from jupyter_openbis_server.domain.model.entity import Entity, EntityKind, EntityReference
from jupyter_openbis_server.domain.model.mount import ConnectionView, Mount
from jupyter_openbis_server.domain.model.secret import Secret
from jupyter_openbis_server.domain.model.transfer import (
    DataSetDraft,
    Download,
    RequirementsRequest,
    SourceFile,
    Upload,
    UploadRequest,
)

__all__ = [
    "MASK",
    "Cancellation",
    "Connection",
    "ConnectionDefinition",
    "ConnectionEntries",
    "ConnectionStatus",
    "ConnectionView",
    "Credentials",
    "DataSet",
    "DataSetDraft",
    "DataSetFile",
    "DataSetPage",
    "DataSetType",
    "Download",
    "Entity",
    "EntityKind",
    "EntityReference",
    "Instance",
    "Mount",
    "PageRequest",
    "PhysicalData",
    "PropertyAssignment",
    "RequirementsRequest",
    "Secret",
    "Session",
    "SourceFile",
    "Upload",
    "UploadRequest",
    "VocabularyTerm",
]
