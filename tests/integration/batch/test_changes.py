"""Changes and creations by the library."""

import pytest

from jupyter_openbis_server import (
    ChangedMeanwhile,
    Collection,
    Connection,
    InvalidChange,
    Object,
    ReadOnly,
    connect,
)
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content

ALICE = content.USERS["alice"]


def test_properties_are_set_and_cleared(lab: Connection) -> None:
    images = lab.data_set(content.IMAGES)
    changed = images.set_properties(STAIN="dapi", MAGNIFICATION=40.0)
    assert (changed.properties["STAIN"], changed.properties["MAGNIFICATION"]) == ("DAPI", 40)
    assert images.properties["STAIN"] == "GFP", "objects do not change"
    again = images.set_properties({"EXPOSURE_TIME": float("nan")})
    assert "EXPOSURE_TIME" not in again.properties
    assert again.set_properties({"$NAME": "New name"}).name == "New name"
    with pytest.raises(InvalidChange) as caught:
        again.set_properties(STAIN="RED", NO_SUCH=1)
    assert {each.field for each in caught.value.problems} == {"prop.STAIN", "prop.NO_SUCH"}


def test_a_plan_shows_the_change_without_making_it(lab: Connection) -> None:
    images = lab.data_set(content.IMAGES)
    plan = images.plan_change({"STAIN": "DAPI", "MAGNIFICATION": 63}, add_parents=[content.REPORT])
    assert [(each.code, each.before, each.after) for each in plan.properties] == [("STAIN", "GFP", "DAPI")]
    assert [each.perm_id for each in plan.added_parents] == [content.REPORT]
    assert images.refresh().properties["STAIN"] == "GFP"


def test_a_change_of_another_user_is_not_lost(lab: Connection, openbis: FakeOpenbis) -> None:
    seen = lab.data_set(content.IMAGES)
    with connect("other", url=openbis.url, username="bob", password=content.USERS["bob"], http_only=True) as other:
        other.data_set(content.IMAGES).set_properties(STAIN="DAPI")
    with pytest.raises(ChangedMeanwhile):
        seen.set_properties(STAIN="GFP")
    assert seen.refresh().set_properties(STAIN="GFP").properties["STAIN"] == "GFP"


def test_parents_are_added_removed_and_replaced(lab: Connection) -> None:
    report, images = lab.data_set(content.REPORT), lab.data_set(content.IMAGES)
    changed = images.add_parents(report)
    assert report in changed.parents
    assert report not in changed.remove_parents(content.REPORT).parents
    assert images.refresh().set_parents([report]).parents == (report,)
    assert images.refresh().set_parents([]).parents == ()


def test_parents_are_replaced_by_identifiers(lab: Connection) -> None:
    sample = lab.object(content.WILD_TYPE)
    present = sample.parents
    assert present
    other = lab.object("/MATERIALS/STRAINS/YEAST_2")
    both = sample.set_parents([*(each.identifier for each in present), other.identifier])
    assert set(both.parents) == {*present, other}


@pytest.mark.uses_pybis
def test_objects_and_collections_are_created(lab: Connection) -> None:
    collection = lab.create_collection("DEFAULT_EXPERIMENT", lab.project("/YEAST_LAB/GROWTH"), "SPRING", name="Spring")
    assert (type(collection), collection.identifier, collection.name) == (
        Collection,
        "/YEAST_LAB/GROWTH/SPRING",
        "Spring",
    )
    mother = lab.object("/MATERIALS/STRAINS/YEAST_2")
    created = lab.create_object("ENTRY", collection, code="E1", name="First entry", parents=[mother])
    assert (type(created), created.identifier, created.name) == (Object, "/YEAST_LAB/GROWTH/E1", "First entry")
    assert created.parents == (mother,)
    assert created.collection == collection
    with pytest.raises(InvalidChange, match="exists already"):
        lab.create_object("ENTRY", collection, code="e1")


def test_archived_files_come_back(lab: Connection) -> None:
    archived = lab.data_set(content.ARCHIVED)
    assert not archived.is_readable
    available = archived.unarchive(wait=True, timeout=60)
    assert (available.status, available.is_readable) == ("AVAILABLE", True)


def test_nothing_is_changed_in_read_only_mode(openbis: FakeOpenbis, lab: Connection) -> None:
    reading = connect(
        "lab",
        url=openbis.url,
        username="alice",
        password=ALICE,
        http_only=True,
        use_cases=bootstrap(read_only=True, load=False),
    )
    images = reading.data_set(content.IMAGES)
    for change in (
        lambda: images.set_properties(STAIN="DAPI"),
        lambda: images.add_parents(content.REPORT),
        lambda: reading.create_object("ENTRY", content.HEAT_SHOCK, code="E2"),
        lambda: reading.upload_many([{"files": "a", "type": "RAW_DATA", "to": content.EMPTY_BENCH}]),
        lambda: reading.pybis,
        images.unarchive,
    ):
        with pytest.raises(ReadOnly):
            change()
    assert images.refresh().properties["STAIN"] == "GFP"
    reading.close()
