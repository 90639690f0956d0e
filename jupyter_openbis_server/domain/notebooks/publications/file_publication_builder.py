"""Builder of the files of a notebook that is published with a sample or experiment itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity, data_set_code
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.publications.ports import NO_COMPANIONS, Companions
from jupyter_openbis_server.domain.notebooks.publications.provenance import Provenance
from jupyter_openbis_server.domain.notebooks.publications.publication import FilePublication, PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import NotebookFiles, described
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

PROVENANCE_FILE = "publication.json"
"""What is stored as properties of a data set, and what openBIS knows of one by itself."""


@dataclass(frozen=True)
class FilePublicationBuilder:
    """Collects the files of a publication in a folder of its own. Leaves no files on the disk.

    Attributes:
        program: Name and version of this program.
    """

    checks: UploadChecks
    file_checks: FileUploadChecks
    program: str
    companions: Companions = NO_COMPANIONS

    def publication(
        self, session: Session, request: PublishRequest, files: NotebookFiles, published: dt.datetime
    ) -> FilePublication:
        """Return what would be stored.

        Args:
            session: The session of the publication.
            request: The notebook and the options.
            files: The notebook, its page, and the files beside it.
            published: Time of the publication, which names its folder.

        Raises:
            InvalidUpload: with all problems at once.
            NoFileServer: the server keeps no files of samples and experiments.
        """
        parents = tuple(map(data_set_code, request.upload.parents))
        problems = [*files.problems, *self.checks.problems_of_parents(session, parents)]
        upload = FileUploadRequest(
            request.upload.entity, files.paths, folder_of(request, published), exclusion=request.upload.exclusion
        )
        companions = self.companions.files_for(described(session, request, files, published))
        made = _Made(self.program, companions, session, request, files, parents, published)
        plan = self.file_checks.plan(session, upload, made_for=made.files_for, problems=problems)
        return FilePublication(**vars(plan), history_id=request.history_id, parents=parents, remarks=files.remarks)


@dataclass(frozen=True)
class _Made:
    """The generated files of a publication."""

    program: str
    companions: tuple[SourceFile, ...]
    session: Session
    request: PublishRequest
    files: NotebookFiles
    parents: tuple[str, ...]
    published: dt.datetime

    def files_for(self, owner: Entity) -> tuple[SourceFile, ...]:
        """Return the notebook, its page, the provenance, and the companions."""
        return tuple(self._files_for(owner))

    def _files_for(self, owner: Entity) -> Iterator[SourceFile]:
        yield from self.files.made
        if self.files.made:
            notebook, page = self.files.made
            document = Provenance(
                notebook.name,
                page.name,
                self.published,
                self.session.username,
                self.program,
                self.session.instance.url,
                owner,
                self.parents,
                self.request.properties(self.request.own_properties),
            )
            yield ContentFile(PROVENANCE_FILE, document.as_json())
        yield from self.companions


def folder_of(request: PublishRequest, published: dt.datetime) -> str:
    """Return the name of the folder of a publication, e.g. `growth 2026-03-01 14-05-09`; the time is UTC."""
    return f"{request.stem} {published.astimezone(dt.timezone.utc):%Y-%m-%d %H-%M-%S}"
