"""Tasks for remote workers. They can be pickled, and their texts mask the token."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import MASK, Secret


class PortableToken:
    """A session token or personal access token sent to a worker: the only secret that can be pickled.

    It is created for a task and unpacked by the worker (see docs/decisions/0010). Any reader of the task's bytes can
    use the token; logs, keys and dashboards show the mask only.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def unpacked(self) -> Secret:
        """Return the token."""
        return self._secret

    def __repr__(self) -> str:
        return f"PortableToken({MASK!r})"

    def __eq__(self, other: object) -> bool:
        return self._secret == other._secret if isinstance(other, PortableToken) else NotImplemented

    def __hash__(self) -> int:
        return hash((PortableToken, self._secret))

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._secret.reveal(),)


def _restored(text: str) -> PortableToken:
    return PortableToken(Secret(text))


@dataclass(frozen=True)
class Access:
    """Access of a worker to openBIS. Tasks with equal values share their HTTP connections.

    Attributes:
        instance: The openBIS instance; a `ca_bundle` is read by the worker.
        token: The token of the session.
        connect_timeout: Seconds, see `Settings`.
        read_timeout: Seconds, see `Settings`.
    """

    instance: Instance
    token: PortableToken
    connect_timeout: float
    read_timeout: float

    @classmethod
    def through(cls, session: Session, connect_timeout: float, read_timeout: float) -> Access:
        """Return the access for a session of this program."""
        return cls(session.instance, PortableToken(session.token), connect_timeout, read_timeout)


@dataclass(frozen=True)
class DownloadTask:
    """The download of one data set.

    Attributes:
        request: Names one data set; its folder is shared by workers and caller.
        number: Unique per task.
    """

    access: Access
    request: DownloadRequest
    number: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def perm_id(self) -> str:
        """The permId of the data set."""
        return self.request.perm_ids[0]

    def __dask_tokenize__(self) -> tuple[str, str]:
        """Return the value that dask derives a task's key from: its type and number.

        Keys derived from the whole value would depend on the token, and a second run would receive the remaining
        results of the first one.
        """
        return type(self).__name__, self.number
