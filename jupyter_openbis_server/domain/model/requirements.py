"""The environment of a notebook's kernel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequirementsRequest:
    """The environment of a notebook's kernel, to be kept beside the notebook.

    Attributes:
        notebook_path: Relative to Jupyter's root folder.
        requirements: Content of the requirements file; None when it is not known.
        requirements_filename: Its name, relative to the notebook's folder.
        runtime: Content of the runtime file; None when it is not known.
        runtime_filename: Its name, relative to the notebook's folder.
    """

    notebook_path: str
    requirements: str | None = None
    requirements_filename: str | None = None
    runtime: str | None = None
    runtime_filename: str | None = None
