"""The switch for programs that must only read from openBIS."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import ReadOnly


@dataclass(frozen=True)
class ChangeGuard:
    """Decides whether this program may change openBIS. Each use case that changes it asks first.

    Logins, logouts and personal access tokens are no changes in this sense: reading needs them.
    """

    read_only: bool = False

    def check(self) -> None:
        """Raise ReadOnly if changes are switched off."""
        if self.read_only:
            raise ReadOnly


CHANGES_ALLOWED = ChangeGuard()
