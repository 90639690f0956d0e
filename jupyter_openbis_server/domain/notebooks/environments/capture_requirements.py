"""Use case that requests a notebook's environment from its kernel and saves it beside the notebook."""

import posixpath
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import NotANotebook
from jupyter_openbis_server.domain.notebooks.environments.environment_files import EnvironmentNames
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CapturedRequirements,
    CaptureRequest,
    KernelEnvironment,
)
from jupyter_openbis_server.domain.notebooks.environments.ports import Kernels
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import not_installable, runtime_of
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.shown_path import shown_path


@dataclass(frozen=True)
class CaptureRequirements:
    """Run the kernel of a notebook briefly, and write its installed packages to the notebook's folder.

    No code of the notebook is executed.
    """

    workspace: Workspace
    kernels: Kernels
    save: SaveEnvironment

    def __call__(self, request: CaptureRequest, cancellation: Cancellation | None = None) -> CapturedRequirements:
        """Write the files.

        Args:
            request: The notebook and the options.
            cancellation: Cancels the work.

        Raises:
            InvalidPath: a path leads outside the root folder.
            SourceNotReadable: there is no such notebook.
            NotANotebook, KernelNotSpecified, UnknownKernel, UnsupportedLanguage: the environment of its kernel
                cannot be requested.
            KernelFailed (KernelDied, KernelTimeout): the kernel did not respond.
            FileOfAnotherNotebook: a file belongs to another notebook, or to the user; nothing was written.
            TargetNotWritable, DiskFull: the file system refuses.
            Cancelled: on request; nothing was written, and the kernel has ended.
        """
        with (cancellation or Cancellation()).as_current():
            environment = self._environment(request)
        names = EnvironmentNames(request.requirements_filename, request.runtime_filename, request.environment_filename)
        saved = self.save(
            request.notebook_path,
            environment,
            _conflict(request),
            None if names == EnvironmentNames() else names,
        )
        runtime = runtime_of(environment)
        return CapturedRequirements(environment, runtime, saved.files, not_installable(environment), saved.comments)

    def _environment(self, request: CaptureRequest) -> KernelEnvironment:
        content = self._content(request)
        folder, name = posixpath.split(request.notebook_path)
        kernel = request.kernel or self.kernels.named_in(name, content)
        return self.kernels.environment(kernel, posixpath.join(self.workspace.root, folder), request.seconds)

    def _content(self, request: CaptureRequest) -> bytes:
        source, *others = self.workspace.sources(request.notebook_path)
        if others or source.is_folder or "/" in source.name:
            raise NotANotebook(shown_path(self.workspace.root, request.notebook_path), "it is a folder")
        with source.open() as file:
            return file.read()


def _conflict(request: CaptureRequest) -> Conflict:
    if request.own_names:
        return Conflict.OWN_NAMES
    return Conflict.REPLACE if request.overwrite else Conflict.ASK
