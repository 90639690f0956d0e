"""A small believable laboratory: yeast under stress, seen through a microscope.

The same every time it is filled in, permIds included. What is odd is odd on purpose: file names, an empty file and an
empty folder, archived data, a container, a link, a data set without a name, a space that only some users may see.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_space, place_sample
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import (
    document,
    growth_curve,
    noise,
    notebook,
    png,
    write,
)
from jupyter_openbis_server.fake_openbis.sample_data.sample_types import add_types
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

EntityT = TypeVar("EntityT", e.Project, e.Experiment, e.Sample)

USERS: Mapping[str, str] = {"admin": "changeit", "alice": "openbis-alice", "bob": "openbis-bob"}
"""The password of each user of the sample laboratory."""

FIRST_DATE = 1_678_874_400_000  # 2023-03-15 10:00 UTC
_DAY = 24 * 3600 * 1000
INSTALLATION_DATE = FIRST_DATE - 30 * _DAY
"""When the server of the sample laboratory was installed."""
_MINUTE = 60_000

IMAGES = "20230315101500001-1001"
ODD_NAMES = "20230315102000002-1002"
EMPTY_PARTS = "20230315102500003-1003"
BIG = "20230315103000004-1004"
ARCHIVED = "20230315103500005-1005"
CONTAINER = "20230315104000006-1006"
LINK = "20230315104500007-1007"
UNNAMED = "20230315105000008-1008"
REPORT = "20230315105500009-1009"
NOTEBOOK = "20230315110000010-1010"
EVERY_TYPE = "20230315110500011-1011"
CALIBRATION = "20230315111000012-1012"
RESTRICTED = "20230315111500013-1013"
SERIES = tuple(f"202303160900000{number:02d}-11{number:02d}" for number in range(1, 14))
"""Thirteen data sets of one sample."""

WILD_TYPE = "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT"
TIME_SERIES = "/YEAST_LAB/GROWTH/TIME_SERIES"
EMPTY_BENCH = "/YEAST_LAB/GROWTH/EMPTY_BENCH"
HEAT_SHOCK = "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK"
CALIBRATIONS = "/YEAST_LAB/GROWTH/CALIBRATIONS"

ODD_FILE_NAMES = (
    "two words.txt", "hash#tag.txt", "100%.txt", "a+b.txt", "why?.txt", "x=1&y=2.txt", "Größe_µm.txt", "it's.txt",
    'so "called".txt', "comma, separated.csv", "semi;colon.txt", "smile 😀.txt", "back\\slash.txt", "no_extension",
    "%41 is not A.txt", "[brackets] {braces}.txt",
)  # fmt: skip


def fill(lab: Laboratory, *, multi_valued: bool = False) -> None:
    """Fill an empty laboratory; with a data set type whose properties take several values, from API 3.7 on."""
    _add_people(lab)
    add_types(lab, "admin", FIRST_DATE, multi_valued=multi_valued)
    _add_places(lab)
    _add_samples(lab)
    _add_data_sets(lab)
    _add_special_data_sets(lab)
    _add_series(lab)


def _add_people(lab: Laboratory) -> None:
    lab.put(e.Person("admin", "Ada", "Min", "admin@yeast.example", registration_date=FIRST_DATE))
    spaces = ["YEAST_LAB", "MATERIALS", "ALICE"]
    lab.put(e.Person("alice", "Alice", "Agar", "alice@yeast.example", "ALICE", spaces, FIRST_DATE))
    lab.put(e.Person("bob", "Bob", "Broth", "bob@yeast.example", None, ["YEAST_LAB", "MATERIALS"], FIRST_DATE))


def _add_places(lab: Laboratory) -> None:
    spaces = {"YEAST_LAB": "Experiments", "MATERIALS": "Strains and reagents", "ALICE": None, "RESTRICTED": "Patents"}
    for code, description in spaces.items():
        add_space(lab, code, description=description, registrator="admin", registration_date=FIRST_DATE)
    projects = "YEAST_LAB/STRESS_RESPONSE YEAST_LAB/GROWTH MATERIALS/STRAINS ALICE/NOTES RESTRICTED/PATENT"
    for number, path in enumerate(projects.split(), 1):
        space, code = path.split("/")
        lab.put(_signed(e.Project(f"20230315100000000-{100 + number}", code, space, leader="alice"), "admin"))
    experiments = {
        HEAT_SHOCK: "Heat shock at 42 °C",
        "/YEAST_LAB/STRESS_RESPONSE/OSMOTIC_SHOCK": "Osmotic shock with 0.4 M NaCl",
        CALIBRATIONS: "Calibration of the plate reader",
        "/MATERIALS/STRAINS/STRAIN_COLLECTION": "All strains",
        "/RESTRICTED/PATENT/FILING": "Patent filing",
    }
    for number, (identifier, name) in enumerate(experiments.items(), 1):
        lab.put(_experiment(lab, identifier, name, f"20230315100100000-{200 + number}"))


def _experiment(lab: Laboratory, identifier: str, name: str, perm_id: str) -> e.Experiment:
    path, _, code = identifier.rpartition("/")
    project = lab.project(path)
    assert project is not None  # noqa: S101 -- added just before
    kind = "COLLECTION" if code.endswith("COLLECTION") else "DEFAULT_EXPERIMENT"
    return _signed(e.Experiment(perm_id, code, project.perm_id, kind, identifier, {"$NAME": name}), "admin")


def _signed(entity: EntityT, user: str) -> EntityT:
    return replace(entity, registrator=user, modifier=user, registration_date=FIRST_DATE, modification_date=FIRST_DATE)


def _add_samples(lab: Laboratory) -> None:
    strains = "/MATERIALS/STRAINS/STRAIN_COLLECTION"
    wild_type = {"$NAME": "BY4741", "GENOTYPE": "MATa his3Δ1 leu2Δ0 met15Δ0 ura3Δ0", "STORAGE": "FREEZER_80"}
    mutant = {"$NAME": "BY4741 hog1Δ", "GENOTYPE": "hog1Δ::kanMX", "STORAGE": "FREEZER_80"}
    _add_sample(lab, 301, "YEAST_1", "YEAST", experiment=strains, properties=wild_type)
    _add_sample(lab, 302, "YEAST_2", "YEAST", experiment=strains, properties=mutant)
    parent: dict[str, Any] = {"experiment": HEAT_SHOCK, "parents": ["/MATERIALS/STRAINS/YEAST_1"]}
    _add_sample(lab, 303, "HEAT_SHOCK_WT", properties={"$NAME": "Heat shock, wild type"}, **parent)
    _add_sample(lab, 304, "HEAT_SHOCK_HOG1", properties={"$NAME": "Heat shock, hog1Δ"}, **parent)
    _add_sample(lab, 305, "TIME_SERIES", project="/YEAST_LAB/GROWTH", properties={"$NAME": "Growth over two weeks"})
    _add_sample(lab, 306, "EMPTY_BENCH", project="/YEAST_LAB/GROWTH", properties={"$NAME": "Nothing measured yet"})
    _add_sample(lab, 307, "IDEAS", "ENTRY", project="/ALICE/NOTES", properties={"$NAME": "Ideas"})


def _add_sample(lab: Laboratory, number: int, code: str, type_code: str = "EXPERIMENTAL_STEP", **fields: Any) -> None:  # noqa: ANN401
    sample = e.Sample(f"20230315100200000-{number}", code, type_code, "", **fields)
    lab.put(_signed(place_sample(lab, sample), "alice"))


def _add_data_sets(lab: Laboratory) -> None:
    images = {f"original/images/field_{number:02d}.png": png(number) for number in range(1, 5)}
    images |= {"original/images/overlay/overlay.png": png(9), "original/intensities.csv": growth_curve(1)}
    images |= {"original/metadata.json": document(microscope="Axio Imager", objective="63x/1.4", unit="µm")}
    names = ("$NAME", "MAGNIFICATION", "EXPOSURE_TIME", "STAIN", "ACQUIRED", "TIME_LAPSE", "FILE_SUMMARY")
    values = ("Wild type, 30 min at 42 °C", "63", "0.25", "GFP", "2023-03-15 10:15:00 +0100", "false", "5 images")
    _add(lab, IMAGES, "MICROSCOPY", images, dict(zip(names, values, strict=True)), sample=WILD_TYPE)
    odd = {f"original/odd names/{name}": f"The file is called {name}\n".encode() for name in ODD_FILE_NAMES}
    odd |= {"original/odd names/Ordner mit Umläuten & Co/été.txt": "l'été\n".encode()}
    _add(lab, ODD_NAMES, "RAW_DATA", odd, {"$NAME": "Odd names"}, sample=WILD_TYPE)
    empty = {"original/empty.txt": b"", "original/empty folder/": b"", "original/notes.txt": b"Nothing to see.\n"}
    _add(lab, EMPTY_PARTS, "ATTACHMENT", empty, {}, sample=WILD_TYPE)
    big = {"original/default/stack.raw": noise(4, 5 * 2**19), "original/default/readme.txt": b"A stack of frames.\n"}
    notes = "Five frames\nof half a mebibyte each"
    _add(lab, BIG, "RAW_DATA", big, {"$NAME": "Raw camera stack", "NOTES": notes}, sample=WILD_TYPE, parents=[IMAGES])
    _add(lab, UNNAMED, "RAW_DATA", {"original/spectrum.csv": growth_curve(8)}, {}, sample=WILD_TYPE)
    report = {"$NAME": "Camera check", "OPERATOR": "Bob", "VERDICT": "PASSED"}
    _add(lab, REPORT, "QUALITY_REPORT", {"original/report.txt": b"All pixels alive.\n"}, report, experiment=HEAT_SHOCK)
    result = {"original/analysis.ipynb": notebook("Intensities", "1 + 1"), "original/result.csv": growth_curve(10)}
    analysis = {"$NAME": "Intensity analysis", "NOTES": "First try", "$HISTORY_ID": "7f3c"}
    _add(lab, NOTEBOOK, "ANALYSIS_NOTEBOOK", result, analysis, sample=WILD_TYPE, parents=[IMAGES, BIG])
    plate = {"original/plate.csv": growth_curve(12, rows=12)}
    _add(lab, CALIBRATION, "RAW_DATA", plate, {"$NAME": "Blank plate"}, experiment=CALIBRATIONS)
    secret = {"original/claims.txt": b"1. A yeast that folds proteins.\n"}
    _add(lab, RESTRICTED, "RAW_DATA", secret, {"$NAME": "Claims"}, experiment="/RESTRICTED/PATENT/FILING")


def _add_special_data_sets(lab: Laboratory) -> None:
    mutant = "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_HOG1"
    tape = {"original/old_stack.raw": noise(5, 70_000)}
    _add(lab, ARCHIVED, "RAW_DATA", tape, {"$NAME": "Stack on tape"}, status="ARCHIVED", sample=mutant)
    components: dict[str, Any] = {"components": [IMAGES, CALIBRATION], "kind": "CONTAINER", "sample": WILD_TYPE}
    _add(lab, CONTAINER, "BUNDLE", {}, {"$NAME": "Figure 1"}, **components)
    _add(lab, LINK, "GIT_REPO", {}, {"$NAME": "Analysis scripts"}, kind="LINK", experiment=HEAT_SHOCK)
    texts = {"INTEGER": "42", "REAL": "6.02e23", "BOOLEAN": "true", "DATE": "2023-03-15"}
    texts |= {"CONTROLLEDVOCABULARY": "DAPI", "TIMESTAMP": "2023-03-15 11:05:00 +0100", "VARCHAR": "a line"}
    texts |= {"MULTILINE_VARCHAR": "two\nlines", "HYPERLINK": "https://yeast.example/?a=1&b=2", "XML": "<a>&amp;</a>"}
    texts |= {"JSON": '{"a": [1, null]}', "SAMPLE": "20230315100200000-301", "MATERIAL": "YEAST_EXTRACT (BUFFER)"}
    every: dict[str, e.PropertyValue] = {f"ANY_{data_type}": text for data_type, text in texts.items()}
    every |= {"$NAME": "One of each", "ANY_ARRAY_INTEGER": ["1", "2"], "ANY_ARRAY_STRING": ["a", "b"]}
    table = {"original/DEFAULT/values.csv": growth_curve(11)}
    _add(lab, EVERY_TYPE, "CHARACTERISATION", table, every, sample=mutant)


def _add_series(lab: Laboratory) -> None:
    for day, perm_id in enumerate(SERIES, 1):
        curve = {f"original/day_{day:02d}.csv": growth_curve(20 + day, lag=1 + day / 10)}
        _add(lab, perm_id, "RAW_DATA", curve, {"$NAME": f"Growth, day {day}"}, sample=TIME_SERIES)


def _add(
    lab: Laboratory,
    perm_id: str,
    type_code: str,
    files: dict[str, bytes],
    properties: Mapping[str, e.PropertyValue],
    status: str = "AVAILABLE",
    **fields: Any,  # noqa: ANN401 -- those of DataSet
) -> None:
    """Add a data set with its files."""
    date = FIRST_DATE + len(lab.data_sets) * _MINUTE
    if files:
        size = write(lab.store_path(perm_id), files)
        fields["physical_data"] = e.PhysicalData(
            perm_id, size=size, status=status, present_in_archive=status == "ARCHIVED"
        )
    people = {"registrator": "alice", "modifier": "alice", "registration_date": date, "modification_date": date}
    add_data_set(lab, type_code, perm_id=perm_id, properties=dict(properties), **people, **fields)
