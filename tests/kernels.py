"""Kernel specs for tests."""

import json
import sys
from pathlib import Path

from tests.real_parts import need, not_installed

_R_KERNEL = [
    Path("/usr/lib/R/site-library/IRkernel/kernelspec/kernel.json"),  # Debian's r-cran-irkernel
    Path("/usr/local/lib/R/site-library/IRkernel/kernelspec/kernel.json"),
]
PYTHON = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


def install(jupyter_path: Path, name: str, argv: list[str], language: str = "python", **more: object) -> None:
    """Put a kernel spec into a folder of Jupyter's data path."""
    folder = jupyter_path / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    spec = {"argv": argv, "display_name": name, "language": language, **more}
    (folder / "kernel.json").write_text(json.dumps(spec))


def install_r(jupyter_path: Path, name: str = "r") -> None:
    """Put the spec of the real R kernel into a folder of Jupyter's data path. Needs IRkernel."""
    need("R")
    spec = next((each for each in _R_KERNEL if each.exists()), None)
    if spec is None:
        not_installed("IRkernel")
    content = json.loads(spec.read_text())
    install(jupyter_path, name, content["argv"], content["language"])


def processes_in(folder: Path) -> list[str]:
    """Return the command lines of the living processes with this working folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and (process / "cwd").readlink() == folder:
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def write_notebook(file: Path, kernel: str, code: str = "") -> Path:
    """Write a notebook with one cell for a kernel."""
    cell = {"cell_type": "code", "id": "1", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel}}
    file.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}))
    return file
