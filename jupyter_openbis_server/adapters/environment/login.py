"""The login that environment variables name: a user, and a file with the password."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.shared.secret import Secret

USERNAME_VARIABLE = "OPENBIS_USERNAME"
PASSWORD_FILE_VARIABLE = "OPENBIS_PASSWORD_FILE"  # noqa: S105 - the name of a variable
_MAX_BYTES = 4096
_OTHERS = stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True)
class EnvironmentLogin:
    """The login of OPENBIS_USERNAME and OPENBIS_PASSWORD_FILE; neither value is a secret.

    Attributes:
        login: Without a password if no file is named: then only a login of this user that is known otherwise may be
            used. None if the variables are not set, or the file has no password.
        problems: A sentence for each problem; none quotes the content of the file.
    """

    login: ExplicitLogin | None = field(default=None, repr=False)
    problems: tuple[str, ...] = ()

    @property
    def refusal(self) -> str | None:
        """Why the user that is named cannot log in; None if there is no reason, or no variable is set."""
        return next(iter(self.problems), None) if self.login is None else None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> EnvironmentLogin:
        """Read the variables, and the first line of the file."""
        user, file = environ.get(USERNAME_VARIABLE, "").strip(), environ.get(PASSWORD_FILE_VARIABLE, "").strip()
        if not file:
            return cls(ExplicitLogin(user)) if user else cls()
        if not user:
            return cls(problems=(f"{PASSWORD_FILE_VARIABLE} is set without {USERNAME_VARIABLE}",))
        try:
            password, is_readable_by_others = _first_line(Path(file).expanduser())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            return cls(problems=(f"the file of {PASSWORD_FILE_VARIABLE} cannot be read: {reason}",))
        if not password:
            return cls(problems=(f"the first line of the file of {PASSWORD_FILE_VARIABLE} is empty",))
        warning = f"other users can read the password in {file}: chmod 600 prevents that"
        return cls(ExplicitLogin(user, Secret(password)), (warning,) if is_readable_by_others else ())


def _first_line(path: Path) -> tuple[str, bool]:
    """Return the first line of a file, and whether other users can read it. Raises OSError, ValueError."""
    # Without waiting for a writer, if it is a named pipe; secrets of containers may be links.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(descriptor, "rb") as file:
        content = file.readline(_MAX_BYTES).decode()
        mode = os.fstat(file.fileno()).st_mode
    return content.rstrip("\r\n"), os.name == "posix" and bool(mode & _OTHERS)
