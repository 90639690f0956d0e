"""Errors of mounting and unmounting."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors.base import OpenbisError


class MountError(OpenbisError):
    """The data store could not be mounted or unmounted."""

    code = "mount-error"


class MountFailed(MountError):
    """The data store could not be mounted."""

    code = "mount-failed"

    def __init__(self, problem: str) -> None:
        super().__init__(f"Mounting failed: {problem}")


class HostKeyRefused(MountFailed):
    """The server's SSH key differs from the known one, or a known key is required and missing. Nothing was sent."""

    code = "host-key-refused"


class MountingUnavailable(MountFailed):
    """This host cannot mount any connection: a program, a device or a permission is missing."""

    code = "mounting-unavailable"


class UnmountFailed(MountError):
    """The data store could not be unmounted."""

    code = "unmount-failed"

    def __init__(self, problem: str) -> None:
        super().__init__(f"Unmounting failed: {problem}")


class NotMounted(MountError):
    """An operation needs a mount that does not exist."""

    code = "not-mounted"

    def __init__(self, connection: str) -> None:
        super().__init__(f"the data store of {connection} is not mounted; mount it first")
