"""Use cases of changes over an openBIS in memory."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.change_checks import ChangeChecks
from jupyter_openbis_server.domain.changes.change_entity import ApplyChange, PlanChange
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity, CreationChecks, PlanCreation
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment, VocabularyTerm
from jupyter_openbis_server.testing.fakes.entity_changes import MemoryEntityChanges
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations

TERMS = (VocabularyTerm("GFP"), VocabularyTerm("DAPI"))
STEP = EntityType(
    "STEP",
    "Steps",
    (
        PropertyAssignment("$NAME", "Name"),
        PropertyAssignment("PURPOSE", mandatory=True),
        PropertyAssignment("COUNT", data_type="INTEGER"),
        PropertyAssignment("RATIO", data_type="REAL"),
        PropertyAssignment("WHEN", data_type="TIMESTAMP"),
        PropertyAssignment("STAINS", data_type="CONTROLLEDVOCABULARY", terms=TERMS, multi_value=True),
        PropertyAssignment("LABELS", data_type="ARRAY_STRING"),
        PropertyAssignment("STRAIN", data_type="SAMPLE"),
        PropertyAssignment("SUMMARY", is_computed=True),
    ),
    generates_codes=True,
    code_prefix="ST",
)


@pytest.fixture
def step(openbis: MemoryOpenbis) -> Entity:
    """A sample of a type with many properties."""
    openbis.add_type(STEP, EntityKind.SAMPLE)
    openbis.add_type(EntityType("COLLECTION", "", (PropertyAssignment("$NAME"),)), EntityKind.EXPERIMENT)
    properties = {"$NAME": "First", "PURPOSE": "test", "COUNT": "63", "STAINS": ("GFP",), "LABELS": "a, b"}
    return openbis.add_sample("/LAB/YEAST/STEP_1", type_code="STEP", properties=properties)


@pytest.fixture
def changes(network) -> MemoryEntityChanges:
    return MemoryEntityChanges(network)


@pytest.fixture
def references(entities, data_sets) -> References:
    return References(entities, data_sets)


@pytest.fixture
def plan(session_manager, references, types, network) -> PlanChange:
    return PlanChange(session_manager, references, ChangeChecks(types, references, MemoryRelations(network)))


@pytest.fixture
def apply(session_manager, plan, entities, changes) -> ApplyChange:
    return ApplyChange(session_manager, plan, entities, changes)


@pytest.fixture
def creation_checks(entities, types, references) -> CreationChecks:
    return CreationChecks(entities, types, references)


@pytest.fixture
def plan_creation(session_manager, creation_checks) -> PlanCreation:
    return PlanCreation(session_manager, creation_checks)


@pytest.fixture
def create(session_manager, creation_checks, entities, changes) -> CreateEntity:
    return CreateEntity(session_manager, creation_checks, entities, changes)
