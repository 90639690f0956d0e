"""`python -m benchmarks.research_objects`: CPU time and memory of research objects with many inputs.

Each step runs in a process of its own: the export of a notebook with a download of many files, without and with their
content, the description of a publication, and the plan of a rerun.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.cases import MIB

_PERM_ID = "20240101120000000-9300"
_URL = "https://openbis.example.org"
_STEPS = ("export", "export with inputs", "publication", "plan of a rerun")


def main() -> None:
    """Print a table; with `--step`, run one step and print its figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.research_objects", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--files", type=int, default=10_000, help="input files (%(default)s)")
    parser.add_argument("--size", type=int, default=1000, help="bytes of each (%(default)s)")
    parser.add_argument("--step", choices=_STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        _run(options.step, options.folder)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _prepare(folder, options.files, options.size)
        _write(f"{options.files:,} inputs of {options.size:,} bytes\n\n| step | CPU s | MiB over start | result, MiB |")
        _write("| --- | ---: | ---: | ---: |")
        for step in _STEPS:
            command = [sys.executable, "-m", "benchmarks.research_objects", "--step", step, "--folder", str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
            figures = json.loads(done.stdout)
            _write(f"| {step} | {figures['seconds']:.1f} | {figures['memory']:.0f} | {figures['result']:.1f} |")


def _prepare(folder: Path, files: int, size: int) -> None:
    """Write a notebook and a download beside it, with a manifest."""
    data = folder / "data" / _PERM_ID
    listed = []
    for number in range(files):
        path = f"original/{number // 1000}/measurement {number}.csv"
        content = f"{number}\n".encode().ljust(size, b".")
        file = data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        listed.append({"path": path, "size": size, "crc32": f"{zlib.crc32(content):08x}"})
    manifest = {
        "format": "openbis-dataset/1",
        "url": _URL,
        "permId": _PERM_ID,
        "type": "RAW_DATA",
        "owner": "/A/B/C",
        "registered": None,
        "complete": True,
        "written": "2024-01-01T00:00:00+00:00",
        "program": "benchmark",
        "files": listed,
    }
    (data / ".openbis-dataset.json").write_text(json.dumps(manifest))
    code: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{**code, "source": f"'{_PERM_ID}'"}]}
    (folder / "analysis.ipynb").write_text(json.dumps(notebook))


def _run(step: str, folder: Path) -> None:
    import resource  # noqa: PLC0415 - the table is made on all systems

    from jupyter_openbis_server.domain.research_objects.crate_builder import About, Contents  # noqa: PLC0415
    from jupyter_openbis_server.domain.research_objects.inputs import InputsRequest  # noqa: PLC0415
    from jupyter_openbis_server.domain.research_objects.requests import ExportRequest  # noqa: PLC0415
    from jupyter_openbis_server.domain.research_objects.reruns.rerun import RerunRequest  # noqa: PLC0415
    from jupyter_openbis_server.domain.uploads.upload import ContentFile  # noqa: PLC0415
    from jupyter_openbis_server.entrypoints.bootstrap import Container  # noqa: PLC0415
    from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root, relative_to_root  # noqa: PLC0415
    from jupyter_openbis_server.entrypoints.settings import Settings  # noqa: PLC0415
    from jupyter_openbis_server.entrypoints.wiring.services import utc_now  # noqa: PLC0415

    container = Container(settings=Settings(root_dir=filesystem_root()))
    use_cases = container.use_cases().research_objects
    notebook = folder / "analysis.ipynb"

    def export(*, with_inputs: bool) -> float:
        target = folder / f"crate-{with_inputs}.zip"
        use_cases.export(ExportRequest(relative_to_root(notebook), str(target), with_inputs))
        return target.stat().st_size / MIB

    def publication() -> float:
        builder, writer = container.research_objects.builder(), container.adapters.crate_writer()
        contents = Contents(ContentFile(notebook.name, notebook.read_bytes()))
        crate = builder.crate(contents, About(utc_now()), InputsRequest(str(folder), reads_files=False))
        return len(writer.document(crate)) / MIB

    def plan() -> float:
        return len(
            use_cases.plan_rerun(RerunRequest(str(folder / "crate-True.zip"), str(folder / "again"))).crate.inputs
        )

    steps: dict[str, Callable[[], float]] = {
        "export": lambda: export(with_inputs=False),
        "export with inputs": lambda: export(with_inputs=True),
        "publication": publication,
        "plan of a rerun": plan,
    }
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    result = steps[step]()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    _write(json.dumps({"seconds": time.process_time() - begun, "memory": memory, "result": result}))


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
