"""The HDF5 file of the demo. `python -m tests.support.sample_hdf5` writes it again."""

from __future__ import annotations

import io
from pathlib import Path

import h5py
import numpy as np

from jupyter_openbis_server.fake_openbis import sample_data

FILE = Path(sample_data.__file__).with_name("bleaching.h5")
FRAMES, SIDE = 6, 24


def content() -> bytes:
    """Frames of a bleaching cell, and the curve of its brightness, as NeXus names them."""
    out = io.BytesIO()
    with h5py.File(out, "w", track_order=False) as file:
        file.attrs["default"] = "entry"
        entry = file.create_group("entry")
        entry.attrs["NX_class"] = "NXentry"
        entry["title"] = "Bleaching of GFP, wild type"
        instrument = entry.create_group("instrument")
        instrument["exposure"] = 0.25
        instrument["exposure"].attrs["units"] = "s"
        seconds = np.arange(FRAMES) * 30.0
        brightness = np.exp(-seconds / 80)
        across = np.exp(-((np.arange(SIDE) - SIDE / 2) ** 2) / 40)
        frames = (100 + 3800 * brightness[:, None, None] * np.outer(across, across)).astype(np.uint16)
        data = entry.create_group("data")
        data.create_dataset("frames", data=frames, compression="gzip", chunks=(1, SIDE, SIDE))
        data["time"] = seconds
        data["time"].attrs["units"] = "s"
        data["brightness"] = brightness
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(content())
