"""The folders that AFS keeps beside files: cached checksums and previews, snapshots, trash (openbis-afs 3 and 4)."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from jupyter_openbis_server.fake_openbis.afs.owners import Place, kind_of
from jupyter_openbis_server.fake_openbis.afs.paths import HIDDEN, SNAPSHOTS, TRASH

_CACHES = ("-hash.md5", "-preview.jpg")
HASH, PREVIEW = _CACHES
_TIMESTAMP = "%Y_%m_%d_%H_%M_%S_%f"


def cache_of(file: Path, suffix: str) -> Path:
    """Where the checksum (``HASH``) or the preview (``PREVIEW``) of a file is kept."""
    return file.parent / HIDDEN / f"{file.name}{suffix}"


def cached(file: Path, suffix: str) -> bytes | None:
    """Return the checksum or the preview if it is kept."""
    with suppress(OSError):
        return cache_of(file, suffix).read_bytes()
    return None


def keep(file: Path, suffix: str, content: bytes) -> None:
    """Keep the checksum or the preview of a file."""
    cache = cache_of(file, suffix)
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(content)


def clear_caches(file: Path) -> None:
    """Forget checksum and preview of a file that has changed."""
    if not os.path.isdir(f"{os.path.dirname(file)}/{HIDDEN}"):  # noqa: PTH112, PTH120 -- of thousands of files
        return
    for suffix in _CACHES:
        cache_of(file, suffix).unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Move a file or folder with what is kept beside it.

    Raises:
        OSError: When the system refuses it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    clear_caches(target)
    for suffix in _CACHES:
        if (cache := cache_of(source, suffix)).exists():
            cache_of(target, suffix).parent.mkdir(exist_ok=True)
            cache.rename(cache_of(target, suffix))
    _move_snapshots(source, target)


def delete(path: Path) -> None:
    """Delete a file or folder with what is kept beside it.

    Raises:
        OSError: When the system refuses it.
    """
    if kind_of(path) == "folder":
        shutil.rmtree(path)
    else:
        path.unlink()
    clear_caches(path)
    shutil.rmtree(_snapshots_of(path), ignore_errors=True)
    _remove_empty(_snapshots_of(path).parent)


def add_snapshot(file: Path) -> None:
    """Keep a copy of a file as it is now.

    Raises:
        OSError: When the system refuses it.
    """
    folder = _snapshots_of(file)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, _free_name(folder / _timestamp(datetime.now().astimezone())))


def move_to_trash(place: Place) -> None:
    """Move a file or folder of an owner to the owner's trash; folders of the same name are merged.

    What has the same name in the trash already gets its own date of change behind its name.

    Raises:
        OSError: When the system refuses it, as it does for the owner's folder itself.
    """
    _to_trash(place.path, place.folder, place.folder / TRASH)


def _to_trash(path: Path, root: Path, trash: Path) -> None:
    if kind_of(path) == "missing":
        return
    target = trash / path.relative_to(root)
    if kind_of(target) == kind_of(path) == "folder":
        for each in list(path.iterdir()):
            _to_trash(each, root, trash)
        delete(path)
        return
    if kind_of(target) != "missing":
        changed = datetime.fromtimestamp(target.stat().st_mtime).astimezone()
        move(target, _free_name(target.with_name(f"{target.name}#{_timestamp(changed)}")))
    move(path, target)


def _snapshots_of(path: Path) -> Path:
    return path.parent / SNAPSHOTS / path.name


def _move_snapshots(source: Path, target: Path) -> None:
    old, new = _snapshots_of(source), _snapshots_of(target)
    if kind_of(old) == "folder":
        new.mkdir(parents=True, exist_ok=True)
        for snapshot in list(old.iterdir()):
            snapshot.rename(_free_name(new / snapshot.name))
        old.rmdir()
        _remove_empty(old.parent)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _free_name(path: Path) -> Path:
    """Return the path, or the first one with ``_2``, ``_3`` … behind it that is free."""
    return next(candidate for candidate in _names(path) if kind_of(candidate) == "missing")


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in itertools.count(2):
        yield path.with_name(f"{path.name}_{number}")


def _timestamp(moment: datetime) -> str:
    """Local time with milliseconds: ``2026_11_29_09_30_00_123``."""
    return moment.strftime(_TIMESTAMP)[:-3]
