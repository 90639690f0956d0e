"""Errors about research objects and their reruns."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.input import InvalidInput


class InvalidCrate(InvalidInput):
    """A folder, archive or data set is not a research object, or is not safe to unpack."""

    code = "invalid-crate"

    def __init__(self, path: str, problem: str) -> None:
        self.problem = problem
        super().__init__(f"{path} cannot be used: {problem}")


class EnvironmentFailed(OpenbisError):
    """The environment of a notebook cannot be built."""

    code = "environment-failed"

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"The environment cannot be built: {problem}; correct its requirements, or use the present environment"
        )
