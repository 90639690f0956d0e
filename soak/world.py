"""The servers: an openBIS with some users and data sets, and a Jupyter server that has a connection for each user."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.sample_data import EMPTY_BENCH, USERS
from jupyter_openbis_server.fake_openbis.sample_files import write

OWNER = EMPTY_BENCH
"""The sample to which everything belongs."""
TYPE = "ATTACHMENT"

_MIB = 1024 * 1024
_SIZES = (0, 1, 500, 20_000, 300_000, 2 * _MIB)
_SHAPES = ((1, 1), (3, 4), (25, 3), (150, 2))
"""How many files a data set has, and up to which of the sizes."""


@dataclass(frozen=True)
class World:
    """Both servers, and the folders they work in.

    Attributes:
        sources: PermId to path to content of all data sets that are downloaded.
        root: Jupyter's root folder.
        temporary: Jupyter's folder for temporary files.
        mounts: Where each user's data store is mounted; None where this computer cannot mount.
    """

    openbis: FakeOpenbis
    jupyter: Jupyter
    sources: Mapping[str, Mapping[str, bytes]]
    root: Path
    temporary: Path
    mounts: Path | None = None

    @property
    def users(self) -> Sequence[str]:
        """Each has a connection of the same name."""
        return tuple(USERS)


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Start both servers in a temporary folder; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jupyter-openbis-soak-") as name:
        folder = Path(name).resolve()
        places = [folder / each for each in ("root", "config", "temporary", "mounts")]
        for each in places:
            each.mkdir()
        root, config, temporary, mounts = places
        with FakeOpenbis(folder / "openbis", tls=True, users=USERS, sftp=True) as openbis:
            sources = _data_sets(openbis, random.Random(seed))  # noqa: S311 - no secrets
            (config / "openbis-connections.yaml").write_text(_connection_file(openbis, mounts))
            options = ["--OpenbisExtension.connect_timeout=2", "--OpenbisExtension.read_timeout=5"]
            with jupyter_server(folder, root, config, options, {"TMPDIR": str(temporary)}) as jupyter:
                yield World(openbis, jupyter, sources, root, temporary, mounts if _can_mount() else None)


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


def _content(chance: random.Random, sizes: int) -> bytes:
    return chance.randbytes(chance.choice(_SIZES[: sizes + 1]))
