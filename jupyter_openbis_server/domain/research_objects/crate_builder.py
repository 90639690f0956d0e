"""Builder of research objects from notebooks and the files beside them."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.notebooks.publications.publication import is_text_notebook
from jupyter_openbis_server.domain.research_objects.crate import Crate, CrateDataSet, CrateFile, Person
from jupyter_openbis_server.domain.research_objects.digests import Digest, blocks_of, digest_of
from jupyter_openbis_server.domain.research_objects.inputs import FindInputs, InputsRequest
from jupyter_openbis_server.domain.research_objects.licences import licence_of
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_content import notebook_in
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import NotebookFacts, facts_of
from jupyter_openbis_server.domain.research_objects.ports import ParseNotebook
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_DESCRIPTION = "The Jupyter notebook {}, with its environment, inputs and results."
_SHARED_LOGIN = "{} has an address with a password or token; remove it before others get the research object"
_CREDENTIALS = re.compile(rb"https?://[^/@\s]+@")
_NO_URL = "The notebook has registered the data set {}, but it is not known in which openBIS; it is left out"


@dataclass(frozen=True)
class Contents:
    """The files of a research object, under the names that they have in it.

    Attributes:
        notebook: The notebook.
        page: Its HTML page, if there is one.
        environment: `requirements.txt` and its companions.
        outputs: What the notebook has written.
        others: Further files, whose content is not read.
    """

    notebook: SourceFile
    page: SourceFile | None = None
    environment: tuple[SourceFile, ...] = ()
    outputs: tuple[SourceFile, ...] = ()
    others: tuple[SourceFile, ...] = ()


@dataclass(frozen=True)
class About:
    """What the notebook does not say itself.

    Attributes:
        created: Time of the research object, with a time zone.
        name: Default: the title of the notebook, or its name.
        authors: Besides those in the notebook.
        licence: Default: that in the notebook.
        url: URL of the openBIS installation of the user; empty if there is none.
        user: Name of the openBIS user; empty if it is unknown.
        parents: PermIds of data sets of that openBIS that the notebook has used, besides those in the notebook.
    """

    created: dt.datetime
    name: str = ""
    description: str = ""
    authors: tuple[Person, ...] = ()
    licence: str = ""
    url: str = ""
    user: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrateBuilder:
    """Describes a notebook and its files. Reads them, and asks neither openBIS nor a kernel."""

    find_inputs: FindInputs
    parse: ParseNotebook

    def crate(self, contents: Contents, about: About, wanted: InputsRequest) -> Crate:
        """Return the research object.

        Raises:
            NotANotebook, NotebookTooLarge: the notebook cannot be read.
            NothingToVerify, IntegrityError, SourceNotReadable: see `FindInputs`.
            Cancelled: by the current cancellation.
        """
        facts = self._facts(contents.notebook)
        inputs = self.find_inputs(facts, wanted)
        produced, remarks = _produced(facts, about.url, inputs.data_sets)
        notebook = _described(contents.notebook)
        title = about.name or facts.title or posixpath.splitext(notebook.path)[0]
        environment = tuple(map(_described, contents.environment))
        user = Person(about.user, user=about.user) if about.user else None
        authors = tuple(dict.fromkeys((*facts.authors, *about.authors)))
        included = {file.path for each in inputs.data_sets for file in each.files if file.source}
        others = (each for each in contents.others if each.name not in included)
        return Crate(
            title,
            about.description or _DESCRIPTION.format(notebook.path),
            about.created,
            notebook,
            _described(contents.page) if contents.page else None,
            replace(facts.environment, files=environment),
            (*inputs.data_sets, *_further(about, inputs.data_sets)),
            produced,
            tuple(map(_described, contents.outputs)),
            tuple(CrateFile(each.name, Digest(each.size), each) for each in others),
            facts.parameters,
            authors or ((user,) if user else ()),
            licence_of(about.licence or facts.licence),
            replace(facts.run, agent=user),
            remarks=(*inputs.remarks, *remarks, *_passwords(contents.environment)),
        )

    def _facts(self, notebook: SourceFile) -> NotebookFacts:
        if is_text_notebook(notebook.name):
            return NotebookFacts()
        return facts_of(notebook_in(notebook, self.parse))


def below(folder: str, sources: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """Return files under names below a folder; empty folders are omitted."""
    files = (each for each in sources if not each.is_folder)
    return tuple(NamedFile(posixpath.join(folder, each.name), each) for each in files)


def _passwords(environment: Iterable[SourceFile]) -> Iterator[str]:
    """Yield a remark for each file whose first block has credentials of a package index or repository."""
    for each in environment:
        with each.open() as file:
            block = next(blocks_of(file, each.name), b"")
        if _CREDENTIALS.search(block):
            yield _SHARED_LOGIN.format(each.name)


def _described(source: SourceFile) -> CrateFile:
    return CrateFile(source.name, digest_of(source), source)


def _further(about: About, known: Iterable[CrateDataSet]) -> tuple[CrateDataSet, ...]:
    perm_ids = {each.perm_id for each in known}
    return tuple(CrateDataSet(each, about.url) for each in dict.fromkeys(about.parents) if each not in perm_ids)


def _produced(
    facts: NotebookFacts, url: str, inputs: Iterable[CrateDataSet]
) -> tuple[tuple[CrateDataSet, ...], tuple[str, ...]]:
    """Return what the notebook has registered, and remarks. The records name no openBIS: that of the inputs."""
    urls = {each.url for each in inputs}
    known = url or (urls.pop() if len(urls) == 1 else "")
    if not known:
        return (), tuple(_NO_URL.format(each) for each in facts.produced)
    return tuple(CrateDataSet(each, known) for each in facts.produced), ()
