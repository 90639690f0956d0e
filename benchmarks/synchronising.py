"""`python -m benchmarks.synchronising`: a folder with many files that is the same in openBIS, compared once more.

Also the states of its files, which file browsers ask for every few seconds.

Each measurement is a process of its own. The list of openBIS's files is measured alone, too: openBIS has to make it in
any case, so the comparison is what remains.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import MIB
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files

_FILES_PER_FOLDER = 500
_REPEATS = 3
_MEASURE = """
import json, sys, time
from pathlib import Path
from jupyter_openbis_server import connect

what, url, folder, owner = sys.argv[1:]
with connect("lab", url=url, username="alice", password={password!r}, http_only=True) as lab:
    entity = lab.get(owner)
    began = time.monotonic()
    if what == "list":
        number = len(entity.files())
    elif what == "sync":
        number = lab.sync(folder, owner).plan.unchanged.files
    else:
        number = lab.plan_sync(folder, owner).unchanged.files
    seconds = time.monotonic() - began
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps([seconds, number, peak * 1024]))
"""

_STATES = """
import json, sys, time
from pathlib import Path
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings

folder = Path(sys.argv[1])
show = Container(settings=Settings(root_dir=folder.parent)).use_cases().sync.show_state
for _ in range(int(sys.argv[2])):
    began = time.process_time()
    number = len(show(str(folder), str(folder.parent)).entries)
    seconds = time.process_time() - began
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps([seconds, number, peak * 1024]))
"""


def main() -> None:
    """Measure, and print a row for each step."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.synchronising", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "--files", type=int, default=100_000, metavar="N", help="files on each side (default: %(default)s)"
    )
    files = parser.parse_args().files
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        FakeOpenbis(users=content.USERS, settings=ServerSettings("3.7", afs="listed")) as openbis,
    ):
        (sample,) = openbis.laboratory.samples.find("identifier", content.EMPTY_BENCH)
        add_afs_files(openbis.laboratory, sample)
        for side in (Path(name) / "lab", openbis.laboratory.afs_path(sample.perm_id)):
            _fill(side, files)
        arguments = (openbis.url, str(Path(name) / "lab"), sample.perm_id)
        sys.stdout.write(f"{'step':40} {'seconds':>8} {'MiB at most':>12}\n")
        _show("first synchronisation (reads all files)", *_measured("sync", *arguments, expected=files))
        for _ in range(_REPEATS):
            _show("list of openBIS's files, alone", *_measured("list", *arguments, expected=files))
            _show("plan, nothing has changed", *_measured("plan", *arguments, expected=files))
        for step, calls in (("states, the first time (CPU seconds)", 1), ("states, later (CPU seconds)", 3)):
            _show(step, *_of(_STATES, arguments[1], str(calls), expected=-(-files // _FILES_PER_FOLDER)))


def _fill(folder: Path, files: int) -> None:
    for number in range(files):
        if number % _FILES_PER_FOLDER == 0:
            place = folder / f"run {number // _FILES_PER_FOLDER:04}"
            place.mkdir(parents=True)
        (place / f"{number:06}.csv").write_text(f"{number}\n")


def _measured(what: str, *arguments: str, expected: int) -> tuple[float, int]:
    """Return the seconds and the peak memory of one step in a new process."""
    return _of(_MEASURE.format(password=content.USERS["alice"]), what, *arguments, expected=expected)


def _of(program: str, *arguments: str, expected: int) -> tuple[float, int]:
    """Return what a program has measured."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this module's own program
    seconds, number, peak = json.loads(done.stdout)
    if number != expected:
        raise SystemExit(f"{arguments}: {number} files instead of {expected}")
    return float(seconds), int(peak)


def _show(step: str, seconds: float, peak: int) -> None:
    sys.stdout.write(f"{step:40} {seconds:8.2f} {peak / MIB:12.0f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
