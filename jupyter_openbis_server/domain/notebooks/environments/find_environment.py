"""Search for the files with the environment of a notebook, beside the notebook."""

from __future__ import annotations

import posixpath
from dataclasses import astuple, dataclass

from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.notebooks.environments.environment_files import EnvironmentNames, owner_of
from jupyter_openbis_server.domain.workspace.ports import Workspace

_MAX_HEAD = 4096
"""Bytes of a file that are read to find out which notebook it belongs to."""


@dataclass(frozen=True)
class FoundEnvironment:
    """The files with the environment of a notebook.

    Attributes:
        paths: Relative to Jupyter's root folder.
        other_owner: Name of the notebook that the files beside this notebook belong to; then there are no paths.
    """

    paths: tuple[str, ...] = ()
    other_owner: str = ""


@dataclass(frozen=True)
class FindEnvironment:
    """Find `requirements.txt` and its companions beside a notebook."""

    workspace: Workspace

    def __call__(self, notebook: str) -> FoundEnvironment:
        """Return the files, unless they belong to another notebook.

        Files with names of this notebook take precedence over those with names shared by all notebooks of the folder.

        Args:
            notebook: Path of the notebook, relative to Jupyter's root folder.
        """
        name, own, shared = posixpath.basename(notebook), EnvironmentNames.of_one(notebook), EnvironmentNames()
        programs = EnvironmentNames.programs_of_one(notebook)
        specific = [each for each in programs if self._owner(notebook, each) == name]
        if self.is_file(beside(notebook, own.requirements)):
            specific.insert(0, own.requirements)
        names = (specific[0], own.runtime, own.environment) if specific else astuple(shared)
        owner = None if specific else self._owner(notebook, shared.requirements)
        if owner is not None and owner != name:
            return FoundEnvironment(other_owner=owner)
        paths = (beside(notebook, each) for each in names)
        return FoundEnvironment(tuple(filter(self.is_file, paths)))

    def is_file(self, path: str) -> bool:
        """Return whether there is a file at a path, relative to Jupyter's root folder."""
        try:
            sources = self.workspace.sources(path)
        except (InvalidPath, SourceNotReadable):
            return False
        return [each.name for each in sources if not each.is_folder] == [posixpath.basename(path)]

    def _owner(self, notebook: str, name: str) -> str | None:
        """Return the name of the notebook that owns a file beside a notebook; None if it names none or is missing."""
        path = beside(notebook, name)
        if not self.is_file(path):
            return None
        (source,) = self.workspace.sources(path)
        with source.open() as file:
            return owner_of(file.read(_MAX_HEAD).decode(errors="replace"))


def beside(notebook: str, name: str) -> str:
    """Return the path of a file in the folder of a notebook."""
    return posixpath.join(posixpath.dirname(notebook), name)
