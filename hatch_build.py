"""What hatchling cannot say in pyproject.toml: the front end goes into the wheel where it has been built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NAME = "jupyter-openbis"
_PLACE = f"share/jupyter/labextensions/{_NAME}"


class FrontEnd(BuildHookInterface):
    """Adds the prebuilt extension to wheels.

    Editable installations go without: `make frontend` links the folder, so that what is built next is seen at once,
    and a machine without Node still gets the server side.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatchling which files go where in the environment."""
        built = Path(self.root, "frontend", "labextension")
        if version == "standard" and self.target_name == "wheel":
            build_data["shared_data"][str(built)] = _PLACE
            build_data["shared_data"][str(built.parent / "install.json")] = f"{_PLACE}/install.json"
