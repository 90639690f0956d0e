"""Actions of users, as reported to operators."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError


class ActionKind(str, enum.Enum):
    """Kind of an action."""

    REGISTER = "register"
    EDIT = "edit"
    REMOVE = "remove"
    LOGIN = "login"
    LOGOUT = "logout"
    FORGET = "forget"
    MOUNT = "mount"
    UNMOUNT = "unmount"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    UPLOAD_FILES = "upload-files"
    PUBLISH = "publish"
    SYNC = "sync"
    DELETE_FILES = "delete-files"
    MOVE_FILE = "move-file"
    CREATE_FOLDER = "create-folder"
    CHANGE = "change"
    CREATE = "create"
    UNARCHIVE = "unarchive"
    REQUIREMENTS = "requirements"
    KERNEL_LOGIN = "kernel-login"

    @property
    def is_transfer(self) -> bool:
        """Whether a job executes the action."""
        return self in _TRANSFERS


_TRANSFERS = (
    ActionKind.DOWNLOAD,
    ActionKind.UPLOAD,
    ActionKind.UPLOAD_FILES,
    ActionKind.PUBLISH,
    ActionKind.SYNC,
)


@dataclass(frozen=True)
class Action:
    """An action that has succeeded or failed.

    Attributes:
        connection: Name of the connection; empty if there is none.
        owner: Name of the Jupyter user; empty if Jupyter itself did it.
        username: Name of the openBIS user; empty if it is unknown.
        seconds: Duration, without a job's time in the queue.
        error: Why the action failed; None on success.
        files: Number of files that a transfer has moved or found present.
        bytes: Number of bytes that a transfer has moved.
        job_id: Id of the job; empty if there was none.
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
