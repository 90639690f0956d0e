"""The files of the demo that are shown large."""

import io
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content
from jupyter_openbis_server.fake_openbis.sample_data.large_previews import (
    FOCUS_STACK,
    PAGES,
    SIDE,
    add_large_previews,
    tiff_stack,
)
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from tests.support import sample_hdf5

BRIGHT = 3000
"""A grey value that only cells in focus have."""


@pytest.fixture
def lab(tmp_path: Path) -> Laboratory:
    laboratory = Laboratory(tmp_path)
    laboratory_content.fill(laboratory)
    add_large_previews(laboratory)
    return laboratory


def test_a_data_set_of_the_sample_has_both_files(lab: Laboratory):
    data_set = lab.data_set(FOCUS_STACK)
    assert lab.sample(laboratory_content.WILD_TYPE).perm_id == data_set.sample
    files = [each for each in lab.store_path(FOCUS_STACK).rglob("*") if each.is_file()]
    assert {each.name for each in files} == {"focus_stack.tif", "bleaching.h5"}
    assert sum(each.stat().st_size for each in files) == data_set.physical_data.size


def test_the_stack_is_sharpest_in_the_middle():
    content = tiff_stack(14)
    assert content == tiff_stack(14)
    brightest = []
    with Image.open(io.BytesIO(content)) as image:
        assert (image.n_frames, image.size, image.mode) == (PAGES, (SIDE, SIDE), "I;16")
        for page in range(PAGES):
            image.seek(page)
            brightest.append((np.asarray(image) > BRIGHT).sum())
    assert max(brightest) == brightest[PAGES // 2] > min(brightest)


def test_the_hdf5_file_is_what_the_script_makes():
    with h5py.File(sample_hdf5.FILE) as kept, h5py.File(io.BytesIO(sample_hdf5.content())) as made:
        names: list[str] = []
        made.visit(names.append)
        assert "entry/data/frames" in names
        datasets = [name for name in names if isinstance(made[name], h5py.Dataset)]
        assert all(np.array_equal(kept[name][()], made[name][()]) for name in datasets)
        assert kept["entry/data/frames"].dtype == "uint16"
