"""Description of an entity or data set: details and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.errors import OpenbisError


@dataclass(frozen=True)
class DescribedFile:
    """A file or folder of a data set.

    Attributes:
        component: PermId of the component that contains it, if the data set is a container; else None.
    """

    file: DataSetFile
    component: str | None = None

    @property
    def whole_path(self) -> str:
        """Its path in `openbis://` addresses and downloads."""
        return f"{self.component}/{self.file.path}" if self.component else self.file.path


@dataclass(frozen=True)
class Description:
    """A space, project, experiment, sample or data set, and its files; of samples and experiments, those in AFS.

    Attributes:
        files: Files and folders, parents first.
        problem: Error that prevented the listing of files; for a container, that of the first such component.
        samples: Maps permIds of samples that are values of properties to identifiers, for visible samples.
    """

    details: Details
    files: tuple[DescribedFile, ...] = ()
    problem: OpenbisError | None = None
    samples: Mapping[str, str] = field(default_factory=dict)
