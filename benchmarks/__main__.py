"""`make bench`, or `python -m benchmarks`: measures, prints each result as it comes, then all tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import all_cases
from benchmarks.contenders import CONTENDERS
from benchmarks.goals import goals_table
from benchmarks.report import Report
from benchmarks.results import Result, Results, from_json
from benchmarks.running import Benchmark, Plan
from benchmarks.servers import AFS, FAST, SERVLET, make_data_store
from benchmarks.tasks import DOWNLOAD, REPEAT, UPLOAD

_WAYS = {
    "fast": ((FAST, DOWNLOAD),),
    "servlet": ((SERVLET, DOWNLOAD),),
    "repeat": ((FAST, DOWNLOAD), (FAST, REPEAT)),
    "upload": ((FAST, UPLOAD),),
    "afs": ((AFS, DOWNLOAD), (AFS, UPLOAD)),
}
_FULL = "full"
_UPLOAD_CASES = ("big", "small")
_TITLES = {each.name: each.title for each in CONTENDERS}
_INSTALL = "apt install nginx-light curl aria2  (nginx need not run as a service)"


def main() -> int:
    """Measure what the arguments say, or show earlier results. Returns the exit status."""
    options = _options()
    if options.show:
        _show(from_json(json.loads(options.show.read_text())))
        return 0
    if problem := _missing_tools(options):
        print(problem, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # removes servers and data
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as name:
        results = _measure(options, Path(name).resolve())
    if options.json:
        options.json.write_text(json.dumps(results.as_json(), indent=1))
    _show(results)
    return 1 if any(result.problem.startswith("failed") for result in results.all) else 0


def _missing_tools(options: argparse.Namespace) -> str:
    """Return why measuring is impossible; empty if it is possible."""
    if not sys.platform.startswith("linux"):
        return "The benchmarks need Linux: processor time and memory are read from /proc."
    needed = [name for name in ("curl", "aria2c") if name in options.contenders]
    needed += ["nginx"] if "servlet" in options.ways else []
    missing = [tool for tool in needed if shutil.which(tool) is None]
    return f"Missing: {', '.join(missing)}. Debian, Ubuntu: {_INSTALL}" if missing else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names, cases = [each.name for each in CONTENDERS], [case.name for case in all_cases(quick=True)]
    parser.add_argument("--quick", action="store_true", help="small data, one run: a few minutes instead of forty")
    parser.add_argument("--cases", nargs="+", choices=cases, default=cases)
    parser.add_argument("--contenders", nargs="+", choices=names, default=names)
    parser.add_argument("--ways", nargs="+", choices=list(_WAYS), default=list(_WAYS))
    parser.add_argument("--latencies", nargs="+", type=int, default=[0, 20], metavar="MS", help="of a round trip")
    parser.add_argument("--runs", type=int, help="of each cell (default: 3, with --quick 1)")
    parser.add_argument("--timeout", type=float, default=15.0, help="seconds after which a cell is not repeated")
    parser.add_argument("--limit", type=float, help="seconds after which a run is aborted (default: 90, 20)")
    parser.add_argument("--folder", type=Path, help="where data is kept (default: a temporary folder)")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("--show", type=Path, metavar="JSON", help="measure nothing; show the tables of earlier results")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> Results:
    cases = [case for case in all_cases(quick=options.quick) if case.name in options.cases]
    results = Results(_about(options, folder), {case.name: case.title for case in cases})
    report = Report(results, _TITLES)

    def note(result: Result) -> None:
        results.all.append(result)
        print(report.line(result), flush=True)

    plan = Plan(
        [each for each in CONTENDERS if each.name in options.contenders],
        options.latencies,
        list(dict.fromkeys(way for name in options.ways for way in _WAYS[name])),
        [case.name for case in cases if case.name in _UPLOAD_CASES],
        options.runs or (1 if options.quick else 3),
        options.timeout,
        options.limit or (20 if options.quick else 90),
    )
    print("Writing the data ...", flush=True)
    Benchmark(plan, make_data_store(folder / "openbis", cases), folder, note).run()
    return results


def _show(results: Results) -> None:
    print(f"\n{Report(results, _TITLES).markdown()}")
    if results.about["sizes"] == _FULL:  # the goals are about full sizes
        print(f"### Goals\n\n{goals_table(results)}")


def _about(options: argparse.Namespace, folder: Path) -> dict[str, str]:
    return {
        "machine": f"{os.cpu_count()} processors, {platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "file system": _file_system(folder),
        "sizes": "quick" if options.quick else _FULL,
    }


def _file_system(folder: Path) -> str:
    """Return the type of the file system that a folder is on."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(mountpoint, kind) for mountpoint, kind in mounts if folder.is_relative_to(mountpoint)]
    return max(above, key=lambda mount: len(mount[0]))[1]


if __name__ == "__main__":
    sys.exit(main())
