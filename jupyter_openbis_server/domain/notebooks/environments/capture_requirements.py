"""Keeping a notebook's environment beside it, by asking its kernel."""

import posixpath
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import NotANotebook
from jupyter_openbis_server.domain.model import (
    Cancellation,
    CapturedRequirements,
    CaptureRequest,
    KernelEnvironment,
    RequirementsRequest,
)
from jupyter_openbis_server.domain.ports import Kernels, Workspace
from jupyter_openbis_server.domain.requirements_text import not_installable, requirements_of, runtime_of
from jupyter_openbis_server.domain.use_cases.save_requirements import SaveRequirements


@dataclass(frozen=True)
class CaptureRequirements:
    """Run the kernel of a notebook for a moment, and write what it has installed into the notebook's folder.

    Nothing of the notebook is executed.
    """

    workspace: Workspace
    kernels: Kernels
    save: SaveRequirements

    def __call__(self, request: CaptureRequest, cancellation: Cancellation | None = None) -> CapturedRequirements:
        """Write both files.

        Args:
            request: Whose environment.
            cancellation: By which the caller can end the work.

        Raises:
            InvalidPath: a path leads outside the root folder.
            SourceNotReadable: there is no such notebook.
            NotANotebook, NoKernelNamed, UnknownKernel, UnsupportedLanguage: its kernel cannot be asked.
            KernelFailed (KernelDied, KernelTooSlow): it was asked, and did not answer.
            TargetNotWritable, DiskFull: the file system refuses.
            Cancelled: on request; nothing was written, and the kernel has ended.
        """
        with (cancellation or Cancellation()).governs():
            environment = self._environment(request)
        runtime = runtime_of(environment)
        files = self.save(
            RequirementsRequest(
                request.notebook_path,
                requirements_of(environment, request.requirements_filename),
                request.requirements_filename,
                runtime,
                request.runtime_filename,
            )
        )
        return CapturedRequirements(environment, runtime, files, not_installable(environment))

    def _environment(self, request: CaptureRequest) -> KernelEnvironment:
        content = self._content(request)
        folder, name = posixpath.split(request.notebook_path)
        kernel = request.kernel or self.kernels.named_in(name, content)
        return self.kernels.environment(kernel, posixpath.join(self.workspace.root, folder), request.seconds)

    def _content(self, request: CaptureRequest) -> bytes:
        source, *others = self.workspace.sources(request.notebook_path)
        if others or source.is_folder or "/" in source.name:
            raise NotANotebook(request.notebook_path, "it is a folder")
        with source.open() as file:
            return file.read()
