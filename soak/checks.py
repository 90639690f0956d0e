"""Checks at the end of a soak test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from soak.client import Client, Figures
from soak.traffic import Journal
from soak.world import World

_MANIFEST = ".openbis-dataset.json"


def complete_downloads(world: World, figures: Figures, journal: Journal) -> None:
    """Repeat all downloads, after the faults have stopped: all must succeed."""
    client = Client(world.jupyter, figures)
    for folder, perm_id in journal.downloads.items():
        user = folder.relative_to(world.root).parts[0]
        job = client.start({"kind": "download", "connection": user, "folder": str(folder), "permIds": [perm_id]})
        state = client.end_of(job) if job else {}
        if state.get("state") != "done":
            figures.add_problem(f"{folder}: the download cannot be completed: {state.get('error')}")


def remaining_mounts(world: World, figures: Figures) -> Iterator[str]:
    """Yield mounts that remain after all users have unmounted."""
    client = Client(world.jupyter, figures)
    for user in world.users:
        client.ask("PUT", f"openbis/conn/{user}", {"action": "unmount"})
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        if world.mounts and f" {world.mounts}/" in line:
            yield f"still mounted: {line.split()[4]}"


def wrong_downloads(world: World, journal: Journal) -> Iterator[str]:
    """Yield files that differ from their source, and unexpected files."""
    for folder, perm_id in journal.downloads.items():
        wanted = {f"{perm_id}/{path}": content for path, content in world.sources[perm_id].items()}
        found = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
        found.pop(f"{perm_id}/{_MANIFEST}", None)
        yield from (f"{folder}: {path} is missing" for path in wanted.keys() - found.keys())
        yield from (f"{folder}: {path} is unexpected" for path in found.keys() - wanted.keys())
        for path in wanted.keys() & found.keys():
            if found[path].read_bytes() != wanted[path]:
                yield f"{folder}: {path} has other bytes than in openBIS"


def wrong_uploads(openbis: FakeOpenbis, journal: Journal) -> Iterator[str]:
    """Yield uploads that were reported as done and are missing, registered twice, or different."""
    registered = _registered(openbis, journal.uploads)
    for name, perm_id in journal.registered.items():
        if registered[name] != [perm_id]:
            yield f"upload {name}: answered {perm_id}, registered are {registered[name]}"
    yield from (f"upload {name}: registered {len(found)} times" for name, found in registered.items() if len(found) > 1)
    for name, perm_ids in registered.items():
        for perm_id in perm_ids:
            folder = openbis.laboratory.store_path(perm_id) / "original" / name
            if _contents(folder) != journal.uploads[name]:
                yield f"upload {name}: {perm_id} has other bytes than the source"


def _registered(openbis: FakeOpenbis, uploads: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the data sets of each upload, identified by the name of their folder."""
    found: dict[str, list[str]] = defaultdict(list)
    for data_set in openbis.laboratory.data_sets:
        original = openbis.laboratory.store_path(data_set.perm_id) / "original"
        for name in (each.name for each in original.iterdir()) if original.is_dir() else ():
            if name in uploads:
                found[name].append(data_set.perm_id)
    return found


def _contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
