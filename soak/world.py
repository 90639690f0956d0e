"""The servers: an openBIS with users and data sets, and a Jupyter server with a connection for each user."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH, USERS
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

OWNER = EMPTY_BENCH
"""The sample that owns all data sets."""
TYPE = "ATTACHMENT"

_PROJECT = "/YEAST_LAB/GROWTH"
LARGE_FOLDER = "original/many"
_LARGE = 5_000
"""Files of one data set: enough that a leak of some dozens of lists is measurable in the server's memory."""

_MIB = 1024 * 1024
_SIZES = (0, 1, 500, 20_000, 300_000, 2 * _MIB)
_SHAPES = ((1, 1), (3, 4), (25, 3), (150, 2))
"""Pairs: number of files of a data set, and index of the largest size."""


@dataclass(frozen=True)
class World:
    """Both servers and their folders.

    Attributes:
        sources: PermId to path to content of all data sets that are downloaded.
        root: Jupyter's root folder.
        temporary: Jupyter's folder for temporary files.
        mounts: Where each user's data store is mounted; None if this computer cannot mount.
        large: PermId of a data set of thousands of files whose downloads all fail.
        owners: User to permId of the sample whose files the user changes.
    """

    openbis: FakeOpenbis
    jupyter: Jupyter
    sources: Mapping[str, Mapping[str, bytes]]
    root: Path
    temporary: Path
    mounts: Path | None = None
    large: str = ""
    owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def users(self) -> Sequence[str]:
        """Each has a connection of the same name."""
        return tuple(USERS)


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Start both servers in a temporary folder, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="jupyter-openbis-soak-") as name:
        folder = Path(name).resolve()
        folders = [folder / each for each in ("root", "config", "temporary", "mounts")]
        for each in folders:
            each.mkdir()
        root, config, temporary, mounts = folders
        settings = ServerSettings("3.7", afs="listed")
        with FakeOpenbis(folder / "openbis", tls=True, users=USERS, sftp=True, settings=settings) as openbis:
            owners = {user: _sample(openbis, user) for user in USERS}
            sources = _data_sets(openbis, random.Random(seed))  # noqa: S311 - no secrets
            (config / "openbis-connections.yaml").write_text(_connection_file(openbis, mounts))
            options = ["--OpenbisExtension.connect_timeout=2", "--OpenbisExtension.read_timeout=5"]
            with jupyter_server(folder, root, config, options, {"TMPDIR": str(temporary)}) as jupyter:
                mount_folder = mounts if _can_mount() else None
                large = _large_data_set(openbis)
                yield World(openbis, jupyter, sources, root, temporary, mount_folder, large, owners)


def _sample(openbis: FakeOpenbis, user: str) -> str:
    return add_sample(openbis.laboratory, f"FILES_OF_{user.upper()}", "ENTRY", project=_PROJECT).perm_id


def _can_mount() -> bool:
    return shutil.which("sshfs") is not None and os.access("/dev/fuse", os.R_OK | os.W_OK)


def _connection_file(openbis: FakeOpenbis, mounts: Path) -> str:
    entries = (
        f"  - name: {user}\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n"
        f"    username: {user}\n    password: {password}\n"
        f"    mount: {{port: {openbis.sftp.port}, mountpoint: {mounts / user}}}\n"
        for user, password in USERS.items()
    )
    return "connections:\n" + "".join(entries)


def _data_sets(openbis: FakeOpenbis, chance: random.Random) -> dict[str, dict[str, bytes]]:
    lab, sources = openbis.laboratory, {}
    (owner,) = lab.samples.find("identifier", OWNER)
    for files, sizes in _SHAPES * 2:
        contents = {f"original/{number}/some file {number}.bin": _content(chance, sizes) for number in range(files)}
        perm_id = lab.new_perm_id()
        physical = PhysicalData(perm_id, size=write(lab.store_path(perm_id), contents))
        add_data_set(lab, TYPE, perm_id=perm_id, sample=owner.perm_id, physical_data=physical)
        sources[perm_id] = contents
    big = lab.new_perm_id()
    sources[big] = {"original/big.bin": chance.randbytes(12 * _MIB)}
    physical = PhysicalData(big, size=write(lab.store_path(big), sources[big]))
    add_data_set(lab, TYPE, perm_id=big, sample=owner.perm_id, physical_data=physical)
    return sources


def _large_data_set(openbis: FakeOpenbis) -> str:
    lab, perm_id = openbis.laboratory, openbis.laboratory.new_perm_id()
    (owner,) = lab.samples.find("identifier", OWNER)
    size = write(lab.store_path(perm_id), {f"{LARGE_FOLDER}/image {number}.tiff": b"" for number in range(_LARGE)})
    physical = PhysicalData(perm_id, size=size)
    add_data_set(lab, TYPE, perm_id=perm_id, sample=owner.perm_id, physical_data=physical)
    return perm_id


def _content(chance: random.Random, sizes: int) -> bytes:
    return chance.randbytes(chance.choice(_SIZES[: sizes + 1]))
