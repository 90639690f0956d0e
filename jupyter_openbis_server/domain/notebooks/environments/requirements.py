"""Saved environment of a notebook's kernel: request, conflicts and result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, PackageComment


@dataclass(frozen=True)
class RequirementsRequest:
    """The environment of a notebook's kernel, to be saved beside the notebook.

    Attributes:
        notebook_path: Relative to Jupyter's root folder.
        requirements: Content of the requirements file; None if it is unknown.
        requirements_filename: Path of that file, relative to the notebook's folder.
        runtime: Content of the runtime file; None if it is unknown.
        runtime_filename: Path of that file, relative to the notebook's folder.
    """

    notebook_path: str
    requirements: str | None = None
    requirements_filename: str | None = None
    runtime: str | None = None
    runtime_filename: str | None = None


class Conflict(Enum):
    """Handling of a file that belongs to another notebook, or to the user."""

    ASK = "ask"
    """Write nothing and raise `FileOfAnotherNotebook`."""
    REPLACE = "replace"
    OWN_NAMES = "own-names"
    """Use file names that no other notebook has."""


@dataclass(frozen=True)
class SavedEnvironment:
    """The files with the environment of a notebook's kernel.

    Attributes:
        environment: The installed packages.
        texts: Content by path relative to Jupyter's root folder: the requirements file, the runtime file and, for a
            conda environment, `environment.yml`.
        comments: Comments on packages in the requirements file, e.g. why pip cannot install one.
    """

    environment: KernelEnvironment
    texts: dict[str, str]
    comments: tuple[PackageComment, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The paths written."""
        return tuple(self.texts)
