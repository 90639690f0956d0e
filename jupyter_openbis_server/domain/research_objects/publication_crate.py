"""The description of a publication as a research object, which is published with it."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidPath, NotANotebook, NotebookTooLarge, SourceNotReadable
from jupyter_openbis_server.domain.notebooks.environments.find_environment import FindEnvironment
from jupyter_openbis_server.domain.notebooks.publications.ports import PublishedFiles
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.research_objects.crate_builder import About, Contents, CrateBuilder
from jupyter_openbis_server.domain.research_objects.inputs import InputsRequest
from jupyter_openbis_server.domain.research_objects.ports import CrateWriter
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_MAX_FILES = 10_000
"""Input files that the description of a publication lists: it has about 540 bytes for each."""


@dataclass(frozen=True)
class PublicationCrate:
    """Port `Companions`: generates `ro-crate-metadata.json`.

    Inputs are described with the checksums of their manifests: their files are not read, since publishing must not take
    as long as reading all data. A notebook that cannot be described is published without.
    """

    workspace: Workspace
    builder: CrateBuilder
    writer: CrateWriter

    def files_for(self, published: PublishedFiles | None) -> tuple[SourceFile, ...]:
        """See the port. A file of that name of the user takes precedence."""
        if published is None or METADATA_FILE in map(posixpath.basename, published.paths):
            return ()
        notebook = published.request.notebook
        environment = set(FindEnvironment(self.workspace)(notebook).paths)
        contents = Contents(
            published.notebook,
            published.page,
            tuple(self._files(published, sorted(environment.intersection(published.paths)))),
            others=tuple(self._files(published, [each for each in published.paths if each not in environment])),
        )
        folder = posixpath.dirname(posixpath.join(self.workspace.root, notebook))
        wanted = InputsRequest(folder, url=published.url, reads_files=False, max_files=_MAX_FILES)
        try:
            crate = self.builder.crate(contents, _about(published), wanted)
        except (NotANotebook, NotebookTooLarge, SourceNotReadable):
            return ()
        return (ContentFile(METADATA_FILE, self.writer.document(crate)),)

    def _files(self, published: PublishedFiles, paths: list[str]) -> Iterator[SourceFile]:
        """Yield the files at paths; the checks of the upload report those that cannot be read."""
        for path in paths:
            try:
                found = self.workspace.find(path, published.request.upload.exclusion).files
            except (InvalidPath, SourceNotReadable):
                continue
            yield from (each for each in found if not each.is_folder)


def _about(published: PublishedFiles) -> About:
    request = published.request
    return About(
        published.published.astimezone(dt.timezone.utc).replace(microsecond=0),
        request.name.strip(),
        request.notes.strip(),
        url=published.url,
        user=published.user,
        parents=request.upload.parents,
    )
