"""What hatchling cannot say in pyproject.toml: the front end goes into the wheel where it has been built."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PLACE = "share/jupyter/labextensions/jupyter-openbis"
_NO_NODE = """\
Node 20 or newer, with npm, is needed to build the panel for JupyterLab from a checkout. Install it, or set
SKIP_JUPYTER_BUILDER=1 to go without the panel; all else works. Released wheels need no Node."""


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore] - untyped in some versions
    """Adds the prebuilt extension to wheels; hatch-jupyter-builder, which runs next, builds it where it is missing.

    Editable installations go without: `make frontend` links the folder, so that what is built next is seen at once,
    and a machine without Node still gets the server side.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatchling which files go where in the environment."""
        if version != "standard" or self.target_name != "wheel":
            return
        built = Path(self.root, "frontend", "labextension")
        if not built.is_dir():
            if os.environ.get("SKIP_JUPYTER_BUILDER"):
                return
            if not shutil.which("npm"):
                raise RuntimeError(_NO_NODE)
        build_data["shared_data"][str(built)] = _PLACE
        build_data["shared_data"][str(built.parent / "install.json")] = f"{_PLACE}/install.json"
