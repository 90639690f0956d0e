"""Items of HDF5 files, also hostile ones. They are read in this process."""

import io
from pathlib import Path

import h5py
import numpy as np
import pytest

from jupyter_openbis_server.adapters.previews.hdf5 import read_item
from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode
from tests.support.image_files import Bytes, hdf5


def remote(content: bytes) -> RemoteBytes:
    file = Bytes(content)
    return RemoteBytes(file.read, file.size, 64 << 20)


def written(fill, **options: str) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    with h5py.File(out, "w", **options) as file:
        fill(file)
    return out.getvalue()


@pytest.mark.parametrize("user_block", [0, 512, 4096])
def test_members_of_a_group_are_listed(user_block: int) -> None:
    found = read_item(remote(hdf5(user_block=user_block)), "/entry", ())
    assert (found["kind"], found["memberCount"], found["attributes"]) == ("group", 4, [("NX_class", "NXentry", None)])
    assert found["members"] == [
        {"name": "external", "kind": "link", "target": "/etc/passwd:/x"},
        {"name": "loop", "kind": "group"},
        {"name": "soft", "kind": "link", "target": "/entry/stack"},
        {"name": "stack", "kind": "dataset", "shape": [3, 100, 70], "dtype": "float64"},
    ]


@pytest.mark.parametrize(
    ("path", "fields", "rows"),
    [
        ("/names", [], [["a"], ["ß"]]),
        ("/table", ["n", "v"], [["1", "2.5"], ["3", "4.5"]]),
        ("/number", [], [["3"]]),
    ],
)
def test_values_are_texts(path: str, fields: list[str], rows: list[list[str]]) -> None:
    values = read_item(remote(hdf5()), path, ())["values"]
    assert (values["fields"], values["rows"]) == (fields, rows)


def test_part_of_a_dataset_is_read() -> None:
    values = read_item(remote(hdf5()), "/entry/stack", (2, 90, 60))["values"]
    assert (values["start"], len(values["rows"]), len(values["rows"][0])) == ([2, 90, 60], 10, 10)
    assert values["rows"][0][0] == f"{(2 * 7000 + 90 * 70 + 60) * 0.5:.7g}"
    assert read_item(remote(hdf5()), "/entry/stack", (10**18, 10**18))["values"]["start"] == [2, 99, 0]


@pytest.mark.parametrize("path", ["/entry/soft", "/entry/external", "/entry/external/x", "/entry/soft/x"])
def test_links_are_not_followed(path: str) -> None:
    with pytest.raises(NoPreview):
        read_item(remote(hdf5()), path, ())


def test_recursive_groups_end() -> None:
    assert read_item(remote(hdf5()), "/entry" + "/loop" * 60, ())["kind"] == "group"
    with pytest.raises(NoPreview, match="too deep"):
        read_item(remote(hdf5()), "/entry" + "/loop" * 100, ())


def test_values_in_other_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"0123456789abcdef")

    def fill(file: h5py.File) -> None:
        file.create_dataset("outside", (2,), "f8", external=[(str(secret), 0, 16)])
        layout = h5py.VirtualLayout(shape=(2,), dtype="f8")
        layout[:] = h5py.VirtualSource(str(secret), "x", shape=(2,))
        file.create_virtual_dataset("virtual", layout)

    for name in ("outside", "virtual"):
        found = read_item(remote(written(fill)), f"/{name}", ())
        assert (found["values"], found["remark"]) == (None, ReasonCode.OTHER_FILES)


def test_large_blocks_are_not_read() -> None:
    def fill(file: h5py.File) -> None:
        file.create_dataset("bomb", (1 << 34,), "f8", chunks=(1 << 27,), compression="gzip")

    assert read_item(remote(written(fill)), "/bomb", ())["remark"] is ReasonCode.LARGE_BLOCKS


def test_long_lists_are_cut() -> None:
    def fill(file: h5py.File) -> None:
        for number in range(1200):
            file.create_group(f"group {number}")
        file.attrs["long"] = np.arange(5000)
        file.attrs["text"] = "x" * 5000

    found = read_item(remote(written(fill)), "/", ())
    assert (found["memberCount"], len(found["members"])) == (1200, 1000)
    assert all(len(value) < 500 for _, value, _ in found["attributes"])


def test_long_values_of_attributes_are_not_read() -> None:
    def fill(file: h5py.File) -> None:
        group = file.create_group("group", track_order=True)
        group.attrs["long"] = np.zeros(9000)

    file = written(fill, libver="latest")
    assert read_item(remote(file), "/group", ())["attributes"] == [("long", None, ReasonCode.LONG_VALUE)]


@pytest.mark.parametrize("kept", [0, 8, 96, 800, 3000])
def test_truncated_file_is_an_error(kept: int) -> None:
    with pytest.raises((NoPreview, OSError, RuntimeError, KeyError)):  # `__main__` gives the reason
        read_item(remote(hdf5()[:kept]), "/entry/stack", ())
