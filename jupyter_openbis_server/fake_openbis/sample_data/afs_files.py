"""Files in AFS of the sample laboratory: those of one sample and of one experiment."""

import os
from pathlib import Path

from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import FIRST_DATE, HEAT_SHOCK, WILD_TYPE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import document, growth_curve, png, write
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

OF_SAMPLE = {
    "protocol.txt": b"1. Grow to an OD of 0.5.\n2. Shift to 42 degrees for 30 minutes.\n",
    "settings.json": document(microscope="Axio Imager", exposure_ms=250),
    "empty.txt": b"",
    "empty folder/": b"",
    "images/overview.png": png(21),
    "images/.afs/overview.png-preview.jpg": Path(__file__).with_name("overview-preview.jpg").read_bytes(),
    "images/Größe 10 µm.png": png(22),
    "Messungen vom März/Übersicht.csv": growth_curve(31),
}
"""Content by path; a path that ends with ``/`` is an empty folder.

The hidden folder holds the preview of one image, as if a client had asked for it: it is there without Pillow, too.
"""
OF_EXPERIMENT = {"plan.txt": b"Three strains, three temperatures.\n", "raw data/plate 1.csv": growth_curve(32)}


def add_afs_sample_files(lab: Laboratory) -> None:
    """Add them to a laboratory that is filled with the sample data."""
    for owner, files in ((lab.sample(WILD_TYPE), OF_SAMPLE), (lab.experiment(HEAT_SHOCK), OF_EXPERIMENT)):
        assert owner is not None  # noqa: S101 -- part of the sample data
        _add(lab, owner, files)


def _add(lab: Laboratory, owner: e.Sample | e.Experiment, files: dict[str, bytes]) -> None:
    folder = lab.afs_path(owner.perm_id)
    write(folder, files)
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (FIRST_DATE / 1000, FIRST_DATE / 1000))
    dates = {"registration_date": FIRST_DATE, "modification_date": FIRST_DATE}
    add_afs_files(lab, owner, registrator="alice", modifier="alice", **dates)
