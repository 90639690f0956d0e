"""Many small data sets in a fake openBIS, and a connection that downloads them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_openbis_server import connect
from jupyter_openbis_server.entrypoints.library.library import Connection
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from tests.integration.batch.transfers import program_for

_SECONDS = 30
WHILE_IT_HANGS = 300.0
"""Seconds; longer than any test takes."""


@dataclass
class Mirror:
    """A folder to download the data sets `perm_ids` to.

    Attributes:
        files: PermId to the content of the one file of it.
    """

    openbis: FakeOpenbis
    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def perm_ids(self) -> list[str]:
        return list(self.files)

    def connect(self, token: str | None = None, *, read_timeout: float = 60) -> Connection:
        """Connect as alice, or with a token instead of her password.

        Where a test lets a request hang until something else has happened, the timeout must outlast that, however busy
        the machine is: `WHILE_IT_HANGS`.
        """
        program = program_for(self.openbis, self.folder, read_timeout=read_timeout)
        return connect("lab", token=token, use_cases=program)

    def add(self, number: int) -> None:
        """Add `number` data sets to openBIS."""
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
    def downloaded(self) -> dict[str, bytes]:
        """The data sets on the disk, in the form of `files`."""
        return {path.parent.parent.name: path.read_bytes() for path in self.folder.glob("*/original/data.csv")}
