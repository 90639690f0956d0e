"""What a laboratory is made of: one frozen class for each kind of openBIS entity.

Entities refer to each other by key, never by object: a person by user id, a space, type or vocabulary by code,
everything else by permId. All dates are milliseconds since 1970 UTC, as on the wire (openbis-protocol 1.5).
"""

from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal["DATA_SET", "SAMPLE", "EXPERIMENT"]
DataSetKind = Literal["PHYSICAL", "CONTAINER", "LINK"]
PropertyValue = str | list[str] | list[list[str]]
"""A text, or the texts of a multi-valued or array property; one that is both has a list of arrays."""


@dataclass(frozen=True)
class Person:
    """A user. ``spaces`` are the codes of the spaces this user may see; None means all (instance admin)."""

    user_id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    space: str | None = None
    spaces: list[str] | None = None
    registration_date: int = 0

    @property
    def key(self) -> str:
        """The user id."""
        return self.user_id


@dataclass(frozen=True)
class Space:
    """The top level of the hierarchy."""

    code: str
    description: str | None = None
    registrator: str | None = None
    registration_date: int = 0
    modification_date: int = 0

    @property
    def key(self) -> str:
        """The code; a space's permId is its code."""
        return self.code


@dataclass(frozen=True)
class Project:
    """A project of a space; ``identifier`` is ``/SPACE/PROJECT``."""

    perm_id: str
    code: str
    space: str
    description: str | None = None
    leader: str | None = None
    registrator: str | None = None
    modifier: str | None = None
    registration_date: int = 0
    modification_date: int = 0

    @property
    def key(self) -> str:
        """The permId."""
        return self.perm_id

    @property
    def identifier(self) -> str:
        """``/SPACE/PROJECT``."""
        return f"/{self.space}/{self.code}"


@dataclass(frozen=True)
class Experiment:
    """An experiment (also called collection); ``project`` is the permId of its project.

    ``immutable_data``: its files in AFS are never changed again. ``frozen``: its properties are not, either.
    """

    perm_id: str
    code: str
    project: str
    type: str
    identifier: str
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    registrator: str | None = None
    modifier: str | None = None
    registration_date: int = 0
    modification_date: int = 0
    immutable_data: bool = False
    immutable_data_date: int | None = None
    frozen: bool = False

    @property
    def key(self) -> str:
        """The permId."""
        return self.perm_id


@dataclass(frozen=True)
class Sample:
    """A sample (also called object). ``project``, ``experiment``, ``container``, ``parents`` hold permIds.

    ``immutable_data``: its files in AFS are never changed again. ``frozen``: its properties are not, either.
    """

    perm_id: str
    code: str
    type: str
    identifier: str
    space: str | None = None
    project: str | None = None
    experiment: str | None = None
    container: str | None = None
    parents: list[str] = field(default_factory=list)
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    registrator: str | None = None
    modifier: str | None = None
    registration_date: int = 0
    modification_date: int = 0
    immutable_data: bool = False
    immutable_data_date: int | None = None
    frozen: bool = False

    @property
    def key(self) -> str:
        """The permId."""
        return self.perm_id


@dataclass(frozen=True)
class PhysicalData:
    """Where and in which state the files of a data set are; ``size`` is in bytes.

    ``requests_until_available``: while it is ``UNARCHIVE_PENDING``, how many more requests are answered with that.
    """

    location: str
    share_id: str = "1"
    size: int | None = None
    status: str = "AVAILABLE"
    complete: str = "YES"
    present_in_archive: bool = False
    storage_confirmation: bool = True
    speed_hint: int = -50
    archiving_requested: bool = False
    requests_until_available: int = 0


@dataclass(frozen=True)
class DataSet:
    """A data set; its permId is its code. Files live in the laboratory's folder below ``store/<permId>/``.

    ``frozen``: its properties are never changed again.
    """

    perm_id: str
    type: str
    kind: DataSetKind = "PHYSICAL"
    data_store: str = "DSS1"
    experiment: str | None = None
    sample: str | None = None
    physical_data: PhysicalData | None = None
    parents: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    registrator: str | None = None
    modifier: str | None = None
    registration_date: int = 0
    modification_date: int = 0
    access_date: int = 0
    data_producer: str | None = None
    data_production_date: int | None = None
    measured: bool = True
    post_registered: bool = True
    frozen: bool = False

    @property
    def key(self) -> str:
        """The permId."""
        return self.perm_id

    @property
    def code(self) -> str:
        """The same as the permId."""
        return self.perm_id


