"""`search` of the library."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server import DataSet, Object
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import ConnectionClosed, EntityNotFound, InvalidSearch
from jupyter_openbis_server.entrypoints.library.connection import Connection
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample

PROJECT = "/YEAST_LAB/GROWTH"


def test_data_sets_are_found_by_words_type_and_properties(lab: Connection) -> None:
    hits = lab.search(
        DataSet,
        "image*",
        type="microscopy",
        where={"STAIN": "GFP", "MAGNIFICATION": (">", 40)},
        in_="/YEAST_LAB",
        registered=("2023-01-01", dt.date(2023, 12, 31)),
        mine=True,
    )
    assert [each.perm_id for each in hits] == [sample_data.IMAGES]
    assert len(hits) == 1
    assert all(isinstance(each, DataSet) for each in hits)


@pytest.mark.parametrize("kind", ["sample", "object", EntityKind.SAMPLE])
def test_samples_are_found_with_their_properties(lab: Connection, kind: str | EntityKind) -> None:
    (found,) = lab.search(kind, sample_data.WILD_TYPE)
    assert isinstance(found, Object)
    assert found.properties["$NAME"] == "Heat shock, wild type"
    assert found.registered is not None


def test_matches_are_entity_objects_in_a_frame_and_are_downloaded(
    lab: Connection, openbis: FakeOpenbis, tmp_path: Path
) -> None:
    openbis.requests.clear()
    samples = lab.search(Object, "heat shock")
    values = [(each.name, each.properties, each.registered) for each in samples]
    assert values
    assert openbis.requests.methods().count("executeOperations") == 0, "a search returns the properties"
    frame = lab.search(DataSet, where={"MAGNIFICATION": 63}).to_frame(owner=True)
    assert str(frame["MAGNIFICATION"].dtype) == "Int64"
    assert set(frame["MAGNIFICATION"]) == {63}
    assert "owner.identifier" in frame
    hits = lab.search(DataSet, sample_data.IMAGES, in_=lab.space("YEAST_LAB"))
    assert sample_data.IMAGES in hits._repr_html_()
    report = hits.download(tmp_path / "data", files="**/*.csv")
    assert report.is_complete
    assert [Path(each).name for each in report.paths] == [sample_data.IMAGES]


def test_conditions_may_be_texts(lab: Connection) -> None:
    for where in (["STAIN = GFP", "MAGNIFICATION = 50..100"], "EXPOSURE_TIME is not empty"):
        assert sample_data.IMAGES in [each.perm_id for each in lab.search(where=where)]


def test_what_was_modified_since_a_time_is_found(lab: Connection, openbis: FakeOpenbis) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", sample_data.WILD_TYPE)
    now = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=1)
    openbis.laboratory.put(replace(sample, modification_date=int(now.timestamp() * 1000)))
    assert [each.perm_id for each in lab.search("sample", modified_since=now - dt.timedelta(seconds=1))] == [
        sample.perm_id
    ]
    assert len(lab.search("sample", modified=(now + dt.timedelta(seconds=1), None))) == 0


def test_matches_are_read_on_demand_and_counted_without_a_request_of_their_own(
    lab: Connection, openbis: FakeOpenbis
) -> None:
    hits = lab.search(text="growth day", type="RAW_DATA")
    openbis.requests.clear()
    assert len(hits) == len(list(hits)) == len(sample_data.SERIES)
    assert openbis.requests.methods() == ["searchDataSets"]


@pytest.mark.parametrize("sort", ["-registered", "registered", "code", "-code", "modified", "-modified"])
def test_changes_between_pages_neither_lose_nor_repeat_rows(lab: Connection, openbis: FakeOpenbis, sort: str) -> None:
    samples = [add_sample(openbis.laboratory, f"S{each:03}", "ENTRY", project=PROJECT) for each in range(450)]
    kept, found = {each.perm_id for each in samples}, []
    for number, row in enumerate(lab.search("sample", "S???", type="ENTRY", in_=PROJECT, sort=sort)):
        found.append(row.perm_id)
        if number % 20 == 10:
            kept.discard(row.perm_id)
            sample = openbis.laboratory.sample(row.perm_id)
            assert sample is not None
            openbis.laboratory.remove(sample)
            add_sample(openbis.laboratory, f"S{number:03}N", "ENTRY", project=PROJECT)
            changed = samples[449 - number]
            if openbis.laboratory.sample(changed.perm_id):
                openbis.laboratory.put(replace(changed, modification_date=openbis.laboratory.now()))
    assert len(found) == len(set(found))
    assert kept <= set(found)


def test_errors_are_raised_at_once(lab: Connection) -> None:
    for arguments, reason in (
        ({"where": "STAIN = RED"}, "one of the terms"),
        ({"where": {"MAGNIFICATION": ("about", 40)}}, "'about' is no operator"),
        ({"where": {"MAGNIFICATION": (">",)}}, "takes 1 value"),
        ({"kind": "plate"}, "'plate' is none of data set"),
        ({"text": "x", "sort": "name"}, "none of registered"),
        ({"registered": ("soon", None)}, "registered: 'soon'"),
        ({"text": "x", "limit": -1}, "limit: -1 is no number"),
        ({"text": "x", "limit": "2"}, "limit: '2' is no number"),
        ({"where": 5}, "where: 5 is no condition"),
        ({"text": 5}, "text: 5 is no text"),
        ({"type": 5}, "type: 5 is no text"),
        ({"text": "x", "sort": None}, "sort: None is no text"),
        ({"kind": None}, "kind: None is no text"),
        ({"registered": (5, None)}, "registered: 5 is neither"),
        ({"modified": 5}, "modified: 5 is no pair"),
        ({"modified_since": 5}, "modified: 5 is neither"),
    ):
        with pytest.raises(InvalidSearch, match=reason):
            lab.search(**arguments)  # type: ignore[arg-type]
    with pytest.raises(EntityNotFound):
        lab.search(in_="/NO/SUCH")


def test_a_closed_connection_does_not_search(lab: Connection) -> None:
    hits = lab.search(text="growth")
    lab.close()
    for use in (list, len):
        with pytest.raises(ConnectionClosed):
            use(hits)
