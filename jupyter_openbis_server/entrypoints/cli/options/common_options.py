"""Values of the common options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class CommonOptions:
    """Values of the common options. Those after the name of a command take precedence.

    Attributes:
        log_file: File that gets a log for support.
        progress: `auto`, `json` or `none`; only of commands that transfer files.
        max_rate: Bytes per second; only of commands that transfer files.
    """

    connection: str | None = None
    token_from_stdin: bool = False
    as_json: bool = False
    is_quiet: bool = False
    is_verbose: bool = False
    is_read_only: bool = False
    log_file: str | None = None
    progress: str = "auto"
    max_rate: int | None = None

    def open_log(self, command: str) -> None:
        """Open the log file of the run: none here."""

    def close_sessions(self) -> None:
        """Close the sessions of the run: none here."""
