"""The state of the fake openBIS: everything that survives a restart, in one folder."""

import hashlib
import itertools
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.journal import Change, Journal, from_fields
from jupyter_openbis_server.fake_openbis.state.table import Keyed, Table

EntityT = TypeVar("EntityT", bound=Keyed)

AFS_SHARE = "1"
AFS_STORAGE_UUID = "6f0c3a1e-9d57-4c1b-8f52-2e1d7a4b9c30"
"""Storage root and identity of the file server's data; a real server makes the second when it is installed."""


class Laboratory:
    """Everything stored in the fake openBIS, found by key and by a few indexes, and kept in a folder.

    Each change is on disk when the method returns. Contents of data sets are not this class's business; it only says
    where they are.

    Args:
        folder: Where to keep everything; created when missing. What an earlier laboratory left there is read.
        clock: Seconds since 1970 UTC.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = Path(folder)
        self.lock = threading.RLock()
        self._clock = clock
        self.persons = Table(e.Person)
        self.spaces = Table(e.Space)
        self.projects = Table(e.Project, identifier=lambda p: [p.identifier], space=lambda p: [p.space])
        self.experiments = _experiment_table()
        self.samples = _sample_table()
        self.data_sets = _data_set_table()
        self.entity_types = Table(e.EntityType, kind=lambda t: [t.kind])
        self.property_types = Table(e.PropertyType)
        self.vocabularies = Table(e.Vocabulary)
        self.plugins = Table(e.Plugin)
        self.data_stores = Table(e.DataStore)
        self.personal_access_tokens = Table(e.PersonalAccessToken, owner=lambda p: [p.owner])
        self._tables: dict[str, Table[Any]] = {
            table.entity_class.__name__: table for table in vars(self).values() if isinstance(table, Table)
        }
        self._journal = Journal(self.folder / "laboratory.jsonl")
        self._sequence = itertools.count(self._restore() + 1)

    # --- storing -------------------------------------------------------------------------------------------------

    def put(self, entity: EntityT) -> EntityT:
        """Add an entity, or replace the one with the same key.

        Returns:
            The entity itself.
        """
        with self.lock:
            self._table_of(entity).put(entity)
            self._journal.append((type(entity).__name__, entity.key, entity))
        return entity

    def remove(self, entity: Keyed) -> None:
        """Remove one entity and nothing else; the files of a data set go with it."""
        with self.lock:
            self._table_of(entity).remove(entity.key)
            self._journal.append((type(entity).__name__, entity.key, None))
        if isinstance(entity, e.DataSet):
            for content in (self.store_path(entity.perm_id), self.afs_path(entity.perm_id)):
                shutil.rmtree(content, ignore_errors=True)

    def close(self) -> None:
        """Close the file; the laboratory can still be used."""
        with self.lock:
            self._journal.close()

    def now(self) -> int:
        """Return the current time in milliseconds since 1970 UTC."""
        return int(self._clock() * 1000)

    def new_perm_id(self) -> str:
        """Return a new, unused permId: ``yyyyMMddHHmmssSSS-<sequence>`` (openbis-protocol 4.2)."""
        return perm_id_of(self.now(), next(self._sequence))

    def store_path(self, perm_id: str) -> Path:
        """Return the folder with the contents of a data set; it holds ``original/…``."""
        return self.folder / "store" / perm_id

    def afs_path(self, owner: str) -> Path:
        """Return the folder with the files that AFS keeps for a sample or experiment: ``<share>/<location>``."""
        return self.folder / "store" / AFS_SHARE / afs_location(owner)

    def workspace_path(self, session_token: str) -> Path:
        """Return the session workspace of a (real) session token."""
        return self.folder / "workspace" / session_token

    # --- looking up ----------------------------------------------------------------------------------------------

    def project(self, text: str) -> e.Project | None:
        """Return the project with this permId or identifier ``/SPACE/PROJECT``."""
        return self._lookup(self.projects, text)

    def experiment(self, text: str) -> e.Experiment | None:
        """Return the experiment with this permId or identifier ``/SPACE/PROJECT/CODE``."""
        return self._lookup(self.experiments, text)

    def sample(self, text: str) -> e.Sample | None:
        """Return the sample with this permId or identifier ``[/SPACE[/PROJECT]]/CODE``."""
        return self._lookup(self.samples, text)

    def data_set(self, perm_id: str) -> e.DataSet | None:
        """Return the data set with this permId."""
        return self.data_sets.get(perm_id)

    def entity_type(self, kind: e.EntityKind, code: str) -> e.EntityType | None:
        """Return the type with this kind and code."""
        return self.entity_types.get(f"{kind}:{code}")

    def space_of(self, entity: object) -> str | None:
        """Return the code of the space an entity is in; None for a shared sample or when there is none."""
        match entity:
            case e.Space():
                return entity.code
            case e.Project() | e.Sample():
                return entity.space
            case e.Experiment():
                return self.space_of(self.projects.get(entity.project))
            case e.DataSet(sample=str(sample)):
                return self.space_of(self.samples.get(sample))
            case e.DataSet(experiment=str(experiment)):
                return self.space_of(self.experiments.get(experiment))
        return None

    def may_see(self, user: str, entity: object) -> bool:
        """Whether a user sees an entity: only what is in a space is hidden, and data sets that are in none.

        Shared samples are shown to all users, their data sets to instance administrators only (openbis-protocol 3.2).
        """
        person = self.persons.get(user)
        if person is None or person.spaces is None:
            return True
        space = self.space_of(entity)
        if space is None:
            return not isinstance(entity, e.DataSet)
        return space in person.spaces

    # --- inside --------------------------------------------------------------------------------------------------

    @staticmethod
    def _lookup(table: Table[EntityT], text: str) -> EntityT | None:
        found = table.get(text)
        if found is None:
            found = next(iter(table.find("identifier", text.upper())), None)
        return found

    def _table_of(self, entity: EntityT) -> Table[EntityT]:
        return self._tables[type(entity).__name__]

    def _restore(self) -> int:
        """Read what is stored; return the highest sequence number of a permId ever used."""
        highest = 0
        for name, key, fields in self._journal.read():
            highest = max(highest, _sequence_number(key))
            table = self._tables.get(name)
            if table is not None and fields is None:
                table.remove(key)
            elif table is not None and fields is not None:
                table.put(from_fields(table.entity_class, fields))
        # The sequence number outlives the entity that had it: openBIS never gives a permId twice.
        self._journal.rewrite(itertools.chain(self._all(), [("Sequence", f"-{highest}", None)]))
        return highest

    def _all(self) -> Iterator[Change]:
        for name, table in self._tables.items():
            for entity in table:
                yield name, entity.key, entity


def afs_location(owner: str) -> str:
    """Where AFS keeps an owner's files inside a share: ``<storageUuid>/<aa>/<bb>/<cc>/<permId>`` (openbis-afs 6).

    The three levels are the first bytes of the permId's MD5 (lib-transactional-file-system, ``IOUtils.getShards``).
    """
    digest = hashlib.md5(owner.encode(), usedforsecurity=False).hexdigest()
    return f"{AFS_STORAGE_UUID}/{digest[:2]}/{digest[2:4]}/{digest[4:6]}/{owner}"


def perm_id_of(date: int, number: int) -> str:
    """Return the permId of something that came at a date (milliseconds since 1970 UTC) as the database's nth row."""
    moment = datetime.fromtimestamp(date // 1000, tz=timezone.utc)
    return f"{moment:%Y%m%d%H%M%S}{date % 1000:03d}-{number}"


def _sequence_number(key: str) -> int:
    digits = key.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _experiment_table() -> Table[e.Experiment]:
    return Table(
        e.Experiment,
        identifier=lambda x: [x.identifier],
        permid=lambda x: [x.perm_id],
        code=lambda x: [x.code],
        project=lambda x: [x.project],
        type=lambda x: [x.type],
    )


def _sample_table() -> Table[e.Sample]:
    return Table(
        e.Sample,
        identifier=lambda s: [s.identifier],
        permid=lambda s: [s.perm_id],
        code=lambda s: [s.code],
        space=lambda s: _some(s.space),
        project=lambda s: _some(s.project),
        experiment=lambda s: _some(s.experiment),
        container=lambda s: _some(s.container),
        parents=lambda s: s.parents,
        type=lambda s: [s.type],
    )


def _data_set_table() -> Table[e.DataSet]:
    return Table(
        e.DataSet,
        permid=lambda d: [d.perm_id],
        code=lambda d: [d.perm_id],
        experiment=lambda d: _some(d.experiment),
        sample=lambda d: _some(d.sample),
        parents=lambda d: d.parents,
        components=lambda d: d.components,
        type=lambda d: [d.type],
    )


def _some(*values: str | None) -> list[str]:
    return [value for value in values if value is not None]
