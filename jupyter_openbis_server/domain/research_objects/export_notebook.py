"""Use case that writes a notebook as a research object: a folder, or an archive for Zenodo and similar repositories."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import InvalidPath, NotANotebook
from jupyter_openbis_server.domain.notebooks.environments.find_environment import FindEnvironment
from jupyter_openbis_server.domain.notebooks.publications.ports import NotebookPages
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, Crate
from jupyter_openbis_server.domain.research_objects.crate_builder import About, Contents, CrateBuilder, below
from jupyter_openbis_server.domain.research_objects.inputs import InputsRequest
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.research_objects.ports import CrateWriter, Packages
from jupyter_openbis_server.domain.research_objects.requests import ExportRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, NO_EXCLUSION
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.shown_path import shown_path
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_OUTSIDE = "outputs and files of a research object are below the notebook's folder"


@dataclass(frozen=True)
class Exported:
    """A research object on the disk.

    Attributes:
        path: Absolute path of the archive or folder.
        crate: What it contains.
    """

    path: str
    crate: Crate


@dataclass(frozen=True)
class ExportNotebook:
    """Write a notebook, its HTML page and environment, and the description of its inputs. openBIS is not asked.

    Attributes:
        clock: Returns the current time, with a time zone.
    """

    connections: Connections
    workspace: Workspace
    pages: NotebookPages
    builder: CrateBuilder
    writer: CrateWriter
    packages: Packages
    clock: Callable[[], dt.datetime]

    def __call__(self, request: ExportRequest, cancellation: Cancellation | None = None) -> Exported:
        """Write the archive or folder.

        Raises:
            UnknownConnection.
            InvalidPath: an output is not below the notebook's folder, or two files have the same name on some disks.
            SourceNotReadable: a file is missing or cannot be read.
            NotANotebook, NotebookTooLarge, ConversionFailed: the notebook cannot be read or converted to a page.
            NothingToVerify: a folder in `inputs` contains no download.
            IntegrityError: an input differs from the one that was downloaded.
            TargetNotWritable: the target exists, or the file system refuses.
            DiskFull.
            Cancelled: on request; nothing remains.
        """
        with (cancellation or Cancellation()).as_current():
            self.packages.ensure_free(request.target)  # before all inputs are read
            crate = self._crate(request)
            described = ContentFile(METADATA_FILE, self.writer.document(crate))
            files = (NamedFile(each.path, each.source) for each in crate.files if each.source)
            self.packages.write(request.target, (described, *files), crate.created)
        return Exported(request.target, crate)

    def _crate(self, request: ExportRequest) -> Crate:
        created = self.clock().astimezone(dt.timezone.utc).replace(microsecond=0)
        known = self.connections.get(request.connection) if request.connection else None
        about = About(
            created,
            request.name,
            request.description,
            request.authors,
            request.licence,
            known.instance.url if known else "",
            known.username if known else "",
        )
        folder = posixpath.dirname(request.notebook)
        wanted = InputsRequest(
            posixpath.join(self.workspace.root, folder), request.inputs, about.url, with_content=request.with_inputs
        )
        return self.builder.crate(self._contents(request, folder), about, wanted)

    def _contents(self, request: ExportRequest, folder: str) -> Contents:
        page = self.pages.html(request.notebook, self._notebook(request.notebook))
        environment = self._files(FindEnvironment(self.workspace)(request.notebook).paths, folder)
        outputs = self._files(request.outputs, folder)
        named = {each.name for each in (page.notebook, page.page, *environment, *outputs)}
        others = tuple(each for each in self._files(request.files, folder) if each.name not in named)
        return Contents(page.notebook, page.page, environment, outputs, others)

    def _notebook(self, path: str) -> SourceFile:
        source, *others = self.workspace.sources(path)
        if others or source.is_folder or "/" in source.name:
            raise NotANotebook(shown_path(self.workspace.root, path), "it is a folder")
        return source

    def _files(self, paths: Iterable[str], folder: str) -> tuple[SourceFile, ...]:
        """Return the files at paths, under their names relative to the notebook's folder."""
        found: dict[str, SourceFile] = {}
        for path in map(posixpath.normpath, paths):
            inside = posixpath.relpath(path, folder or ".")
            if inside.split("/")[0] == "..":
                raise InvalidPath(shown_path(self.workspace.root, path), _OUTSIDE)
            sources = self.workspace.find(path, DEFAULT_EXCLUSION if inside == "." else NO_EXCLUSION).files
            found.update((each.name, each) for each in below(posixpath.dirname(inside), sources))
        return tuple(found.values())
