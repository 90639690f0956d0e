"""The demo, as `make demo` installs it on a new machine."""

import re
from pathlib import Path

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_its_extra_has_what_each_step_needs() -> None:
    (extra,) = re.findall(r"^demo = \[(.*)\]$", PYPROJECT.read_text(), re.MULTILINE)
    assert "jupyter-openbis-server[mcp,preview]" in extra, "else the step of the assistant would be left out"
