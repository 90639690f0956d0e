"""Names and owners of the files with the environment of a notebook."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

_OWNER = re.compile(r"# Packages of (.+), saved from its kernel")


@dataclass(frozen=True)
class EnvironmentNames:
    """Names of the files, relative to the notebook's folder."""

    requirements: str = "requirements.txt"
    runtime: str = "runtime.txt"
    environment: str = "environment.yml"

    @classmethod
    def of_one(cls, notebook: str, requirements: str | None = None) -> EnvironmentNames:
        """Return names that no other notebook of the folder has.

        Args:
            notebook: Path of the notebook.
            requirements: Name of the requirements file; default: derived from the notebook.
        """
        stem = posixpath.splitext(posixpath.basename(notebook))[0]
        return cls(requirements or f"{stem}.requirements.txt", f"{stem}.runtime.txt", f"{stem}.environment.yml")

    @staticmethod
    def programs_of_one(notebook: str) -> tuple[str, ...]:
        """Return names of a requirements file for R, the preferred one first; Binder uses `install.R`."""
        stem = posixpath.splitext(posixpath.basename(notebook))[0]
        return "install.R", f"{stem}.install.R"


def head_of(notebook: str) -> str:
    """Return the first line of the files of a notebook, which identifies their owner; without the comment sign."""
    return f"Packages of {posixpath.basename(notebook)}, saved from its kernel"


def owner_of(text: str) -> str | None:
    """Return the name of the notebook that owns a file with this text; None if the text names none."""
    found = _OWNER.match(text)
    return found[1] if found else None
