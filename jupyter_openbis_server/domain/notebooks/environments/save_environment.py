"""Use case that saves the environment of a notebook's kernel beside the notebook."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import FileOfAnotherNotebook, InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.notebooks.environments.environment_files import EnvironmentNames, head_of, owner_of
from jupyter_openbis_server.domain.notebooks.environments.environment_yml import environment_yml_of
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict, SavedEnvironment
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import (
    comments_on,
    requirements_of,
    runtime_of,
)
from jupyter_openbis_server.domain.workspace.ports import Workspace

_MAX_COMPARED = 4 << 20
"""Bytes of an existing file that are compared with the new content."""


@dataclass(frozen=True)
class SaveEnvironment:
    """Write `requirements.txt`, `runtime.txt` and, for a conda kernel, `environment.yml` to the notebook's folder.

    The first line of a file names its notebook. A file that belongs to another notebook, or that the user has written,
    is replaced only on request.
    """

    workspace: Workspace

    def __call__(
        self,
        notebook: str,
        environment: KernelEnvironment,
        conflict: Conflict = Conflict.ASK,
        names: EnvironmentNames | None = None,
    ) -> SavedEnvironment:
        """Write the files.

        Args:
            notebook: Path of the notebook, relative to Jupyter's root folder.
            environment: The environment of its kernel.
            conflict: Handling of files that do not belong to this notebook.
            names: Names of the files; default: the specific names of this notebook if such files exist, else the
                shared names.

        Raises:
            FileOfAnotherNotebook: a file does not belong to this notebook, and `conflict` is ASK.
            InvalidPath: a path leads outside the root folder; nothing was written.
            TargetNotWritable, DiskFull: the file system refuses.
        """
        if posixpath.basename(notebook) in ("", ".", ".."):
            raise InvalidPath(notebook, "it is a folder")
        own = self._own_names(notebook, environment.language)
        has_own = names is None and self._is_own(notebook, own.requirements)
        names = names or EnvironmentNames()
        if conflict is Conflict.OWN_NAMES or (conflict is Conflict.ASK and has_own):
            names = own
        elif conflict is Conflict.ASK:
            self._check(notebook, _texts_of(notebook, environment, names), names, own)
        texts = _texts_of(notebook, environment, names)
        self.workspace.write_texts(texts)
        return SavedEnvironment(environment, texts, comments_on(environment))

    def _check(self, notebook: str, texts: dict[str, str], names: EnvironmentNames, own: EnvironmentNames) -> None:
        """Raise FileOfAnotherNotebook if a file has another owner. The runtime file names no notebook: not checked."""
        for path, text in texts.items():
            if posixpath.basename(path) == posixpath.basename(names.runtime):
                continue
            present = self._text_at(path)
            is_same = present is not None and _body_of(present) == _body_of(text)
            if present is not None and not is_same and owner_of(present) != posixpath.basename(notebook):
                wanted = [own.requirements if path.endswith(names.requirements) else own.environment]
                raise FileOfAnotherNotebook(path, owner_of(present), dict.fromkeys([own.requirements, *wanted]))

    def _own_names(self, notebook: str, language: Language) -> EnvironmentNames:
        if language is Language.PYTHON:
            return EnvironmentNames.of_one(notebook)
        *programs, last = EnvironmentNames.programs_of_one(notebook)
        free = (each for each in programs if self._is_free(notebook, each))
        return EnvironmentNames.of_one(notebook, next(free, last))

    def _is_free(self, notebook: str, name: str) -> bool:
        present = self._text_at(posixpath.join(posixpath.dirname(notebook), name))
        return present is None or owner_of(present) == posixpath.basename(notebook)

    def _is_own(self, notebook: str, name: str) -> bool:
        present = self._text_at(posixpath.join(posixpath.dirname(notebook), name))
        return present is not None and owner_of(present) == posixpath.basename(notebook)

    def _text_at(self, path: str) -> str | None:
        """Return the content of a file, at most `_MAX_COMPARED` bytes; None if there is no such file."""
        try:
            source, *others = self.workspace.sources(path)
        except (InvalidPath, SourceNotReadable):
            return None
        if others or source.is_folder or source.name != posixpath.basename(path):
            return None
        with source.open() as file:
            return file.read(_MAX_COMPARED).decode(errors="replace")


def _texts_of(notebook: str, environment: KernelEnvironment, names: EnvironmentNames) -> dict[str, str]:
    folder, file = posixpath.split(notebook)
    head = head_of(notebook)
    texts = {
        names.requirements: requirements_of(environment, names.requirements, head),
        names.runtime: runtime_of(environment),
    }
    conda = environment_yml_of(environment, posixpath.splitext(file)[0], head)
    if conda is not None:
        texts[names.environment] = conda
    if names.requirements == names.runtime:
        raise InvalidPath(posixpath.join(folder, names.runtime), "both files have the same name")
    return {posixpath.join(folder, name): text for name, text in texts.items()}


def _body_of(text: str) -> str:
    """Return the text of a file without the line that names its notebook."""
    return text.partition("\n")[2].strip() if owner_of(text) else text.strip()
