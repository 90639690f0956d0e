"""Metadata and file listings of many data sets, fetched in a few requests instead of two for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import data_set_code
from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference
from jupyter_openbis_server.domain.errors import DataNotAvailable, NoFilesMatch
from jupyter_openbis_server.domain.files.availability import ensure_available
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount


@dataclass(frozen=True)
class Prefetched:
    """Ports `DataSetLookup` and `FileListings` with prefetched responses; what is missing is requested.

    Attributes:
        known: Data sets by permId, including the components of containers.
        listed: The files by permId; not for all data sets.
    """

    data_sets: DataSetsByReference
    data_store: DataStore
    known: Mapping[str, DataSet]
    listed: Mapping[str, tuple[DataSetFile, ...]]

    @classmethod
    def of(
        cls, session: Session, data_sets: DataSetsByReference, data_store: DataStore, perm_ids: Sequence[str]
    ) -> Prefetched:
        """Fetch data sets and their components, level by level, then the files of those whose files are available."""
        known: dict[str, DataSet] = {}
        wanted = list(dict.fromkeys(perm_ids))
        while wanted:
            found = data_sets.get_many(session, wanted)
            known.update(found)
            components = [component for each in found.values() for component in each.components]
            wanted = [each for each in dict.fromkeys(components) if each not in known]
        listed = data_store.files_of_many(session, [each for each in known.values() if _is_available(each)])
        return cls(data_sets, data_store, known, listed)

    def get(self, session: Session, perm_id: str) -> DataSet:
        """See the port."""
        return self.known.get(data_set_code(perm_id)) or self.data_sets.get(session, perm_id)

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """See the port."""
        known = self.listed.get(data_set.perm_id)
        return self.data_store.files(session, data_set) if known is None else known

    def amount(self, perm_id: str, selection: Selection) -> Amount:
        """Return the amount that a download of one data set would contain, as far as it is known."""
        total, seen, waiting = ZERO, set[str](), [data_set_code(perm_id)]
        while waiting:
            each = waiting.pop()
            if each in seen or each not in self.known:
                continue
            seen.add(each)
            waiting += self.known[each].components
            with suppress(NoFilesMatch):
                wanted = [
                    file
                    for file in selection.of(each, self.listed.get(self.known[each].perm_id, ()))
                    if not file.is_folder
                ]
                total += Amount(len(wanted), sum(file.size for file in wanted))
        return total


def _is_available(data_set: DataSet) -> bool:
    with suppress(DataNotAvailable):
        ensure_available(data_set)
        return True
    return False
