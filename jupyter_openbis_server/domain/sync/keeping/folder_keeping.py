"""Service that keeps folders in openBIS as long as the program runs."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from jupyter_openbis_server.domain.errors import ServerBusy
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.errors import FolderAlreadyKept, FolderNotKept, TooManyKeptFolders
from jupyter_openbis_server.domain.sync.keeping.keeper import Keeper, KeeperServices
from jupyter_openbis_server.domain.sync.keeping.kept_folder import MAX_KEPT, KeptFolder, KeptStatus
from jupyter_openbis_server.domain.sync.keeping.ports import BackgroundWork, KeptFolders, RunningWork

_STEP_SECONDS = 0.2


@dataclass(frozen=True)
class _Running:
    keeper: Keeper
    work: RunningWork


@dataclass
class FolderKeeping:
    """Keeps folders in openBIS, each in a thread. Safe for use from several threads.

    Only `keep`, `renaming`, `end`, `resume` and `close` wait, for the list on the disk or for a folder.

    Attributes:
        stored: The list that survives a restart.
    """

    stored: KeptFolders
    work: BackgroundWork
    services: KeeperServices
    _running: dict[str, _Running] = field(default_factory=dict, init=False)
    _ending: list[_Running] = field(default_factory=list, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)
    """Held for moments only."""
    _changing: threading.Lock = field(default_factory=threading.Lock, init=False)
    """Held by the one who changes the list."""
    _is_closed: bool = field(default=False, init=False)

    def all(self) -> tuple[KeptStatus, ...]:
        """Return all kept folders."""
        with self._lock:
            return tuple(each.keeper.status for each in self._running.values())

    def of(self, folder: str) -> KeptStatus | None:
        """Return a kept folder by its path, as named by the user or resolved; None if it is not kept."""
        found = self._find(folder)
        return found.keeper.status if found else None

    def keep(self, kept: KeptFolder) -> KeptStatus:
        """Begin to keep a folder, or change how it is kept.

        Raises:
            FolderAlreadyKept: a folder above or below is kept.
            TooManyKeptFolders, ServerBusy: there are too many, or the program is about to end.
            InvalidKeptFolders, TargetNotWritable, DiskFull: it cannot be remembered. Nothing was changed.
        """
        with self._changing:
            former = self._replaced_by(kept)
            if len(former) == 1 and _is_same(former[0].keeper.kept, kept):
                return _awake(former[0].keeper)
            self._check_room(kept)
            self.stored.put(kept)
            for each in former:
                self._end(each)
            return self._start(kept).status

    def check(self, kept: KeptFolder) -> None:
        """Raise an error of `keep` if a folder cannot be kept beside the others; nothing is changed."""
        self._check_room(kept)

    @contextmanager
    def renaming(self, connection: str, name: str) -> Iterator[None]:
        """Let the folders of a connection follow it: the block gives it another name. If it fails, nothing has changed.

        They go on undisturbed if the name stays the same.

        Raises:
            InvalidKeptFolders, KeptFoldersTooLong, TargetNotWritable, DiskFull: it cannot be remembered, and the block
                was not entered.
        """
        if name == connection:
            yield
            return
        with self._changing:
            with self._lock:
                former = tuple(each for each in self._running.values() if each.keeper.kept.connection == connection)
            following = tuple(replace(each.keeper.kept, connection=name) for each in former)
            try:
                for kept in following:
                    self.stored.put(kept)
                yield
            except BaseException:
                for each in former:
                    self.stored.put(each.keeper.kept)
                raise
            for each, kept in zip(former, following, strict=True):
                self._end(each)
                if not self._is_closed:
                    self._start(kept)

    def end(self, folder: str) -> KeptStatus:
        """Keep a folder no longer. No file is deleted; a transfer that is running is cancelled.

        Raises:
            FolderNotKept.
            InvalidKeptFolders, TargetNotWritable, DiskFull: the list cannot be written; the folder is still kept.
        """
        with self._changing:
            found = self._known(folder)
            self.stored.remove(found.keeper.kept)
            self._end(found)
            return found.keeper.status

    def synchronise_now(self, folder: str) -> KeptStatus:
        """Synchronise a kept folder at once, and return its state before that. Raises FolderNotKept."""
        found = self._known(folder)
        found.keeper.synchronise_now()
        return found.keeper.status

    def resume(self) -> None:
        """Keep the folders of the list again, after a restart. Raises InvalidKeptFolders: none is kept."""
        with self._changing:
            for kept in self.stored.all()[:MAX_KEPT]:
                if not self._is_closed and self._find(kept.real_path) is None:
                    self._start(kept)

    def transfers(self) -> tuple[dt.datetime, ...]:
        """Return when the transfers began that are running."""
        with self._lock:
            began = (each.keeper.transferring_since for each in self._running.values())
            return tuple(each for each in began if each)

    def close(self, seconds: float) -> None:
        """End all work, since the program ends, and begin no more; the folders stay in the list.

        Args:
            seconds: How long to wait for the work to end.
        """
        with self._lock:
            self._is_closed = True
            for each in tuple(self._running.values()):
                self._end(each)
            ending = tuple(self._ending)
        deadline = time.monotonic() + seconds
        for each in ending:
            each.work.wait(max(0.0, deadline - time.monotonic()))

    def _check_room(self, kept: KeptFolder) -> None:
        with self._lock:
            former = self._replaced_by(kept)
            others = [each.keeper.kept for each in self._running.values() if each not in former]
            self._ending = [each for each in self._ending if not each.work.wait(0.0)]
        self._check_open()
        for other in others:
            if other.overlaps(kept.real_path):
                raise FolderAlreadyKept(kept.folder, other.folder, other.identifier)
        if len(others) >= MAX_KEPT:
            raise TooManyKeptFolders(MAX_KEPT)
        if len(self._ending) >= MAX_KEPT:  # their file systems do not respond
            raise ServerBusy(kept.folder)

    def _start(self, kept: KeptFolder) -> Keeper:
        keeper = Keeper(kept, self.services)
        with self._lock:
            self._check_open()
            former = tuple(each.work for each in self._ending if each.keeper.kept.overlaps(kept.real_path))
            run: Callable[[], None] = partial(keeper.run, partial(_wait_for, former))
            self._running[kept.real_path] = _Running(keeper, self.work.start(run, "openbis-kept-folder"))
        return keeper

    def _end(self, running: _Running) -> None:
        with self._lock:
            if self._running.pop(running.keeper.kept.real_path, None):
                self._ending.append(running)
        running.keeper.end()

    def _check_open(self) -> None:
        if self._is_closed:
            raise ServerBusy("a server that is about to stop")

    def _known(self, folder: str) -> _Running:
        found = self._find(folder)
        if found is None:
            raise FolderNotKept(folder)
        return found

    def _replaced_by(self, kept: KeptFolder) -> tuple[_Running, ...]:
        """Return the folders with the same real path, or with the same name: a link may lead to another folder now."""
        with self._lock:
            return tuple(each for each in self._running.values() if each.keeper.kept.is_replaced_by(kept))

    def _find(self, folder: str) -> _Running | None:
        with self._lock:
            named = (each for each in self._running.values() if each.keeper.kept.folder == folder)
            return self._running.get(folder) or next(named, None)


def _is_same(known: KeptFolder, wanted: KeptFolder) -> bool:
    """Return whether a folder is kept as wanted already."""
    return known == replace(wanted, since=known.since)


def _awake(keeper: Keeper) -> KeptStatus:
    """Try again at once if there was an error: the user may have removed its reason. Return the state before that."""
    status = keeper.status
    if status.error:
        keeper.synchronise_now()
    return status


def _wait_for(former: tuple[RunningWork, ...], cancellation: Cancellation) -> None:
    for each in former:
        while not each.wait(_STEP_SECONDS):
            cancellation.check()
