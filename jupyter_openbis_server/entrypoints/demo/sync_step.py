"""The step that keeps a folder in openBIS: as files of a sample, or as data sets in older openBIS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from jupyter_openbis_server.entrypoints.demo.steps import SECONDS, StepFailed

_PROGRAM = Path(sys.executable).with_name("jupyter-openbis")
_TYPE = "RAW_DATA"


def keep_in_openbis(
    config: Path, connection: str, sample: str, folder: Path, say: Callable[[str], None], *, as_data_sets: bool
) -> None:
    """Write a file, synchronise its folder by `jupyter openbis sync`, and check it. Raises StepFailed.

    Args:
        config: Jupyter's configuration folder, with the connection file.
        connection: Name of the connection.
        sample: Identifier of the sample that gets the file.
        folder: The folder; it is created.
        say: Prints a line.
        as_data_sets: Whether the file becomes a data set.
    """
    folder.mkdir()
    (folder / "measurement.csv").write_text("time,value\n0,1\n", "utf-8")
    options = ["--type", _TYPE] if as_data_sets else []
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    environ = kept | {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(config.parent / "data")}
    for last in ("--yes", "--check"):
        command = [str(_PROGRAM), "-q", "sync", str(folder), sample, *options, last, "-c", connection]
        done = subprocess.run(  # noqa: S603 - this program
            command, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise StepFailed(f"sync {last} ended with {done.returncode}: {done.stdout}{done.stderr}")
    what = "as a data set" if as_data_sets else "as a file of the sample"
    say(f"sync       {folder.name}/measurement.csv {what}; everything in the folder is in openBIS")
