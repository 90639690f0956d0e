"""Test data in the fake openBIS, and helpers to read files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_project, add_sample, add_space
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

USER = "walker"
PASSWORD = "right password"
IDENTIFIER = "/LEGACY/CLIENTS/SEVEN"
EMPTY_IDENTIFIER = "/LEGACY/CLIENTS/NOTHING"
UPLOADS_IDENTIFIER = "/LEGACY/CLIENTS/UPLOADS"
UNKNOWN_IDENTIFIER = "/LEGACY/CLIENTS/UNKNOWN"
UNKNOWN_PERM_ID = "20200101000000000-404"


def add_samples(laboratory: Laboratory) -> None:
    """Add a sample with seven data sets, which are two pages of the clients', one to be left empty, one to fill."""
    add_space(laboratory, "LEGACY")
    project = add_project(laboratory, "LEGACY", "CLIENTS")
    for identifier in (IDENTIFIER, EMPTY_IDENTIFIER, UPLOADS_IDENTIFIER):
        add_sample(laboratory, identifier.rpartition("/")[2], "ENTRY", project=project.perm_id)
    for number in range(1, 8):
        _add_data_set(laboratory, number)


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of a data set below a folder by its path there; without the manifest."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".openbis-dataset.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def data_sets_of(laboratory: Laboratory, identifier: str) -> set[str]:
    """Return the permIds of the data sets of a sample."""
    sample = laboratory.sample(identifier)
    assert sample is not None
    return {data_set.perm_id for data_set in laboratory.data_sets.find("sample", sample.perm_id)}


def _add_data_set(laboratory: Laboratory, number: int) -> None:
    data_set = add_data_set(laboratory, "RAW_DATA", sample=IDENTIFIER, properties={"$NAME": f"Run {number}"})
    contents = {
        "results.csv": f"run,value\n{number},0.5\n".encode(),
        "empty.txt": b"",
        "images/Größe 1 & 2 #3.tif": bytes(range(256)) * 512 * number,
    }
    for path, content in contents.items():
        file = laboratory.store_path(data_set.perm_id) / "original" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    size = sum(map(len, contents.values()))
    laboratory.put(replace(data_set, physical_data=PhysicalData(location=data_set.perm_id, size=size)))
