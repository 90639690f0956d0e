"""Values of the common options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class CommonOptions:
    """Values of the common options. Those after the name of a command take precedence."""

    connection: str | None = None
    token_from_stdin: bool = False
    as_json: bool = False
    is_quiet: bool = False
    is_verbose: bool = False

    def close_sessions(self) -> None:
        """Close the sessions of the run: none here."""
