"""Use case that saves a given environment beside its notebook."""

import posixpath
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.notebooks.environments.requirements import RequirementsRequest
from jupyter_openbis_server.domain.workspace.ports import Workspace


@dataclass(frozen=True)
class SaveRequirements:
    """Write `requirements.txt` and `runtime.txt`, or files of other names, to the notebook's folder."""

    workspace: Workspace

    def __call__(self, request: RequirementsRequest) -> tuple[str, ...]:
        """Write the files; one without content or name is omitted.

        Returns:
            The paths written, relative to Jupyter's root folder.

        Raises:
            InvalidPath: a path leads outside the root folder; nothing was written.
            TargetNotWritable, DiskFull: the file system refuses.
        """
        folder = posixpath.dirname(request.notebook_path)
        texts: dict[str, str] = {}
        for filename, text in (
            (request.requirements_filename, request.requirements),
            (request.runtime_filename, request.runtime),
        ):
            if filename and text is not None:
                path = posixpath.join(folder, filename)
                if path in texts:
                    raise InvalidPath(path, "both files have the same name")
                texts[path] = text
        if texts:
            self.workspace.write_texts(texts)
        return tuple(texts)
