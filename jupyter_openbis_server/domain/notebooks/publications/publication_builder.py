"""Builder of the data set of a published notebook."""

from __future__ import annotations

import datetime as dt
import posixpath
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import (
    FieldProblem,
    InvalidPath,
    NotANotebook,
    NotebookTooLarge,
    SourceNotReadable,
    TextNotebooksNotSupported,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.environments.environment_files import EnvironmentNames
from jupyter_openbis_server.domain.notebooks.environments.find_environment import FindEnvironment
from jupyter_openbis_server.domain.notebooks.publications import publication_remarks
from jupyter_openbis_server.domain.notebooks.publications.ports import (
    NO_COMPANIONS,
    Companions,
    NotebookPages,
    PublishedFiles,
)
from jupyter_openbis_server.domain.notebooks.publications.publication import (
    NOTEBOOK_TYPE,
    Publication,
    PublishRequest,
    is_text_notebook,
)
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.shown_path import shown_path
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_LARGEST = 100 << 20
"""Maximum size of a notebook, in bytes."""


@dataclass(frozen=True)
class NotebookFiles:
    """A notebook in its current state on the disk, its HTML page, and the files beside it.

    Attributes:
        made: The notebook and its page.
        paths: Further files, relative to Jupyter's root folder.
        problems: Why the notebook cannot be published.
        remarks: Remarks for the user, see `publication_remarks`.
    """

    made: tuple[SourceFile, ...] = ()
    paths: tuple[str, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicationBuilder:
    """Collects the files and properties of a publication. Leaves no files on the disk."""

    checks: UploadChecks
    workspace: Workspace
    pages: NotebookPages
    companions: Companions = NO_COMPANIONS

    def files_of(self, request: PublishRequest) -> NotebookFiles:
        """Read the notebook and convert it to a page, without requests to openBIS.

        If jupytext has paired a text notebook with a notebook, the latter is converted, since it has the outputs; both
        are published.

        Raises:
            ConversionFailed: the file is a notebook, but cannot be converted.
            DiskFull: there is no space for the page.
            Cancelled: on request.
        """
        notebook = self._paired_with(request.notebook) or request.notebook
        text = () if notebook == request.notebook else (request.notebook,)
        environment, owner_remarks = self._environment(request.notebook)
        others = dict.fromkeys(map(posixpath.normpath, (*text, *environment, *request.upload.files)))
        others.pop(posixpath.normpath(notebook), None)
        try:
            page = self.pages.html(notebook, self._notebook(notebook))
        except (InvalidPath, SourceNotReadable, NotANotebook, TextNotebooksNotSupported, NotebookTooLarge) as error:
            return NotebookFiles((), tuple(others), (FieldProblem("notebook", str(error)),))
        paired = (publication_remarks.on_pairing(notebook, request.notebook),) if text else ()
        remarks = (*paired, *publication_remarks.on_page(page), *owner_remarks)
        return NotebookFiles((page.notebook, page.page), tuple(others), remarks=remarks)

    def publication(
        self, session: Session, request: PublishRequest, files: NotebookFiles, published: dt.datetime
    ) -> Publication:
        """Return the data set that would be registered.

        Raises:
            InvalidUpload: with all problems at once.
        """
        problems = list(files.problems)
        type_ = self._type(session, request, problems)
        own = request.own_properties
        left_out = tuple(sorted(own.keys() - {each.code for each in type_.assignments})) if type_ else ()
        properties = request.properties({code: value for code, value in own.items() if code not in left_out})
        upload = replace(
            request.upload, type_code=type_.code if type_ else "", files=files.paths, properties=properties
        )
        made = (*files.made, *self.companions.files_for(described(session, request, files, published)))
        draft = self.checks.draft(session, upload, made=made, problems=problems)
        remarks = (*files.remarks, *publication_remarks.on_properties(left_out, upload.type_code))
        return Publication(**vars(draft), history_id=request.history_id, left_out=left_out, remarks=remarks)

    def _paired_with(self, path: str) -> str | None:
        """Return the notebook of the same name beside a text notebook; None if there is none."""
        paired = f"{posixpath.splitext(path)[0]}.ipynb"
        return paired if is_text_notebook(path) and FindEnvironment(self.workspace).is_file(paired) else None

    def _notebook(self, path: str) -> SourceFile:
        source, *others = self.workspace.sources(path)
        if others or source.is_folder or "/" in source.name:
            raise NotANotebook(shown_path(self.workspace.root, path), "it is a folder")
        if source.size > _LARGEST:
            raise NotebookTooLarge(shown_path(self.workspace.root, path), f"it has more than {_LARGEST >> 20} MiB")
        return source

    def _environment(self, notebook: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the files of the notebook's environment, and remarks on those that belong to another notebook."""
        found = FindEnvironment(self.workspace)(notebook)
        if not found.other_owner:
            return found.paths, ()
        return (), (publication_remarks.on_file_of_another(EnvironmentNames().requirements, found.other_owner),)

    def _type(self, session: Session, request: PublishRequest, problems: list[FieldProblem]) -> EntityType | None:
        wanted = request.upload.type_code
        found = self.checks.type_named(session, NOTEBOOK_TYPE)
        if found is None and wanted:
            found = self.checks.type_named(session, wanted)
        if found is None:
            missing = f"No such data set type: {wanted}" if wanted else f"openBIS has no data set type {NOTEBOOK_TYPE}"
            problems.append(FieldProblem("type", f"{missing}; name one that it has"))
        return found


def described(
    session: Session, request: PublishRequest, files: NotebookFiles, published: dt.datetime
) -> PublishedFiles | None:
    """Return what companions need to know of a publication; None if the notebook cannot be published."""
    if not files.made:
        return None
    notebook, page = files.made
    user, url = session.username, session.instance.url
    return PublishedFiles(request, notebook, page, files.paths, published, user, url)
