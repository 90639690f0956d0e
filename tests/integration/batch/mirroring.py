"""Many small data sets in a fake openBIS, and a connection that downloads them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_openbis_server import connect
from jupyter_openbis_server.entrypoints.library import OpenbisConnection
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis import sample_data as lab
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData

from .transfers import program_for

_SECONDS = 30


@dataclass
class Mirror:
    """A folder that shall receive the data sets `perm_ids`.

    Attributes:
        files: PermId to the content of the one file of it.
    """

    openbis: FakeOpenbis
    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def perm_ids(self) -> list[str]:
        return list(self.files)

    def connect(self, token: str | None = None) -> OpenbisConnection:
        """Connect as alice, or with a token instead of her password."""
        program = program_for(self.openbis, self.folder)
        return connect("lab", token=token, container=program)

    def add(self, number: int) -> None:
        """Add so many data sets to openBIS."""
        for _ in range(number):
            perm_id = f"20240101000000000-{len(self.files) + 1}"
            self.files[perm_id] = os.urandom(2000)
            folder = self.openbis.laboratory.store_path(perm_id) / "original"
            folder.mkdir(parents=True)
            (folder / "data.csv").write_bytes(self.files[perm_id])
            store = PhysicalData(perm_id)
            add_data_set(
                self.openbis.laboratory, "RAW_DATA", perm_id=perm_id, experiment=lab.CALIBRATIONS, physical_data=store
            )

    @property
    def arrived(self) -> dict[str, bytes]:
        """The data sets that are on the disk, as `files` has them."""
        return {path.parent.parent.name: path.read_bytes() for path in self.folder.glob("*/original/data.csv")}


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for something that other processes bring about."""
    end = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.01)
