"""A research object: what a notebook has used and produced, by whom, when and with what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.notebooks.publications.ports import DESCRIPTION_FILE
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

METADATA_FILE = DESCRIPTION_FILE
"""Name of the file that describes a research object, in its folder."""

_NAMESPACE = uuid.UUID("7b6e9f0e-51f3-4f0c-9d0a-2c9b1f6f5a53")

ParameterValue = str | int | float | bool | None


@dataclass(frozen=True)
class CrateFile:
    """A file of a research object.

    Attributes:
        path: Relative to the notebook's folder, which is the folder of the research object; `/` as separator.
        digest: Size and checksums.
        source: The content, if it is part of the research object.
        address: URL of the file in openBIS; empty for a file that comes from no data set.
        stored_path: Path in the data set; empty for a file that comes from no data set.
    """

    path: str
    digest: Digest
    source: SourceFile | None = field(default=None, compare=False, repr=False)
    address: str = ""
    stored_path: str = ""


@dataclass(frozen=True)
class CrateDataSet:
    """A data set of openBIS, or the files of a sample or experiment in openBIS 7.

    Attributes:
        perm_id: Of the data set, or of the owner of the files.
        url: URL of the openBIS installation.
        kind: DATA_SET; SAMPLE or EXPERIMENT for the files of one.
        type_code: Empty if it is unknown.
        owner: Identifier of the sample or experiment; empty if it is unknown.
        folder: Folder of its files, relative to the notebook's folder; empty if no files are known.
        files: The files that the notebook could read; empty means all that openBIS has.
    """

    perm_id: str
    url: str
    kind: EntityKind = EntityKind.DATA_SET
    type_code: str = ""
    owner: str = ""
    folder: str = ""
    files: tuple[CrateFile, ...] = ()

    @property
    def link(self) -> str:
        """Address of its page in the ELN, which identifies it."""
        return eln_url(self.url, self.kind, self.perm_id, self.owner)

    @property
    def missing_files(self) -> tuple[CrateFile, ...]:
        """The files that are not part of the research object."""
        return tuple(each for each in self.files if each.source is None)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook, from the cell with the tag `parameters`, or `injected-parameters`."""

    name: str
    value: ParameterValue


@dataclass(frozen=True)
class Person:
    """An author, or the user of openBIS.

    Attributes:
        orcid: E.g. `0000-0002-1825-0097`; empty if it is unknown.
        user: Name of the openBIS user; empty for others.
    """

    name: str
    orcid: str = ""
    user: str = ""


@dataclass(frozen=True)
class Licence:
    """The terms of use: a URL, or a text.

    Attributes:
        address: URL; empty if the terms are only a text.
        name: Name or text.
    """

    name: str
    address: str = ""


NO_LICENCE = Licence("No licence is stated. Ask the authors before you use this work.")


@dataclass(frozen=True)
class Environment:
    """The software of a notebook.

    Attributes:
        kernel: Name of the kernel spec; empty if the notebook names none.
        language: E.g. `python`; empty if it is unknown.
        version: Version of the language.
        files: `requirements.txt` and its companions.
    """

    kernel: str = ""
    language: str = ""
    version: str = ""
    files: tuple[CrateFile, ...] = ()


UNKNOWN_ENVIRONMENT = Environment()


@dataclass(frozen=True)
class Run:
    """The execution of a notebook, as far as the notebook records it.

    Attributes:
        error: Name of the exception of a cell; empty if no cell has failed.
        agent: Who ran it, if known.
    """

    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    error: str = ""
    agent: Person | None = None


UNKNOWN_RUN = Run()


@dataclass(frozen=True)
class Origin:
    """The research object that another one repeats.

    Attributes:
        identifier: Its URI.
        digest: SHA-256 of its metadata file.
    """

    identifier: str
    name: str
    digest: str


@dataclass(frozen=True)
class Crate:
    """A research object.

    Attributes:
        created: When it was made, with a time zone.
        page: The HTML page of the notebook, if there is one.
        inputs: What the notebook has used.
        produced: Data sets that the notebook has registered.
        outputs: Files that the notebook has written.
        others: Further files, without a role.
        based_on: What it repeats, if it is the result of a rerun.
        stated_identifier: The URI in its description, if it was read from one.
        remarks: What is missing, for the user; not stored.
    """

    name: str
    description: str
    created: dt.datetime
    notebook: CrateFile
    page: CrateFile | None = None
    environment: Environment = UNKNOWN_ENVIRONMENT
    inputs: tuple[CrateDataSet, ...] = ()
    produced: tuple[CrateDataSet, ...] = ()
    outputs: tuple[CrateFile, ...] = ()
    others: tuple[CrateFile, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    authors: tuple[Person, ...] = ()
    licence: Licence = NO_LICENCE
    run: Run = UNKNOWN_RUN
    based_on: Origin | None = None
    stated_identifier: str = field(default="", compare=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)

    @property
    def identifier(self) -> str:
        """A URI: the stated one, or one that is the same for the same notebook and time."""
        if self.stated_identifier:
            return self.stated_identifier
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{self.notebook.digest.sha256} {self.created.isoformat()}')}"

    @property
    def files(self) -> Iterator[CrateFile]:
        """The files that are part of it, without its metadata: the notebook first."""
        yield self.notebook
        if self.page:
            yield self.page
        yield from self.environment.files
        yield from self.outputs
        yield from self.others
        yield from (each for data_set in self.inputs for each in data_set.files if each.source)
