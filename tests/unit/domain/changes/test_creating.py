"""Plans and creations of samples and experiments."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.errors import InvalidChange

VALUES = {"PURPOSE": "test"}


def test_sample_is_created(create, openbis, step):
    done = create("lab", CreationRequest(EntityKind.SAMPLE, "step", "/LAB/YEAST", "new", {**VALUES, "COUNT": 1.0}))
    created = openbis.entities[done.entity.perm_id]
    assert (created.identifier, created.type_code) == ("/LAB/YEAST/NEW", "STEP")
    assert openbis.records[done.entity.perm_id].properties == {"PURPOSE": "test", "COUNT": "1"}
    assert done.entity.perm_id in done.link


def test_code_is_generated_with_the_prefix_of_the_type(create, plan_creation, step):
    request = CreationRequest(EntityKind.SAMPLE, "STEP", "/LAB/YEAST", None, VALUES)
    assert plan_creation("lab", request).identifier is None
    assert create("lab", request).entity.identifier.startswith("/LAB/YEAST/ST")


def test_bare_code_of_a_place_is_a_space(plan_creation, step):
    assert plan_creation("lab", CreationRequest(EntityKind.SAMPLE, "STEP", "lab", "X", VALUES)).identifier == "/LAB/X"


def test_sample_of_an_experiment_has_the_identifier_of_its_project(plan_creation, openbis, step):
    experiment = openbis.add_experiment("/LAB/YEAST/RUN")
    draft = plan_creation("lab", CreationRequest(EntityKind.SAMPLE, "STEP", experiment.identifier, "X", VALUES))
    assert (draft.identifier, draft.owner.perm_id) == ("/LAB/YEAST/X", experiment.perm_id)


def test_all_problems_are_reported(plan_creation, step):
    request = CreationRequest(EntityKind.SAMPLE, "STEP", "/LAB/NONE", "a b", {"COUNT": "x"}, ("/LAB/NONE/NONE",))
    with pytest.raises(InvalidChange) as caught:
        plan_creation("lab", request)
    fields = [each.field for each in caught.value.problems]
    assert fields == ["in", "code", "prop.PURPOSE", "prop.COUNT", "parent"]


@pytest.mark.parametrize(("kind", "type_code"), [(EntityKind.EXPERIMENT, "COLLECTION"), (EntityKind.SAMPLE, "WITHOUT")])
def test_code_is_needed_if_openbis_generates_none(plan_creation, openbis, step, kind, type_code):
    openbis.add_type(type(openbis.owner_types[EntityKind.SAMPLE]["STEP"])("WITHOUT"), EntityKind.SAMPLE)
    with pytest.raises(InvalidChange, match="code: name a code"):
        plan_creation("lab", CreationRequest(kind, type_code, "/LAB/YEAST"))


def test_code_in_use_is_refused(plan_creation, step):
    with pytest.raises(InvalidChange, match=f"exists already .permId {step.perm_id}"):
        plan_creation("lab", CreationRequest(EntityKind.SAMPLE, "STEP", "/LAB/YEAST", "step_1", VALUES))


@pytest.mark.parametrize("place", ["", "  ", "/LAB/YEAST/STEP_1", "/LAB"])
def test_experiment_needs_a_project(plan_creation, step, place):
    with pytest.raises(InvalidChange) as caught:
        plan_creation("lab", CreationRequest(EntityKind.EXPERIMENT, "COLLECTION", place, "X"))
    assert [each.field for each in caught.value.problems] == ["in"]


@pytest.mark.parametrize("kind", [EntityKind.SPACE, EntityKind.PROJECT, EntityKind.DATA_SET])
def test_other_kinds_are_refused(plan_creation, step, kind):
    with pytest.raises(InvalidChange, match="kind: "):
        plan_creation("lab", CreationRequest(kind, "STEP", "/LAB", "X"))


def test_creation_is_reported_if_the_entity_cannot_be_read_afterwards(create, changes, openbis, step, monkeypatch):
    create_in_openbis = changes.create

    def create_and_go_down(session, draft):
        perm_id = create_in_openbis(session, draft)
        openbis.go_down()
        return perm_id

    monkeypatch.setattr(changes, "create", create_and_go_down)
    done = create("lab", CreationRequest(EntityKind.SAMPLE, "STEP", "/LAB/YEAST", "NEW", VALUES))
    assert (done.entity.identifier, openbis.entities[done.entity.perm_id].identifier) == ("/LAB/YEAST/NEW",) * 2
