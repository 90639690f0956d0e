"""The step that shows what an assistant sees of openBIS, by the Model Context Protocol."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from jupyter_openbis_server.entrypoints.demo.steps import SECONDS, StepFailed

_PROGRAM = Path(sys.executable).with_name("jupyter-openbis")


def ask_as_assistant(config: Path, connection: str, sample: str, say: Callable[[str], None]) -> None:
    """Start `jupyter openbis mcp`, list its tools, and search for a sample. Raises StepFailed.

    Args:
        config: Jupyter's configuration folder, with the connection file.
        connection: Name of the connection.
        sample: Identifier of the sample to find.
        say: Prints a line.
    """
    if find_spec("mcp") is None:
        say("assistant  left out: pip install 'jupyter-openbis-server[mcp]'")
        return
    from jupyter_openbis_server.entrypoints.mcp.trial import try_out  # noqa: PLC0415 - the extra

    command = [str(_PROGRAM), "mcp", "-q", "-c", connection]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    environ = kept | {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(config.parent / "data")}
    code = sample.rpartition("/")[2]
    seen = try_out(command, environ, "search", {"kind": "sample", "text": code}, SECONDS)
    found = [str(each["identifier"]) for each in seen.data.get("entities", ())]
    if sample not in found:
        raise StepFailed(f"the assistant did not find {sample}: {seen.data}")
    say(f"assistant  sees the tools {', '.join(seen.tools)}")
    say(f"             and finds {', '.join(found)}, but cannot change anything")
