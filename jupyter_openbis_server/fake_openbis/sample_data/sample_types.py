"""Types, properties and vocabularies of the sample laboratory."""

from dataclasses import replace

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

DATA_TYPES = (
    "INTEGER", "VARCHAR", "MULTILINE_VARCHAR", "REAL", "TIMESTAMP", "BOOLEAN", "CONTROLLEDVOCABULARY", "MATERIAL",
    "HYPERLINK", "XML", "SAMPLE", "DATE", "JSON", "ARRAY_INTEGER", "ARRAY_REAL", "ARRAY_STRING", "ARRAY_TIMESTAMP",
)  # fmt: skip
"""All data types of openBIS (openbis-protocol 3.6); JSON and the arrays came after API 3.5."""

_VOCABULARIES: dict[str, tuple[str, dict[str, str | None]]] = {
    "STAIN": ("Fluorescent stains", {"DAPI": "DAPI (DNA)", "GFP": "GFP", "MCHERRY": "mCherry", "NONE": "unstained"}),
    "VERDICT": ("Outcome of a quality check", {"PASSED": "passed", "FAILED": "failed", "PENDING": "still open"}),
    "STORAGE": ("Where a sample is kept", {"FREEZER_80": "-80 °C freezer", "FRIDGE": "4 °C fridge", "SHELF": None}),
}

_PROPERTIES = (
    # code, data type, label, vocabulary
    ("$NAME", "VARCHAR", "Name", None),
    ("$HISTORY_ID", "VARCHAR", "History ID", None),
    ("NOTES", "MULTILINE_VARCHAR", "Notes", None),
    ("OPERATOR", "VARCHAR", "Operator", None),
    ("VERDICT", "CONTROLLEDVOCABULARY", "Verdict", "VERDICT"),
    ("STAIN", "CONTROLLEDVOCABULARY", "Stain", "STAIN"),
    ("STORAGE", "CONTROLLEDVOCABULARY", "Stored in", "STORAGE"),
    ("MAGNIFICATION", "INTEGER", "Magnification", None),
    ("EXPOSURE_TIME", "REAL", "Exposure time [s]", None),
    ("ACQUIRED", "TIMESTAMP", "Acquired at", None),
    ("TIME_LAPSE", "BOOLEAN", "Time lapse", None),
    ("GENOTYPE", "VARCHAR", "Genotype", None),
    ("FILE_SUMMARY", "VARCHAR", "Summary of the files (computed)", None),
)

_DATA_SET_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "RAW_DATA": ("Files as an instrument wrote them", ("$NAME", "NOTES")),
    "MICROSCOPY": (
        "Images of a microscope",
        ("$NAME", "MAGNIFICATION!", "EXPOSURE_TIME", "STAIN", "ACQUIRED", "TIME_LAPSE", "FILE_SUMMARY@FILE_SUMMARY"),
    ),
    "ANALYSIS_NOTEBOOK": ("Results of a Jupyter notebook", ("$NAME", "NOTES", "$HISTORY_ID")),
    "QUALITY_REPORT": ("Report of a quality check", ("$NAME!", "OPERATOR!", "VERDICT!", "NOTES@NOTE_TEMPLATES")),
    "ATTACHMENT": ("Anything else; has no properties", ()),
    "BUNDLE": ("Data sets that belong together", ("$NAME",)),
    "GIT_REPO": ("Repository kept somewhere else", ("$NAME", "NOTES")),
}

_PLUGINS: dict[str, tuple[e.PluginType, str, str]] = {
    "FILE_SUMMARY": ("DYNAMIC_PROPERTY", "Counts the files", "def calculate():\n    return str(len(entity.files()))\n"),
    "NOTE_TEMPLATES": ("MANAGED_PROPERTY", "Offers texts for notes", "def configureUI():\n    pass\n"),
}

_SAMPLE_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "YEAST": ("Yeast strain", ("$NAME", "GENOTYPE", "STORAGE")),
    "EXPERIMENTAL_STEP": ("Step of an experiment", ("$NAME", "NOTES")),
    "ENTRY": ("Page of a notebook", ("$NAME", "NOTES")),
}

_EXPERIMENT_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "DEFAULT_EXPERIMENT": ("Experiment", ("$NAME", "NOTES")),
    "COLLECTION": ("Collection of samples", ("$NAME",)),
}


