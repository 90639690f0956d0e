"""Progress of transfers for callbacks of fsspec."""

from __future__ import annotations

from fsspec.callbacks import Callback

from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressDefaults


class CallbackProgress(ProgressDefaults):
    """Port `Progress`: reports to a callback of fsspec."""

    def __init__(self, callback: Callback) -> None:
        self._callback = callback

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """Set the size; also after a session has expired, when the transfer begins again."""
        self._callback.set_size(total.bytes)
        self._callback.absolute_update(done.bytes)

    def moved(self, count: int) -> None:
        """Add to the progress."""
        self._callback.relative_update(count)

    def completed(self, path: str) -> None:
        """Do nothing: bytes are counted."""
