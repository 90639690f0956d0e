"""Samples with a property of each data type, in both fakes of openBIS, for tests of searches."""

from collections.abc import Mapping

from jupyter_openbis_server.domain.properties.entity_type import VocabularyTerm
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.fake_openbis import Laboratory
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis

TYPE = "SEARCHED"
PROPERTY_TYPES = (
    PropertyType("SEARCH_COUNT", "Count", "INTEGER"),
    PropertyType("SEARCH_WEIGHT", "Weight", "REAL"),
    PropertyType("SEARCH_DAY", "Day", "DATE"),
    PropertyType("SEARCH_TIME", "Time", "TIMESTAMP"),
    PropertyType("SEARCH_DONE", "Done", "BOOLEAN"),
    PropertyType("SEARCH_NOTE", "Note", "VARCHAR"),
    PropertyType("SEARCH_LINES", "Lines", "MULTILINE_VARCHAR"),
    PropertyType("SEARCH_MANY", "Many", "INTEGER", multi_value=True),
    PropertyType(
        "SEARCH_STAIN",
        "Stain",
        "CONTROLLEDVOCABULARY",
        terms=(VocabularyTerm("GFP", "Green protein", ordinal=1), VocabularyTerm("DAPI", ordinal=2)),
    ),
)
SAMPLES: Mapping[str, Mapping[str, PropertyValue]] = {
    "SEARCHED_A": {
        "SEARCH_COUNT": "9",
        "SEARCH_WEIGHT": "1.5",
        "SEARCH_DAY": "2024-02-28",
        "SEARCH_TIME": "2024-02-28 23:30:00 +0000",
        "SEARCH_DONE": "true",
        "SEARCH_NOTE": "Heat (shock) 50%",
        "SEARCH_STAIN": "GFP",
        "SEARCH_MANY": ("1", "20"),
    },
    "SEARCHED_B": {
        "SEARCH_COUNT": "10",
        "SEARCH_WEIGHT": "-2e3",
        "SEARCH_DAY": "2024-02-29",
        "SEARCH_TIME": "2024-02-29 12:00:00 +0100",
        "SEARCH_DONE": "false",
        "SEARCH_NOTE": '"quoted"',
        "SEARCH_STAIN": "DAPI",
        "SEARCH_MANY": ("3",),
    },
    "SEARCHED_C": {"SEARCH_COUNT": "100", "SEARCH_DAY": "2024-03-01", "SEARCH_LINES": "heat\nshock"},
    "SEARCHED_D": {},
}
"""Codes and properties; the codes end with a letter that is used by tests."""


def fill_memory(openbis: MemoryOpenbis) -> None:
    """Add the samples to the project /LAB/YEAST."""
    for type_ in PROPERTY_TYPES:
        openbis.add_property_type(type_)
    for code, properties in SAMPLES.items():
        openbis.add_sample(f"/LAB/YEAST/{code}", type_code=TYPE, properties=properties)


def fill_laboratory(lab: Laboratory) -> None:
    """Add the samples to the project /YEAST_LAB/GROWTH."""
    for type_ in PROPERTY_TYPES:
        vocabulary = f"{type_.code}S" if type_.terms else None
        if vocabulary:
            terms = [e.VocabularyTerm(each.code, each.label, ordinal=each.ordinal) for each in type_.terms]
            lab.put(e.Vocabulary(vocabulary, terms=terms))
        kept = e.PropertyType(type_.code, type_.data_type, type_.label or "", multi_value=type_.multi_value)
        lab.put(e.PropertyType(**{**vars(kept), "vocabulary": vocabulary}))
    assignments = [e.PropertyAssignment(each.code) for each in PROPERTY_TYPES]
    lab.put(e.EntityType("SAMPLE", TYPE, assignments=assignments))
    for code, properties in SAMPLES.items():
        stored = {name: value if isinstance(value, str) else list(value) for name, value in properties.items()}
        add_sample(lab, code, TYPE, project="/YEAST_LAB/GROWTH", properties=stored)
