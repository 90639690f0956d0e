"""Detection of data stores that do not respond."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import ConnectionFailed, OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached


@dataclass
class StoreFailures:
    """Decides when to stop sending requests to an unresponsive data store: only its data sets fail, without delay.

    Attributes:
        limit: Number of consecutive failures after which no more requests are sent to a data store.
    """

    limit: int
    _consecutive: dict[str, int] = field(default_factory=dict)
    _last: dict[str, ConnectionFailed] = field(default_factory=dict)

    def problem_of(self, data_set: DataSet) -> ConnectionFailed | None:
        """Return the last error of the data set's store if it gets no more requests, else None."""
        store = _store_of(data_set)
        return self._last[store] if self._consecutive.get(store, 0) >= self.limit else None

    def note(self, data_set: DataSet, error: OpenbisError | None) -> None:
        """Record how a request to the data set's store ended; any response, also a refusal, resets the count."""
        store = _store_of(data_set)
        if isinstance(error, ConnectionFailed):
            self._consecutive[store] = self._consecutive.get(store, 0) + 1
            self._last[store] = detached(error)
        else:
            self._consecutive.pop(store, None)


def _store_of(data_set: DataSet) -> str:
    return data_set.data_store_url or data_set.data_store or ""
