"""Checks of files of samples at the end of a soak test, in openBIS and in the folders of downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from soak.client import Client, Figures
from soak.object_files import ObjectFileJournal, digest_of, download_folder, download_of
from soak.world import World

_TRASH = ".afs.trash"
_HIDDEN = (".afs", ".jupyter-openbis-upload-")
_MANIFEST = ".openbis-dataset.json"


def wrong_object_files(
    openbis: FakeOpenbis, journals: Mapping[str, ObjectFileJournal], figures: Figures
) -> Iterator[str]:
    """Yield files in openBIS that are lost, incomplete, or should not be there.

    A request that openBIS carries out after the client has given up on it can change a file later: such a change is
    counted, and is no problem if the content is in openBIS, e.g. in its trash.
    """
    for owner, journal in journals.items():
        there, trash = _contents(openbis.laboratory.afs_path(owner))
        kept = {*there.values(), *trash.values()}
        for path in sorted({*there, *journal.possible}):
            digest, possible = there.get(path), journal.possible.get(path, {None})
            if digest is not None and digest not in journal.sent:
                yield f"{owner}: {path} was never sent like that"
            elif digest not in possible:
                wanted = {each for each in possible if each is not None}
                if not (digest is None or digest in journal.late.get(path, ())) or not wanted <= kept:
                    yield f"{owner}: {path} is {'missing' if digest is None else 'another version'}"
                else:
                    figures.count("files changed by a late request")
        figures.count("files of samples compared", len(there))
        yield from (f"{owner}: {path} in the trash was never sent" for path in trash if trash[path] not in journal.sent)


def wrong_object_downloads(world: World, journals: Mapping[str, ObjectFileJournal], figures: Figures) -> Iterator[str]:
    """Download the files once more, after the faults have stopped; yield what differs from openBIS."""
    client = Client(world.jupyter, figures)
    for name, owner in world.owners.items():
        there, _ = _contents(world.openbis.laboratory.afs_path(owner))
        if not there:
            continue
        job = client.start(download_of(world, name, owner))
        ended = client.end_of(job) if job else {}
        if ended.get("state") != "done":
            yield f"{owner}: the files cannot be downloaded: {ended.get('error')}"
            continue
        folder = download_folder(world, name) / owner
        local = {path: each for path, each in _files(folder).items() if path != _MANIFEST}
        yield from (f"{folder}: {path} is missing" for path in there.keys() - local.keys())
        for path, digest in local.items():
            if path in there and digest != there[path]:
                yield f"{folder}: {path} has other bytes than in openBIS"
            elif digest not in journals[owner].sent:  # what openBIS has no more stays here
                yield f"{folder}: {path} was never in openBIS like that"


def _contents(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the digests of the files with final names, and those in the trash, by path."""
    files = _files(folder)
    seen = {path: each for path, each in files.items() if not path.startswith(_HIDDEN) and "/.afs/" not in path}
    trash = {
        path: each
        for path, each in files.items()
        if path.startswith(f"{_TRASH}/") and not path.startswith(f"{_TRASH}/.") and "/.afs/" not in path
    }
    return seen, trash


def _files(folder: Path) -> dict[str, str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): digest_of(each.read_bytes()) for each in files}