@dataclass(frozen=True)
class PropertyAssignment:
    """A property type as a type uses it.

    ``plugin`` is the name of a plugin. One of type ``DYNAMIC_PROPERTY`` computes the value on the server, and clients
    must not send it; one of type ``MANAGED_PROPERTY`` helps with the input.
    """

    property_type: str
    mandatory: bool = False
    section: str | None = None
    ordinal: int = 1
    show_in_edit_view: bool = True
    show_raw_value_in_forms: bool = False
    plugin: str | None = None
    managed_internally: bool = False
    registrator: str | None = None
    registration_date: int = 0


@dataclass(frozen=True)
class EntityType:
    """A data set type, sample type or experiment type; ``kind`` is which."""

    kind: EntityKind
    code: str
    description: str | None = None
    assignments: list[PropertyAssignment] = field(default_factory=list)
    modification_date: int = 0
    main_data_set_pattern: str | None = None
    main_data_set_path: str | None = None
    disallow_deletion: bool = False
    auto_generated_code: bool = True
    generated_code_prefix: str = "S"
    validation_plugin: str | None = None
    managed_internally: bool = False

    @property
    def key(self) -> str:
        """``<kind>:<code>``: a sample type and a data set type may have one code."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class PropertyType:
    """A property; ``data_type`` is one of the names of openbis-protocol 3.6, ``vocabulary`` a vocabulary's code.

    ``widget`` is the ``custom_widget`` of its metadata, by which the ELN edits and shows its values.
    """

    code: str
    data_type: str = "VARCHAR"
    label: str = ""
    description: str = ""
    vocabulary: str | None = None
    sample_type: str | None = None
    managed_internally: bool = False
    multi_value: bool = False
    widget: str | None = None
    registrator: str | None = None
    registration_date: int = 0

    @property
    def key(self) -> str:
        """The code."""
        return self.code


@dataclass(frozen=True)
class VocabularyTerm:
    """One term of a controlled vocabulary."""

    code: str
    label: str | None = None
    description: str | None = None
    ordinal: int = 1
    official: bool = True
    managed_internally: bool = False
    registrator: str | None = None
    registration_date: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """A controlled vocabulary with its terms."""

    code: str
    description: str | None = None
    terms: list[VocabularyTerm] = field(default_factory=list)
    managed_internally: bool = False
    chosen_from_list: bool = True
    url_template: str | None = None
    registrator: str | None = None
    registration_date: int = 0
    modification_date: int = 0

    @property
    def key(self) -> str:
        """The code."""
        return self.code


PluginType = Literal["DYNAMIC_PROPERTY", "MANAGED_PROPERTY", "ENTITY_VALIDATION"]


@dataclass(frozen=True)
class Plugin:
    """A script that runs on the server; ``entity_kinds`` None means all kinds."""

    name: str
    plugin_type: PluginType = "DYNAMIC_PROPERTY"
    entity_kinds: list[str] | None = None
    script: str = ""
    description: str | None = None
    available: bool = True
    registrator: str | None = None
    registration_date: int = 0

    @property
    def key(self) -> str:
        """The name; a plugin's permId is its name."""
        return self.name


@dataclass(frozen=True)
class DataStore:
    """A data store row; ``download_url`` None stands for the fake's own URL."""

    code: str
    download_url: str | None = None
    remote_url: str | None = None
    registration_date: int = 0

    @property
    def key(self) -> str:
        """The code."""
        return self.code


@dataclass(frozen=True)
class PersonalAccessToken:
    """A personal access token; ``hash`` is the secret and its permId at once (openbis-protocol 2.6)."""

    hash: str = field(repr=False)
    owner: str
    session_name: str
    valid_from: int
    valid_to: int
    registrator: str
    registration_date: int
    access_date: int | None = None

    @property
    def key(self) -> str:
        """The hash."""
        return self.hash


def texts_of(value: PropertyValue | None) -> list[str]:
    """All texts in a property's value; none of one that is not set."""
    if value is None or isinstance(value, str):
        return [] if value is None else [value]
    return [text for each in value for text in texts_of(each)]
