"""What a contract must know of the openBIS that it is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Entity


@dataclass(frozen=True)
class KnownDataSet:
    """An available PHYSICAL data set that hangs on a sample.

    Attributes:
        properties: Some of its properties (code to text as shown), among them `$NAME`.
        sample: The sample's identifier.
        files: Path in the data set (`original/…`) to content. At least three: one without any bytes, one in a
            sub-folder, one with a blank and a letter outside ASCII in its name.
        folders: Paths of all its folders, `original` included.
    """

    perm_id: str
    type_code: str
    properties: Mapping[str, str]
    sample: str
    files: Mapping[str, bytes]
    folders: tuple[str, ...]


@dataclass(frozen=True)
class KnownType:
    """A data set type.

    Attributes:
        mandatory: Code of a property that must be given.
        optional: Code of a property that may be missing and is no vocabulary's.
        vocabulary: Code of a property of type CONTROLLEDVOCABULARY.
        terms: The codes of its terms in the vocabulary's order.
        computed: Code of a property that openBIS fills by a plugin.
    """

    code: str
    mandatory: str
    optional: str
    vocabulary: str
    terms: tuple[str, ...]
    computed: str


@dataclass(frozen=True)
class World:
    """The facts. Nothing but `upload_owner` is changed by the contracts.

    Attributes:
        sample: Has the data sets `sample_data_sets` (permIds), more than ten. Its bare code names nothing else.
        experiment: Has the data sets `experiment_data_sets`: its own and those of its samples; at least one.
        inner_sample: Lies in `experiment`.
        named_sample: Has a name (`$NAME`) with words that its data sets `named_sample_data_sets` (permIds) do not have.
        space: Where all of these lie.
        space_sample: Lies in `space`, and in no project.
        project: The project of `experiment`.
        sample_project: The project of `sample`, maybe the same.
        empty_sample: Has no data sets, and lies in no experiment.
        twin: A sample with an identifier that an experiment bears, too.
        ambiguous_code: The code of two samples in different places.
        archived: PermId of a data set whose files (at least one) are in the archive.
        derived: PermId of a data set that was made from others.
        origins: PermIds of those others.
        mother: A sample from which another one comes.
        daughter: That one.
        container: PermId of a data set of kind CONTAINER.
        components: What it holds, in its order; at least two permIds.
        bare_type: Code of a data set type without any property.
        upload_owner: A sample on which data sets may be registered.
        upload_type: Code of a type with a property `$NAME` and nothing mandatory.
        several_values: Codes of types, each with the code of an array or multi-valued property of texts; nothing else
            of theirs is mandatory.
    """

    sample: Entity
    sample_data_sets: frozenset[str]
    experiment: Entity
    experiment_data_sets: frozenset[str]
    inner_sample: Entity
    named_sample: Entity
    named_sample_data_sets: frozenset[str]
    space: Entity
    space_sample: Entity
    project: Entity
    sample_project: Entity
    empty_sample: Entity
    twin: Entity
    ambiguous_code: str
    data_set: KnownDataSet
    archived: str
    derived: str
    origins: frozenset[str]
    mother: Entity
    daughter: Entity
    container: str
    components: tuple[str, ...]
    type: KnownType
    bare_type: str
    upload_owner: Entity
    upload_type: str
    several_values: tuple[tuple[str, str], ...]
