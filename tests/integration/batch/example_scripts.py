"""Scripts of `examples/`, run as users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.forked_program import ForkedProgram, Run

EXAMPLES = Path(__file__).parents[3] / "examples"
RECIPES = EXAMPLES / "recipes"


@dataclass(frozen=True)
class Scripts:
    """Runs each script of a folder in a process of its own until it ends."""

    program: ForkedProgram
    scripts: Path = EXAMPLES

    def run(self, script: str, *arguments: str | Path) -> Run:
        """Run a script in the test's folder and environment."""
        return self.program.run(
            list(map(str, arguments)), environment=os.environ, folder=Path.cwd(), script=self.scripts / script
        )

    def succeed(self, script: str, *arguments: str | Path) -> str:
        """Run a script, expect exit status 0 and no error output; return its output."""
        done = self.run(script, *arguments)
        assert (done.status, done.err.decode()) == (0, "")
        return done.out.decode()

    def fail(self, script: str, *arguments: str | Path) -> str:
        """Run a script, expect failure; return its error output."""
        done = self.run(script, *arguments)
        assert done.status == 1
        assert b"Traceback" not in done.err
        return done.err.decode()


def run_spawned(script: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a new interpreter, which can start other processes."""
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
