"""`python -m benchmarks.start_up`: CPU time of the command line before it does anything, and of one TAB in bash.

Each line is the least of several runs, so that other work of the machine counts little. An interpreter that ends at
once is measured, too: nothing can be faster.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_PROGRAM = Path(sys.executable).with_name("jupyter-openbis")
_LINES = ("do", "download --f", "upload --ty", "ls -c la", "conn s")


def main() -> None:
    """Print a table of commands and CPU seconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start_up", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=10, help="runs of each command (%(default)s)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "openbis-connections.yaml")
        settings.write_text("connections:\n  - name: lab\n    url: lab.example.org\n")
        surroundings = os.environ | {"JUPYTER_CONFIG_DIR": folder, "JUPYTER_DATA_DIR": folder}
        _write("| what | CPU s |\n| --- | ---: |")
        _report("python -c pass", [sys.executable, "-c", "pass"], surroundings, runs)
        for arguments in (["--version"], ["--help"], ["conn", "list"], ["doctor", "--help"]):
            _report(" ".join(["jupyter-openbis", *arguments]), [str(_PROGRAM), *arguments], surroundings, runs)
        for line in _LINES:
            _report(f"jupyter-openbis {line} [TAB]", [str(_PROGRAM)], surroundings | _completion_of(line), runs)


def _completion_of(line: str) -> dict[str, str]:
    """Return the variables by which bash asks for the completion of the last word of a line."""
    whole = f"jupyter-openbis {line}"
    return {
        "_JUPYTER_OPENBIS_COMPLETE": "bash_complete",
        "COMP_WORDS": whole,
        "COMP_CWORD": str(len(whole.split(" ")) - 1),
    }


def _report(name: str, command: list[str], environment: dict[str, str], runs: int) -> None:
    least = min(_cpu_seconds(command, environment) for _ in range(runs))
    _write(f"| `{name}` | {least:.2f} |")


def _cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the CPU time of a process, in seconds, in user and kernel mode."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)  # noqa: S603 - as above
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
