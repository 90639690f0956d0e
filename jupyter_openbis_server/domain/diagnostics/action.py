"""What has been done, for those who run the program."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError


class ActionKind(str, enum.Enum):
    """What users do."""

    REGISTER = "register"
    EDIT = "edit"
    REMOVE = "remove"
    LOGIN = "login"
    LOGOUT = "logout"
    MOUNT = "mount"
    UNMOUNT = "unmount"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    PUBLISH = "publish"
    REQUIREMENTS = "requirements"
    KERNEL_LOGIN = "kernel-login"

    @property
    def is_transfer(self) -> bool:
        """Whether a job does it."""
        return self in (ActionKind.DOWNLOAD, ActionKind.UPLOAD, ActionKind.PUBLISH)


@dataclass(frozen=True)
class Action:
    """Something that has been done, or has failed.

    Attributes:
        connection: Its name; empty where none is concerned.
        owner: Name of the Jupyter user; empty if Jupyter did it by itself.
        username: Name of the openBIS user, as far as it is known.
        seconds: How long it took; a job's time in the queue is not counted.
        error: Why it failed; None for success.
        files: How many files a transfer has moved, or found in place.
        bytes: How many bytes a transfer has moved.
        job_id: The job; empty where there was none.
        client: Address of the process that a session was handed to; empty for other actions.
    """

    kind: ActionKind
    connection: str
    owner: str = ""
    username: str = ""
    seconds: float = 0.0
    error: OpenbisError | None = None
    files: int = 0
    bytes: int = 0
    job_id: str = ""
    client: str = ""

    @property
    def code(self) -> str:
        """`ok`, or the code of the error."""
        return self.error.code if self.error else "ok"

    @property
    def result(self) -> str:
        """`ok`, `failed` or `cancelled`."""
        if self.error is None:
            return "ok"
        return "cancelled" if isinstance(self.error, Cancelled) else "failed"
