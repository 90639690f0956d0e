"""Plans and changes of entities."""

import datetime as dt
import math
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest
from jupyter_openbis_server.domain.errors import (
    ChangedField,
    ChangedMeanwhile,
    EntityNotFound,
    InstanceUnreachable,
    InvalidChange,
)
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork

ZONE = dt.timezone(dt.timedelta(hours=2))


def changes_of(plan) -> dict[str, object]:
    return {each.code: each.after for each in plan.properties}


def problems_of(caught) -> list[tuple[str, str]]:
    return [(each.field, each.problem) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("code", "value", "after"),
    [
        ("COUNT", 64.0, "64"),
        ("count", "64", "64"),
        ("WHEN", dt.datetime(2024, 5, 17, 14, 30, tzinfo=ZONE), "2024-05-17 14:30:00 +0200"),
        ("STAINS", ["gfp", "dapi"], ("GFP", "DAPI")),
        ("LABELS", ["b", "a"], ("b", "a")),
    ],
)
def test_values_are_converted_as_in_uploads(plan, step, code, value, after):
    found = plan("lab", ChangeRequest(step.perm_id, properties={code: value}))
    assert changes_of(found) == {code.upper(): after}


@pytest.mark.parametrize("value", [None, math.nan, "", "  "])
def test_unset_value_clears_the_property(plan, step, value):
    assert changes_of(plan("lab", ChangeRequest(step.perm_id, properties={"COUNT": value}))) == {"COUNT": None}


@pytest.mark.parametrize(
    ("code", "value"), [("COUNT", 63), ("COUNT", "63.0"), ("STAINS", ["gfp"]), ("LABELS", ["a", "b"]), ("RATIO", None)]
)
def test_value_that_openbis_has_is_no_change(plan, step, code, value):
    assert plan("lab", ChangeRequest(step.perm_id, properties={code: value})).is_empty


def test_same_moment_in_another_zone_is_no_change(plan, apply, step):
    apply("lab", ChangeRequest(step.perm_id, properties={"WHEN": "2024-05-17 14:30:00 +0200"}))
    assert plan("lab", ChangeRequest(step.perm_id, properties={"WHEN": "2024-05-17 12:30:00 +0000"})).is_empty


def test_all_problems_are_reported(plan, step):
    properties = {
        "PURPOSE": None,
        "SUMMARY": 1,
        "COUNT": "many",
        "STAINS": ["GFP", "PINK"],
        "STRAIN": "/A/B",
        "NONE": 1,
    }
    request = ChangeRequest(step.perm_id, properties=properties, add_parents=("/LAB/NONE",))
    with pytest.raises(InvalidChange) as caught:
        plan("lab", request)
    assert [field for field, _ in problems_of(caught)] == [
        "prop.PURPOSE",
        "prop.COUNT",
        "prop.STAINS",
        "prop.STRAIN",
        "prop.SUMMARY",
        "prop.NONE",
        "parent",
    ]


def test_code_that_is_given_twice_is_refused(plan, step):
    with pytest.raises(InvalidChange, match=r"prop\.COUNT: is given twice"):
        plan("lab", ChangeRequest(step.perm_id, properties={"count": 1, "COUNT": 2}))


def test_sample_in_a_property_is_named_by_its_permid(plan, openbis, step):
    strain = openbis.add_sample("/LAB/YEAST/BY1")
    found = plan("lab", ChangeRequest(step.perm_id, properties={"STRAIN": "/lab/yeast/by1"}))
    assert changes_of(found) == {"STRAIN": strain.perm_id}


def test_property_that_was_added_to_the_type_is_found(plan, openbis, types, step):
    plan("lab", ChangeRequest(step.perm_id, properties={"COUNT": 1}))
    known = openbis.owner_types[EntityKind.SAMPLE]["STEP"]
    newer = replace(known, assignments=(*known.assignments, PropertyAssignment("NEW")))
    openbis.add_type(newer, EntityKind.SAMPLE)
    assert changes_of(plan("lab", ChangeRequest(step.perm_id, properties={"NEW": "x"}))) == {"NEW": "x"}


@pytest.mark.parametrize("kind", [EntityKind.SAMPLE, None])
def test_entity_is_found_by_every_kind_of_reference(plan, step, kind):
    for reference in (step.perm_id, step.identifier, "lab/yeast/step_1"):
        assert plan("lab", ChangeRequest(reference, kind)).entity.perm_id == step.perm_id


def test_data_set_is_found_without_its_kind(plan, openbis, world):
    assert plan("lab", ChangeRequest(world.derived)).entity.kind is EntityKind.DATA_SET


