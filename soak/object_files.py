"""Traffic with files of samples in openBIS's file server (AFS): uploads, changes, and downloads meanwhile.

Each user changes the files of an own sample, one change after the other, so that what must be there is known.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from soak.client import Client, Figures, Json
from soak.world import World

SIZES = (0, 10, 50_000, 3_000_000)
_FOLDERS = 4
_FILES = 3
_CANCELLED_ONE_IN = 6
_PAUSE_SECONDS = 0.3
_FAILED = 400


def digest_of(content: bytes) -> str:
    """Return what a journal notes of a content."""
    return sha256(content).hexdigest()


@dataclass
class ObjectFileJournal:
    """What may be in the folder of one sample.

    Attributes:
        possible: Path to the digests that the file may have; None if it may be missing, as it must be if its path is
            not here.
        late: Path to digests of uploads that have failed; openBIS may still carry out such an upload.
        sent: Digests of all contents that were ever sent: no file may have another one.
    """

    possible: dict[str, set[str | None]] = field(default_factory=lambda: defaultdict(lambda: {None}))
    late: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sent: set[str] = field(default_factory=set)

    def put(self, path: str, digest: str, *, is_certain: bool) -> None:
        """Note that a file was stored, or may be."""
        if is_certain:
            self.possible[path] = {digest}
        else:
            self.possible[path].add(digest)
            self.late[path].add(digest)

    def remove(self, path: str, *, is_certain: bool) -> None:
        """Note that a file was deleted, or may be."""
        if is_certain:
            self.possible[path] = {None}
        else:
            self.possible[path].add(None)

    def move(self, path: str, new_path: str, *, is_certain: bool) -> None:
        """Note that a file was moved to a new name, or may be."""
        contents = {each for each in self.possible[path] if each is not None}
        self.possible[new_path] = {*contents} if is_certain else {*contents, None}
        self.remove(path, is_certain=is_certain)

    def present(self) -> list[str]:
        """Return the paths of files that must be there, sorted."""
        return sorted(path for path, digests in self.possible.items() if None not in digests)


@dataclass(frozen=True)
class ObjectFileUser:
    """A user who changes the files of an own sample in one thread, and downloads them in another one.

    Attributes:
        name: The user, and the connection.
        owner: PermId of the sample.
    """

    name: str
    owner: str
    world: World
    figures: Figures
    journal: ObjectFileJournal

    def change(self, client: Client, chance: random.Random) -> None:
        """Upload files, or delete or move one that must be there."""
        present = self.journal.present()
        action = chance.choice(("upload", "upload", "delete", "move")) if present else "upload"
        if action == "upload":
            self._upload(client, chance)
        elif action == "delete":
            self._delete(client, chance.choice(present))
        else:
            self._move(client, chance.choice(present), f"moved/{chance.randrange(10**9)}.bin")

    def download(self, client: Client, chance: random.Random) -> None:
        """Download the files while they change."""
        job = client.start(download_of(self.world, self.name, self.owner))
        if job:
            self._cancel_sometimes(client, chance, job)
            self.figures.count(f"downloads of changing files {_state(client.end_of(job))}")

    def _upload(self, client: Client, chance: random.Random) -> None:
        name = f"run {chance.randrange(_FOLDERS)}"
        folder = self.world.root / f"files of {self.name}" / name
        folder.mkdir(parents=True, exist_ok=True)
        digests = {}
        for number in range(_FILES):
            content = chance.randbytes(chance.choice(SIZES))
            (folder / f"file {number}.bin").write_bytes(content)
            digests[f"{name}/file {number}.bin"] = digest_of(content)
        self.journal.sent |= set(digests.values())
        source = folder.relative_to(self.world.root).as_posix()
        request = {"kind": "uploadFiles", "connection": self.name, "entityIdentifier": self.owner}
        job = client.start({**request, "files": [source], "replace": True})
        if job is None:
            return
        self._cancel_sometimes(client, chance, job)
        ended = client.end_of(job)
        self.figures.count(f"file uploads {_state(ended)}")
        for path, digest in digests.items():
            self.journal.put(path, digest, is_certain=ended.get("state") == "done")

    def _delete(self, client: Client, path: str) -> None:
        is_done = self._post(client, {"action": "delete", "paths": [path]})
        self.journal.remove(path, is_certain=is_done)

    def _move(self, client: Client, path: str, new_path: str) -> None:
        is_done = self._post(client, {"action": "move", "path": path, "newPath": new_path})
        self.journal.move(path, new_path, is_certain=is_done)

    def _post(self, client: Client, body: Json) -> bool:
        status, answer = client.ask("POST", f"openbis/files/{self.name}/{self.owner}", body)
        is_done = status < _FAILED
        self.figures.count(f"file {body['action']}s {'done' if is_done else 'failed: ' + str(answer.get('code'))}")
        return is_done

    def _cancel_sometimes(self, client: Client, chance: random.Random, job: str) -> None:
        if chance.randrange(_CANCELLED_ONE_IN) == 0:
            time.sleep(chance.uniform(0, _PAUSE_SECONDS))
            client.cancel(job)


def download_of(world: World, name: str, owner: str) -> Json:
    """Return the request to download the files of a user's sample."""
    folder = download_folder(world, name)
    return {"kind": "download", "connection": name, "folder": str(folder), "permIds": [owner]}


def download_folder(world: World, name: str) -> Path:
    """Return the folder for these downloads."""
    return world.root / name / "files of the sample"


def _state(job: Json) -> str:
    error = job.get("error")
    return f"{job.get('state')}{': ' + str(error.get('code')) if isinstance(error, dict) else ''}"
