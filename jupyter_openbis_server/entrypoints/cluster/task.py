"""What a worker elsewhere is given. All of it can be pickled, and none of it shows the token."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model import MASK, DownloadRequest, Instance, Secret, Session


class PortableToken:
    """A session token or personal access token on its way to a worker: the only secret that can be pickled.

    It is made for a task and opened by the worker (see docs/decisions/0010). Whoever can read the task's bytes can use
    the token; whoever reads logs, keys and dashboards sees the mask.
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
    """How a worker reaches openBIS. Tasks with equal ones share their HTTP connections.

    Attributes:
        instance: Where it is; a `ca_bundle` is read by the worker.
        token: In whose session.
        connect_timeout: Seconds; likewise the next one, see `Settings`.
    """

    instance: Instance
    token: PortableToken
    connect_timeout: float
    read_timeout: float

    @classmethod
    def through(cls, session: Session, connect_timeout: float, read_timeout: float) -> Access:
        """Return the access that a session of this program gives."""
        return cls(session.instance, PortableToken(session.token), connect_timeout, read_timeout)


@dataclass(frozen=True)
class DownloadTask:
    """The download of one data set.

    Attributes:
        request: It names one data set; its folder is one that workers and caller share.
        number: Is another one for each task.
    """

    access: Access
    request: DownloadRequest
    number: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def perm_id(self) -> str:
        """The data set."""
        return self.request.perm_ids[0]

    def __dask_tokenize__(self) -> tuple[str, str]:
        """Have dask name tasks by their numbers only.

        Made of the whole value, the names would be made of the token, too, and a second run would be given what is left
        of the first one.
        """
        return type(self).__name__, self.number
