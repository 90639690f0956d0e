"""The known content of the openBIS that a contract runs against."""

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity


@dataclass(frozen=True)
class KnownDataSet:
    """An available PHYSICAL data set of a sample.

    Attributes:
        properties: Some of its properties (code to text as shown), among them `$NAME`.
        sample: The sample's identifier.
        files: Path in the data set (`original/…`) to content. At least three: one empty, one in a
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
        optional: Code of an optional property without a vocabulary.
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
    """The content. The contracts change `upload_owner` only.

    Attributes:
        sample: Has the data sets `sample_data_sets` (permIds), more than ten. Its bare code names nothing else.
        experiment: Has the data sets `experiment_data_sets`: its own and those of its samples; at least one.
        inner_sample: Is in `experiment`.
        named_sample: Has a name (`$NAME`) with words that its data sets `named_sample_data_sets` (permIds) do not have.
        space: The space of all of these.
        space_sample: Is in `space`, and in no project.
        project: The project of `experiment`.
        sample_project: The project of `sample`, maybe the same.
        empty_sample: Has no data sets, and is in no experiment.
        twin: A sample with the same identifier as an experiment.
        ambiguous_code: The code of two samples in different places.
        archived: PermId of a data set whose files (at least one) are in the archive.
        derived: PermId of a data set that was made from others.
        origins: PermIds of those others.
        mother: The parent of another sample.
        daughter: The child of `mother`.
        container: PermId of a data set of kind CONTAINER.
        components: PermIds of the components of `container`, in its order; at least two.
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
