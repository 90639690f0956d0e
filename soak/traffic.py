"""Repeated actions of users."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests

from soak.client import Client, Figures
from soak.object_files import ObjectFileJournal, ObjectFileUser
from soak.world import LARGE_FOLDER, OWNER, TYPE, World

_PAUSE_SECONDS = (0.0, 0.3)
_CANCELLED_ONE_IN = 6
_SECONDS_BETWEEN_FAILURES = 1.0
_SIZES = (0, 10, 50_000, 3_000_000)


@dataclass
class Journal:
    """What was reported to users, for comparison with the actual state.

    Attributes:
        downloads: Folder to permId of the data set that is complete in it or being downloaded.
        uploads: Name of each upload to its files.
        registered: Name of each upload that was reported as done, to the permId.
        object_files: PermId of a sample to what may be in its files.
    """

    downloads: dict[Path, str] = field(default_factory=dict)
    uploads: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    registered: dict[str, str] = field(default_factory=dict)
    object_files: dict[str, ObjectFileJournal] = field(default_factory=dict)


@dataclass(frozen=True)
class User:
    """One user with several tasks, each in its own thread."""

    name: str
    world: World
    figures: Figures
    journal: Journal
    ended: threading.Event

    def threads(self, seed: int) -> Iterator[threading.Thread]:
        """Yield the threads, not started."""
        mounting = (self._mount,) if self.world.mounts else ()
        large = (self._fail_large_download,) if self.world.large and self.name == self.world.users[0] else ()
        activities = (
            self._download,
            self._download,
            self._upload,
            self._browse,
            *self._with_files(),
            *mounting,
            *large,
        )
        for number, activity in enumerate(activities):
            chance = random.Random(f"{seed} {self.name} {number}")  # noqa: S311 - no secrets
            yield threading.Thread(target=self._repeat, args=(activity, chance), name=f"{self.name} {number}")

    def _with_files(self) -> Sequence[Callable[[Client, random.Random], None]]:
        owner = self.world.owners.get(self.name)
        if owner is None:
            return ()
        journal = self.journal.object_files.setdefault(owner, ObjectFileJournal())
        user = ObjectFileUser(self.name, owner, self.world, self.figures, journal)
        return user.change, user.download

    def _repeat(self, activity: Callable[[Client, random.Random], None], chance: random.Random) -> None:
        client = Client(self.world.jupyter, self.figures)
        while not self.ended.is_set():
            try:
                activity(client, chance)
            except requests.RequestException as error:
                self.figures.add_problem(f"{activity.__name__}: Jupyter has not answered: {error}")
            self.ended.wait(chance.uniform(*_PAUSE_SECONDS))

    def _download(self, client: Client, chance: random.Random) -> None:
        perm_id = chance.choice(sorted(self.world.sources))
        folder = self.world.root / self.name / str(chance.randrange(40))
        if self.journal.downloads.setdefault(folder, perm_id) != perm_id:
            return  # one data set per folder
        request = {"kind": "download", "connection": self.name, "folder": str(folder), "permIds": [perm_id]}
        job = client.start(request)
        if job is None:
            return
        if chance.randrange(_CANCELLED_ONE_IN) == 0:
            time.sleep(chance.uniform(*_PAUSE_SECONDS))
            client.cancel(job)
        self._count("downloads", client.end_of(job))

    def _upload(self, client: Client, chance: random.Random) -> None:
        name = uuid.uuid4().hex
        files = {
            f"file {number}.bin": chance.randbytes(chance.choice((0, 10, 50_000, 3_000_000))) for number in range(3)
        }
        folder = self.world.root / "uploads" / name
        folder.mkdir(parents=True)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        self.journal.uploads[name] = files
        request = {
            "kind": "upload",
            "connection": self.name,
            "key": name,
            "type": TYPE,
            "entityIdentifier": OWNER,
            "files": [f"uploads/{name}"],
        }
        job = client.start(request)
        if job is None:
            return
        if chance.randrange(_CANCELLED_ONE_IN) == 0:
            time.sleep(chance.uniform(*_PAUSE_SECONDS))
            client.cancel(job)
        found = client.end_of(job)
        self._count("uploads", found)
        if found.get("state") == "done":
            self.journal.registered[name] = found["permIds"][0]

    def _browse(self, client: Client, chance: random.Random) -> None:
        client.quick("api/status")
        client.quick("openbis/conns")
        client.quick("openbis/jobs")
        path = chance.choice(
            (
                f"openbis/sample/{self.name}/{quote(OWNER, safe='')}?count=20",
                f"openbis/datasetTypes/{self.name}?refresh=true",
                f"openbis/conn/{self.name}",
            )
        )
        status, content = client.ask("GET", path)
        self.figures.count("listings answered" if status < 400 else f"listings failed: {content.get('code')}")  # noqa: PLR2004

    def _fail_large_download(self, client: Client, chance: random.Random) -> None:
        """List a data set with thousands of files, and start a download that fails: its folder exists as a file."""
        del chance
        folder = self.world.root / self.name / "conflict"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / self.world.large).touch()
        listing = f"openbis/files/{self.name}/{self.world.large}?folder={quote(LARGE_FOLDER)}&count=1000"
        status, content = client.ask("GET", listing)
        self.figures.count("large listings answered" if status < 400 else f"listings failed: {content.get('code')}")  # noqa: PLR2004
        request = {"kind": "download", "connection": self.name, "folder": str(folder), "permIds": [self.world.large]}
        job = client.start(request)
        if job is None:
            return
        if client.end_of(job).get("state") == "done":
            self.figures.add_problem(f"{folder}: a download has replaced a file by a folder")
        self.figures.count("large downloads failed")
        self.ended.wait(_SECONDS_BETWEEN_FAILURES)

    def _mount(self, client: Client, chance: random.Random) -> None:
        status, content = client.ask("PUT", f"openbis/conn/{self.name}", {"action": "mount"})
        self.figures.count("mounts done" if status < 400 else f"mounts failed: {content.get('code')}")  # noqa: PLR2004
        if self.world.mounts and status < 400:  # noqa: PLR2004
            with suppress(OSError):  # openBIS may be restarting
                list((self.world.mounts / self.name).iterdir())
        self.ended.wait(chance.uniform(*_PAUSE_SECONDS))
        status, content = client.ask("PUT", f"openbis/conn/{self.name}", {"action": "unmount"})
        if status >= 400:  # noqa: PLR2004
            self.figures.count(f"unmounts failed: {content.get('code')}")

    def _count(self, what: str, job: Mapping[str, object]) -> None:
        error = job.get("error")
        code = f": {error.get('code')}" if isinstance(error, dict) else ""
        self.figures.count(f"{what} {job.get('state')}{code}")


@contextmanager
def traffic(world: World, figures: Figures, journal: Journal, seed: int) -> Iterator[None]:
    """Run the actions of all users within the block; at its end, wait for those that have started."""
    ended = threading.Event()
    users = (User(name, world, figures, journal, ended) for name in world.users)
    threads = [thread for user in users for thread in user.threads(seed)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
