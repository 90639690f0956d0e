"""What a published notebook consists of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import FieldProblem, InvalidPath, NotANotebook, SourceNotReadable
from jupyter_openbis_server.domain.model import ContentFile, DataSetType, Publication, PublishRequest, Session
from jupyter_openbis_server.domain.model.property_value import is_unset
from jupyter_openbis_server.domain.model.publication import HISTORY_ID, NAME, NOTEBOOK_TYPE, NOTES
from jupyter_openbis_server.domain.ports import NotebookPages, Workspace
from jupyter_openbis_server.domain.upload_checks import UploadChecks

_BESIDE = ("requirements.txt", "runtime.txt")
"""What tells the environment of the notebook's kernel."""

_LARGEST = 100 << 20
_WITHOUT_SCRIPTS = (
    "Jupyter does not trust this notebook, since you have not run all of it here: scripts, widgets and whatever else "
    "could act in a browser are left out of the HTML copy"
)


@dataclass(frozen=True)
class NotebookFiles:
    """A notebook as it is on the disk now, its page, and what lies beside it.

    Attributes:
        made: The notebook and its page.
        paths: Further files, relative to Jupyter's root folder.
        problems: Why it cannot be published.
        remarks: What the user should know.
    """

    made: tuple[ContentFile, ...] = ()
    paths: tuple[str, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publishing:
    """Puts together what is published. Leaves nothing behind on the disk."""

    checks: UploadChecks
    workspace: Workspace
    pages: NotebookPages

    def files_of(self, request: PublishRequest) -> NotebookFiles:
        """Read the notebook and turn it into a page; openBIS is not asked.

        Raises:
            ConversionFailed: it is a notebook, and cannot be turned into a page.
        """
        others = dict.fromkeys(map(posixpath.normpath, (*self._beside(request.notebook), *request.upload.files)))
        others.pop(posixpath.normpath(request.notebook), None)
        try:
            name, content = self._notebook(request.notebook)
            page = self.pages.html(request.notebook, content)
        except (InvalidPath, SourceNotReadable, NotANotebook) as error:
            return NotebookFiles((), tuple(others), (FieldProblem("notebook", str(error)),))
        made = (ContentFile(name, content), ContentFile(f"{name}.html", page.content))
        return NotebookFiles(made, tuple(others), remarks=() if page.is_trusted else (_WITHOUT_SCRIPTS,))

    def publication(self, session: Session, request: PublishRequest, files: NotebookFiles) -> Publication:
        """Return the data set that would be registered.

        Raises:
            InvalidUpload: with everything that is wrong.
        """
        problems = list(files.problems)
        type_ = self._type(session, request, problems)
        said = _said_by(request)
        left_out = tuple(sorted(said.keys() - {each.code for each in type_.assignments})) if type_ else ()
        properties = _merged({code: value for code, value in said.items() if code not in left_out}, request)
        upload = replace(
            request.upload, type_code=type_.code if type_ else "", files=files.paths, properties=properties
        )
        draft = self.checks.draft(session, upload, made=files.made, problems=problems)
        remarks = (*files.remarks, *_remarks_on(left_out, upload.type_code))
        return Publication(**vars(draft), history_id=request.history_id, left_out=left_out, remarks=remarks)

    def _notebook(self, path: str) -> tuple[str, bytes]:
        source, *others = self.workspace.sources(path)
        if others or source.is_folder or "/" in source.name:
            raise NotANotebook(path, "it is a folder")
        if source.size > _LARGEST:
            raise NotANotebook(path, f"it has more than {_LARGEST >> 20} MiB, too much for a page; clear outputs")
        with source.open() as file:
            return source.name, file.read()

    def _beside(self, notebook: str) -> Iterator[str]:
        for name in _BESIDE:
            path = posixpath.join(posixpath.dirname(notebook), name)
            try:
                sources = self.workspace.sources(path)
            except (InvalidPath, SourceNotReadable):
                continue
            if [each.name for each in sources if not each.is_folder] == [name]:
                yield path

    def _type(self, session: Session, request: PublishRequest, problems: list[FieldProblem]) -> DataSetType | None:
        wanted = request.upload.type_code
        found = self.checks.type_named(session, NOTEBOOK_TYPE)
        if found is None and wanted:
            found = self.checks.type_named(session, wanted)
        if found is None:
            missing = f"No such data set type: {wanted}" if wanted else f"openBIS has no data set type {NOTEBOOK_TYPE}"
            problems.append(FieldProblem("type", f"{missing}; name one that it has"))
        return found


def _said_by(request: PublishRequest) -> dict[str, str]:
    """Return the properties of a notebook's data set, as far as the user has said something."""
    stem = posixpath.splitext(posixpath.basename(request.notebook))[0]
    said = {NAME: request.name.strip() or stem, NOTES: request.notes, HISTORY_ID: request.history_id}
    return {code: value for code, value in said.items() if value.strip()}


def _merged(said: Mapping[str, str], request: PublishRequest) -> dict[str, object]:
    """Return what is said of a notebook, with the properties of the request in its place where they are set."""
    given = {
        code: value
        for code, value in request.upload.properties.items()
        if code.strip().upper() not in said or not is_unset(value)
    }
    codes = {code.strip().upper() for code in given}
    return {**{code: value for code, value in said.items() if code not in codes}, **given}


def _remarks_on(left_out: tuple[str, ...], type_code: str) -> Iterator[str]:
    if left_out:
        yield f"Data sets of type {type_code} have no {', '.join(left_out)}: that is not kept"
