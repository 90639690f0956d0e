"""Rules by which files and folders become data sets."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.sync.data_sets.rules import DataSetRules, Each, property_values, units_of
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Stamp


def entries(*paths: str, size: int = 1) -> dict[str, LocalEntry]:
    files = {path: LocalEntry(path, Stamp(size, 1, 1, 1)) for path in paths}
    folders = {path.rpartition("/")[0] for path in paths if "/" in path}
    return {**{path: LocalEntry(path) for path in folders}, **files}


def rules(**how: object) -> DataSetRules:
    return DataSetRules("RAW_DATA", **how)  # type: ignore[arg-type]


def paths(found: dict[str, LocalEntry], how: DataSetRules) -> dict[str, tuple[str, ...]]:
    return {unit.path: unit.sources for unit in units_of(found, how) if not unit.lacks_sidecar}


def test_each_file_is_one_data_set() -> None:
    assert paths(entries("b.csv", "run/a.csv"), rules()) == {"b.csv": ("b.csv",), "run/a.csv": ("run/a.csv",)}


def test_each_folder_is_one_data_set_and_files_beside_are_none() -> None:
    found = entries("b.csv", "run/a.csv", "run/deep/c.csv", "other/d")
    assert paths(found, rules(each=Each.FOLDER)) == {"other": ("other",), "run": ("run",)}


def test_what_does_not_fit_the_pattern_is_left_out() -> None:
    assert list(paths(entries("a.csv", "b.raw"), rules(pattern=r"\.csv$"))) == ["a.csv"]


def test_a_file_waits_for_its_sidecar_which_is_none_of_its_own() -> None:
    found = entries("a.csv", "a.csv.json", "b.csv", "other.json")
    how = rules(sidecar="{name}.json")
    assert paths(found, how) == {"a.csv": ("a.csv", "a.csv.json")}
    assert [unit.path for unit in units_of(found, how) if unit.lacks_sidecar] == ["b.csv", "other.json"]


def test_places_are_filled_with_names_and_groups() -> None:
    how = rules(
        properties={"$NAME": "{stem} of {folder}", "PATH": "{path}", "PLATE": "P{plate}", "PLAIN": "{}"},
        pattern=r"plate (?P<plate>\d+)",
    )
    (unit,) = units_of(entries("plate 7/curve.csv"), how)
    assert property_values(unit, how, lambda _: b"") == {
        "$NAME": "curve of plate 7",
        "PATH": "plate 7/curve.csv",
        "PLATE": "P7",
        "PLAIN": "{}",
    }


def test_values_are_texts_and_no_templates() -> None:
    how = rules(properties={"$NAME": "{name}"})
    (unit,) = units_of(entries("{path}"), how)
    assert property_values(unit, how, lambda _: b"") == {"$NAME": "{path}"}


def test_the_sidecar_takes_precedence() -> None:
    how = rules(properties={"A": "1", "B": "2"}, sidecar="{name}.json")
    (unit,) = units_of(entries("a", "a.json"), how)
    assert property_values(unit, how, lambda _: b'{"B": 3, "C": [4]}') == {"A": "1", "B": 3, "C": [4]}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"[" * 100_000, b"\xff"])
def test_a_sidecar_that_cannot_be_read_is_named(content: bytes) -> None:
    how = rules(sidecar="{name}.json")
    (unit,) = units_of(entries("a", "a.json"), how)
    with pytest.raises(InvalidInput, match=r"a\.json is no JSON object"):
        property_values(unit, how, lambda _: content)


def test_a_large_sidecar_is_not_read() -> None:
    how = rules(sidecar="{name}.json")
    (unit,) = units_of(entries("a", "a.json", size=2 * 1024 * 1024), how)
    with pytest.raises(InvalidInput, match="too large"):
        property_values(unit, how, lambda _: b"{}")


@pytest.mark.parametrize("how", [{"properties": {"A": "{nme}"}}, {"sidecar": "{plate}"}, {"pattern": "("}])
def test_wrong_rules_are_refused(how: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        rules(**how)
