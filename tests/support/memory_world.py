"""A small openBIS in memory with the content that the contracts need."""

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment, VocabularyTerm
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.support.world import KnownDataSet, KnownType, World

_NAME = PropertyAssignment("$NAME", "Name", ordinal=1)
_STAIN = PropertyAssignment(
    "STAIN",
    "Stain",
    data_type="CONTROLLEDVOCABULARY",
    ordinal=3,
    terms=(VocabularyTerm("GFP", ordinal=1), VocabularyTerm("DAPI", ordinal=2)),
)
_TYPES = (
    EntityType("RAW_DATA", "Files of an instrument", (_NAME,)),
    EntityType("ATTACHMENT"),
    EntityType(
        "MICROSCOPY",
        "Images",
        (
            _NAME,
            PropertyAssignment("MAGNIFICATION", "Magnification", data_type="INTEGER", mandatory=True, ordinal=2),
            _STAIN,
            PropertyAssignment("FILE_SUMMARY", "Summary", ordinal=4, is_computed=True),
        ),
    ),
)
_SCREENING = EntityType(
    "SCREENING",
    "Several values",
    (
        PropertyAssignment("AUTHORS", multi_value=True),
        PropertyAssignment("LABELS", data_type="ARRAY_STRING"),
        PropertyAssignment("NOTES", data_type="MULTILINE_VARCHAR", is_rich_text=True),
    ),
)
_FILES = {
    "original/plate 1/Bild äöü.png": bytes(range(256)) * 6000,
    "original/curve.csv": b"time_h,od600\n",
    "original/empty.txt": b"",
}


def fill(openbis: MemoryOpenbis) -> World:
    """Add the content of a `World` to an empty instance."""
    for type_ in (*_TYPES, _SCREENING):
        openbis.add_type(type_)
    openbis.add_type(EntityType("YEAST", "Strains", (_NAME,), generates_codes=True, code_prefix="Y"), EntityKind.SAMPLE)
    openbis.add_type(EntityType("ENTRY", "Pages", (_NAME,)), EntityKind.SAMPLE)
    openbis.add_type(EntityType("COLLECTION", "Collections", (_NAME,)), EntityKind.EXPERIMENT)
    experiment = openbis.add_experiment("/LAB/YEAST/GROWTH")
    sample = openbis.add_sample("/LAB/YEAST/PLATES", experiment)
    openbis.add_sample("/LAB/YEAST/TWICE")
    openbis.add_sample("/LAB/BACTERIA/TWICE")
    openbis.add_experiment("/LAB/YEAST/TWIN")
    known = openbis.add_data_set(
        "RAW_DATA", sample, _FILES, properties={"$NAME": "Plates"}, folders=frozenset({"original/none"})
    )
    others = [openbis.add_data_set("RAW_DATA", sample, {"original/x": b"x"}) for _ in range(12)]
    of_experiment = openbis.add_data_set("ATTACHMENT", experiment, {"original/y": b"y"})
    archived = openbis.add_data_set("RAW_DATA", experiment, {"original/old.csv": b"1"}, status="ARCHIVED")
    origins = (known.perm_id, others[3].perm_id)
    derived = openbis.add_data_set("RAW_DATA", experiment, {"original/z": b"z"}, parents=origins)
    named = openbis.add_sample("/LAB/YEAST/NAMED", properties={"$NAME": "Heat shock, wild type"})
    of_named = openbis.add_data_set("RAW_DATA", named, {"original/h": b"h"})
    mother = openbis.add_sample("/LAB/YEAST/MOTHER", type_code="YEAST", properties={"$NAME": "Mother"})
    components = (others[0].perm_id, known.perm_id)
    container = openbis.add_data_set("ATTACHMENT", experiment, kind="CONTAINER", components=components)
    of_sample = frozenset({known.perm_id, *(each.perm_id for each in others)})
    return World(
        sample=sample,
        sample_data_sets=of_sample,
        experiment=experiment,
        experiment_data_sets=of_sample | {of_experiment.perm_id, archived.perm_id, derived.perm_id, container.perm_id},
        inner_sample=sample,
        named_sample=named,
        named_sample_data_sets=frozenset({of_named.perm_id}),
        space=openbis.add_place("/LAB"),
        space_sample=openbis.add_sample("/LAB/BENCH"),
        project=openbis.add_place("/LAB/YEAST"),
        sample_project=openbis.add_place("/LAB/YEAST"),
        empty_sample=openbis.add_sample("/LAB/YEAST/EMPTY"),
        twin=openbis.add_sample("/LAB/YEAST/TWIN"),
        ambiguous_code="TWICE",
        data_set=KnownDataSet(
            perm_id=known.perm_id,
            type_code="RAW_DATA",
            properties={"$NAME": "Plates"},
            sample=sample.identifier,
            files=_FILES,
            folders=("original", "original/plate 1", "original/none"),
        ),
        archived=archived.perm_id,
        derived=derived.perm_id,
        origins=frozenset(origins),
        mother=mother,
        daughter=openbis.add_sample("/LAB/YEAST/DAUGHTER", type_code="YEAST", parents=(mother.perm_id,)),
        container=container.perm_id,
        components=components,
        type=KnownType("MICROSCOPY", "MAGNIFICATION", "$NAME", "STAIN", ("GFP", "DAPI"), "FILE_SUMMARY"),
        bare_type="ATTACHMENT",
        upload_owner=openbis.add_sample("/LAB/YEAST/UPLOADS"),
        upload_type="RAW_DATA",
        several_values=(("SCREENING", "AUTHORS"), ("SCREENING", "LABELS")),
    )
