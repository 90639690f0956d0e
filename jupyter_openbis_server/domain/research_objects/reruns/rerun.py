"""Requests, plans and reports of reruns."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.research_objects.crate import Crate, CrateDataSet, ParameterValue
from jupyter_openbis_server.domain.shared.progress import Amount


class EnvironmentChoice(str, enum.Enum):
    """Where a notebook is executed.

    Attributes:
        BUILT: In a new environment, built from the requirements of the research object.
        CURRENT: By the kernel that the notebook names, as it is installed here.
    """

    BUILT = "built"
    CURRENT = "current"


@dataclass(frozen=True)
class RerunRequest:
    """A rerun, as requested by the user; not validated.

    Attributes:
        crate: Absolute path of the research object: a folder or archive.
        target: Absolute path of the new folder.
        parameters: Replace those of the notebook.
        seconds: Timeout of each cell; None for no limit.
    """

    crate: str
    target: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    environment: EnvironmentChoice = EnvironmentChoice.BUILT
    seconds: float | None = None


@dataclass(frozen=True)
class RerunPlan:
    """What a rerun would do; nothing was done.

    Attributes:
        crate: The research object.
        requirements: Path of the requirements in it; empty if the present environment is used.
        remarks: What the user should know, in sentences without a final full stop.
    """

    crate: Crate
    request: RerunRequest
    requirements: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def to_fetch(self) -> tuple[CrateDataSet, ...]:
        """The inputs that have to be downloaded."""
        return tuple(each for each in self.crate.inputs if each.missing_files or not each.files)

    @property
    def amount(self) -> Amount:
        """Files and bytes to download, as far as they are known."""
        files = [file for each in self.to_fetch for file in each.missing_files]
        return Amount(len(files), sum(each.digest.size for each in files))


class OutputState(str, enum.Enum):
    """An output of a rerun, compared with that of the research object."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """The research object has no checksum of it."""


@dataclass(frozen=True)
class ComparedOutput:
    """An output file, or the outputs of a cell.

    Attributes:
        name: Path of the file; `cell 3` for those of a cell.
    """

    name: str
    state: OutputState


@dataclass(frozen=True)
class RerunReport:
    """The result of a rerun.

    Attributes:
        folder: Absolute path of the new folder, which is a research object itself.
        crate: It, as it is described there.
        outputs: All outputs of the first research object.
        failed_cell: Number of the code cell that has failed, from 1; 0 if none has.
        error: Name of its exception; empty without one.
    """

    folder: str
    crate: Crate
    outputs: tuple[ComparedOutput, ...]
    failed_cell: int = 0
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether no cell has failed, and all outputs are the same."""
        return not self.error and all(each.state is OutputState.SAME for each in self.outputs)