def test_unknown_entity_is_refused(plan, step):
    with pytest.raises(EntityNotFound):
        plan("lab", ChangeRequest("/LAB/NOTHING"))


@pytest.mark.parametrize("kind", [EntityKind.SPACE, EntityKind.PROJECT])
def test_kind_without_metadata_is_refused(plan, kind):
    with pytest.raises(InvalidChange, match="kind: "):
        plan("lab", ChangeRequest("/LAB", kind))


def test_parents_are_compared_with_the_present_ones(plan, apply, openbis, step):
    mother, father = (openbis.add_sample(f"/LAB/YEAST/{code}") for code in ("MOTHER", "FATHER"))
    request = ChangeRequest(step.perm_id, add_parents=(mother.identifier,), remove_parents=(father.perm_id,))
    assert [each.perm_id for each in plan("lab", request).added_parents] == [mother.perm_id]
    done = apply("lab", request)
    assert [each.perm_id for each in done.entity.parents] == [mother.perm_id]
    assert apply("lab", request).plan.is_empty


def test_parent_to_add_and_remove_is_refused(plan, openbis, step):
    mother = openbis.add_sample("/LAB/YEAST/MOTHER")
    with pytest.raises(InvalidChange, match="is to be added and removed"):
        plan("lab", ChangeRequest(step.perm_id, add_parents=(mother.perm_id,), remove_parents=(mother.identifier,)))


def test_cycles_over_several_generations_are_refused(plan, openbis, step):
    child = openbis.add_sample("/LAB/YEAST/CHILD", parents=(step.perm_id,))
    grandchild = openbis.add_sample("/LAB/YEAST/GRANDCHILD", parents=(child.perm_id,))
    for descendant in (child, grandchild, step):
        with pytest.raises(InvalidChange) as caught:
            plan("lab", ChangeRequest(step.perm_id, add_parents=(descendant.perm_id,)))
        assert [field for field, _ in problems_of(caught)] == ["parent"]


def test_confirmed_plan_is_made(plan, apply, openbis, step):
    request = ChangeRequest(step.perm_id, properties={"COUNT": 1})
    done = apply("lab", request.confirming(plan("lab", request)))
    assert openbis.records[step.perm_id].properties["COUNT"] == "1"
    assert done.entity.modifier == "anna"


def test_change_of_another_user_is_a_conflict_and_names_the_fields(plan, apply, openbis, step):
    request = ChangeRequest(step.perm_id, properties={"COUNT": 1, "PURPOSE": "new"})
    confirmed = request.confirming(plan("lab", request))
    apply("lab", ChangeRequest(step.perm_id, properties={"COUNT": 2, "RATIO": 0.5}))
    with pytest.raises(ChangedMeanwhile, match=r"changed by anna .*\(prop\.COUNT\)") as caught:
        apply("lab", confirmed)
    assert caught.value.fields == (ChangedField("prop.COUNT", "63", "2"),)
    assert openbis.records[step.perm_id].properties["COUNT"] == "2"


def test_change_in_the_last_moment_is_a_conflict(apply, changes, openbis, step, monkeypatch):
    update = changes.update

    def be_overtaken(session, plan):
        record = openbis.records[step.perm_id]
        later = replace(
            record, properties={**record.properties, "COUNT": "9"}, modified=record.registered + dt.timedelta(1)
        )
        openbis.records[step.perm_id] = later
        update(session, plan)

    monkeypatch.setattr(changes, "update", be_overtaken)
    with pytest.raises(ChangedMeanwhile) as caught:
        apply("lab", ChangeRequest(step.perm_id, properties={"COUNT": 1}))
    assert caught.value.fields == (ChangedField("prop.COUNT", "63", "9"),)


def test_change_is_reported_if_the_entity_cannot_be_read_afterwards(apply, changes, openbis, step, monkeypatch):
    update = changes.update

    def update_and_go_down(session, plan):
        update(session, plan)
        openbis.go_down()

    monkeypatch.setattr(changes, "update", update_and_go_down)
    done = apply("lab", ChangeRequest(step.perm_id, properties={"COUNT": 1, "$NAME": None}))
    assert {each.code: each.value for each in done.entity.properties}["COUNT"] == "1"
    assert (done.entity.name, done.entity.modified) == (None, None)
    openbis.come_back()
    assert openbis.records[step.perm_id].properties["COUNT"] == "1"


def test_unreachable_openbis_is_an_error(apply, openbis, network: MemoryNetwork, step):
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        apply("lab", ChangeRequest(step.perm_id, properties={"COUNT": 1}))