_MULTI_VALUED = (
    # code, data type, label, vocabulary
    ("AUTHORS", "VARCHAR", "Authors", None),
    ("STAINS", "CONTROLLEDVOCABULARY", "Stains", "STAIN"),
    ("WAVELENGTHS", "INTEGER", "Wavelengths [nm]", None),
    ("STRAINS", "SAMPLE", "Strains", None),
)
SEVERAL_VALUES = "SCREENING"
"""The data set type whose properties take several values."""


def add_types(lab: Laboratory, registrator: str, date: int, *, multi_valued: bool = False) -> None:
    """Add all types and what they are made of.

    Args:
        lab: Where to.
        registrator: User id of the person who registers them.
        date: When, in milliseconds since 1970 UTC.
        multi_valued: Whether there are properties with several values.
    """
    for code, (description, terms) in _VOCABULARIES.items():
        lab.put(_vocabulary(code, description, terms, registrator, date))
    for code, data_type, label, vocabulary in _PROPERTIES:
        lab.put(_property(code, data_type, label, vocabulary, registrator, date))
    several = _MULTI_VALUED if multi_valued else ()
    for code, data_type, label, vocabulary in several:
        lab.put(replace(_property(code, data_type, label, vocabulary, registrator, date), multi_value=True))
    for data_type in DATA_TYPES:
        vocabulary = "STAIN" if data_type == "CONTROLLEDVOCABULARY" else None
        label = f"Of type {data_type.lower().replace('_', ' ')}"
        lab.put(_property(f"ANY_{data_type}", data_type, label, vocabulary, registrator, date))
    data_set_types = {**_DATA_SET_TYPES, "CHARACTERISATION": ("One property of each data type", _ANY)}
    if several:
        codes = ("$NAME", "AUTHORS!", "STAINS", "WAVELENGTHS", "STRAINS")
        data_set_types[SEVERAL_VALUES] = ("Screen of several strains", codes)
    kinds: tuple[tuple[e.EntityKind, dict[str, tuple[str, tuple[str, ...]]]], ...] = (
        ("DATA_SET", data_set_types),
        ("SAMPLE", _SAMPLE_TYPES),
        ("EXPERIMENT", _EXPERIMENT_TYPES),
    )
    for kind, types in kinds:
        for code, (description, properties) in types.items():
            assignments = [_assignment(place, wanted, registrator, date) for place, wanted in enumerate(properties, 1)]
            lab.put(e.EntityType(kind, code, description, assignments, modification_date=date))

    _add_plugins(lab, registrator, date)


def _add_plugins(lab: Laboratory, registrator: str, date: int) -> None:
    for name, (plugin_type, description, script) in _PLUGINS.items():
        plugin = e.Plugin(name, plugin_type, ["DATA_SET"], script, description)
        lab.put(replace(plugin, registrator=registrator, registration_date=date))


_ANY = ("$NAME", *(f"ANY_{data_type}" for data_type in DATA_TYPES))


def _vocabulary(code: str, description: str, terms: dict[str, str | None], registrator: str, date: int) -> e.Vocabulary:
    return e.Vocabulary(
        code,
        description,
        [
            e.VocabularyTerm(term, label, ordinal=place, registrator=registrator, registration_date=date)
            for place, (term, label) in enumerate(terms.items(), 1)
        ],
        registrator=registrator,
        registration_date=date,
        modification_date=date,
    )


def _property(
    code: str, data_type: str, label: str, vocabulary: str | None, registrator: str, date: int
) -> e.PropertyType:
    return e.PropertyType(
        code,
        data_type,
        label,
        description=label,
        vocabulary=vocabulary,
        managed_internally=code.startswith("$"),
        widget="Word Processor" if data_type == "MULTILINE_VARCHAR" else None,  # as in the types of the ELN
        registrator=registrator,
        registration_date=date,
    )


def _assignment(place: int, wanted: str, registrator: str, date: int) -> e.PropertyAssignment:
    """Return the assignment of a property, written as its code.

    ``!`` behind the code makes a value mandatory; ``@`` and a name stand for a plugin.
    """
    name, _, plugin = wanted.partition("@")
    code = name.rstrip("!")
    return e.PropertyAssignment(
        code,
        mandatory=name.endswith("!"),
        section="General",
        ordinal=place,
        plugin=plugin or None,
        registrator=registrator,
        registration_date=date,
    )
