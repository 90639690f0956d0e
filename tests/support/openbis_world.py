"""The wire-level fake openBIS with the content that the contracts need."""

import time

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Laboratory
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state import entities
from jupyter_openbis_server.fake_openbis.state.sessions import new_token
from tests.support.world import KnownDataSet, KnownType, World

_FILES = {
    "original/plate 1/Bild äöü.png": bytes(range(256)) * 10_000,  # several chunks
    "original/curve, first.csv": b"time_h,od600\n",  # a comma cannot be named in version 1 of the fast download
    "original/empty.txt": b"",
    "original/why? #1 100%.txt": b"because",
}
_PROJECT = "/YEAST_LAB/GROWTH"


def fill(lab: Laboratory) -> World:
    """Add the content of a `World` to the sample data."""
    add_sample(lab, "TWICE", "ENTRY", project=_PROJECT)
    add_sample(lab, "TWICE", "ENTRY", project="/ALICE/NOTES")
    twin = add_sample(lab, "CALIBRATIONS", "ENTRY", project=_PROJECT)
    owner = add_sample(lab, "UPLOADS", "ENTRY", project=_PROJECT, registrator="admin")
    (series,) = lab.samples.find("identifier", sample_data.TIME_SERIES)
    (empty,) = lab.samples.find("identifier", sample_data.EMPTY_BENCH)
    (inner,) = lab.samples.find("identifier", sample_data.WILD_TYPE)
    (experiment,) = lab.experiments.find("identifier", sample_data.HEAT_SHOCK)
    return World(
        sample=_sample(series),
        sample_data_sets=frozenset(sample_data.SERIES),
        experiment=Entity(EntityKind.EXPERIMENT, experiment.perm_id, experiment.identifier),
        experiment_data_sets=frozenset(each.perm_id for each in lab.data_sets.find("experiment", experiment.perm_id)),
        inner_sample=_sample(inner),
        named_sample=_sample(inner),
        named_sample_data_sets=frozenset(each.perm_id for each in lab.data_sets.find("sample", inner.perm_id)),
        space=Entity(EntityKind.SPACE, "YEAST_LAB", "/YEAST_LAB"),
        space_sample=_sample(add_sample(lab, "BENCH", "ENTRY", space="YEAST_LAB")),
        project=_project(lab, "/YEAST_LAB/STRESS_RESPONSE"),
        sample_project=_project(lab, _PROJECT),
        empty_sample=_sample(empty),
        twin=_sample(twin),
        ambiguous_code="TWICE",
        data_set=_known_data_set(lab),
        archived=sample_data.ARCHIVED,
        derived=sample_data.NOTEBOOK,
        origins=frozenset({sample_data.IMAGES, sample_data.BIG}),
        mother=_sample(*lab.samples.find("identifier", "/MATERIALS/STRAINS/YEAST_1")),
        daughter=_sample(inner),
        container=sample_data.CONTAINER,
        components=(sample_data.IMAGES, sample_data.CALIBRATION),
        type=KnownType(
            "MICROSCOPY", "MAGNIFICATION", "EXPOSURE_TIME", "STAIN", ("DAPI", "GFP", "MCHERRY", "NONE"), "FILE_SUMMARY"
        ),
        bare_type="ATTACHMENT",
        upload_owner=_sample(owner),
        upload_type="RAW_DATA",
        several_values=(("CHARACTERISATION", "ANY_ARRAY_STRING"), *_multi_valued(lab)),
    )


def _multi_valued(lab: Laboratory) -> tuple[tuple[str, str], ...]:
    """Return the types with several values; none before API 3.7."""
    return (("SCREENING", "AUTHORS"),) if lab.entity_type("DATA_SET", "SCREENING") else ()


def access_token(fake: FakeOpenbis, user: str) -> str:
    """Give a user a personal access token that is valid for an hour."""
    now = fake.laboratory.now()
    token = f"$pat-{new_token(user, time.time())}"
    hour = 3_600_000
    fake.laboratory.put(entities.PersonalAccessToken(token, user, "notebooks", now - hour, now + hour, user, now))
    return token


def entity_of(
    stored: entities.Space | entities.Project | entities.Experiment | entities.Sample,
) -> Entity:
    """Return an entity of the fake as the adapter returns it."""
    if isinstance(stored, entities.Space):
        return Entity(EntityKind.SPACE, stored.code, f"/{stored.code}")
    kind = EntityKind(type(stored).__name__.lower())
    return Entity(kind, stored.perm_id, stored.identifier)


def _sample(sample: entities.Sample) -> Entity:
    return Entity(EntityKind.SAMPLE, sample.perm_id, sample.identifier)


def _project(lab: Laboratory, identifier: str) -> Entity:
    (project,) = lab.projects.find("identifier", identifier)
    return Entity(EntityKind.PROJECT, project.perm_id, project.identifier)


def _known_data_set(lab: Laboratory) -> KnownDataSet:
    owner = add_sample(lab, "KNOWN", "ENTRY", project=_PROJECT)
    perm_id, properties = lab.new_perm_id(), {"$NAME": "Plates", "NOTES": "two\nlines"}
    physical = entities.PhysicalData(perm_id, size=write(lab.store_path(perm_id), {**_FILES, "original/none/": b""}))
    known = {"perm_id": perm_id, "sample": owner.perm_id, "registrator": "admin", "physical_data": physical}
    add_data_set(lab, "RAW_DATA", properties=properties, **known)
    folders = ("original", "original/plate 1", "original/none")
    return KnownDataSet(perm_id, "RAW_DATA", properties, owner.identifier, _FILES, folders)
