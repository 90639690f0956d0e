"""The list of the folders that a server keeps in openBIS, in a file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.shared.regular_file import read_regular
from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders, KeptFoldersTooLong
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, replaced
from jupyter_openbis_server.domain.sync.request import Direction
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_VERSION = 1
_MAX_BYTES = 1 << 20
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


class KeptFoldersFile:
    """Port `KeptFolders`: a file for each root folder of a server, so that each server keeps its own folders.

    Args:
        folder: The folder for these files; it is created when it is needed.
        root_dir: Jupyter's root folder.
    """

    def __init__(self, folder: Path, root_dir: Path) -> None:
        which = hashlib.sha256(str(root_dir).encode(errors="surrogatepass")).hexdigest()[:16]
        self._path, self._root_dir = folder / f"{which}.json", root_dir
        self._lock = threading.Lock()

    def all(self) -> tuple[KeptFolder, ...]:
        """See the port."""
        return tuple(self._read().values())

    def put(self, folder: KeptFolder) -> None:
        """See the port."""
        with self._lock:
            self._write(replaced(self._read(), folder))

    def remove(self, folder: KeptFolder) -> None:
        """See the port."""
        with self._lock:
            known = self._read()
            if known.pop(folder.real_path, None):
                self._write(known)

    def _read(self) -> dict[str, KeptFolder]:
        try:
            document = json.loads(read_regular(self._path, _MAX_BYTES))
            if document["version"] != _VERSION:
                raise InvalidKeptFolders(str(self._path), "another version of this program has written it")
            folders = map(_folder, document["folders"])
            return {each.real_path: each for each in folders}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise InvalidKeptFolders(str(self._path), error.strerror or "it cannot be opened") from error
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise InvalidKeptFolders(str(self._path), "it is damaged") from error

    def _write(self, folders: Mapping[str, KeptFolder]) -> None:
        document = {
            "version": _VERSION,
            "root": str(self._root_dir),
            "folders": [_document(each) for each in folders.values()],
        }
        content = json.dumps(document, indent=1).encode()
        if len(content) > _MAX_BYTES:
            raise KeptFoldersTooLong(_MAX_BYTES)
        with storage_errors(self._path.parent):
            self._path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_atomically(self._path, content, mode=_PRIVATE_FILE)


def _document(kept: KeptFolder) -> dict[str, Any]:
    return {
        "folder": kept.folder,
        "realPath": kept.real_path,
        "connection": kept.connection,
        "permId": kept.perm_id,
        "identifier": kept.identifier,
        "user": kept.user,
        "since": kept.since.isoformat(),
        "direction": kept.direction.value,
        "delete": kept.delete,
        "hidden": kept.exclusion.hidden,
        "exclude": list(kept.exclusion.patterns),
        "settleSeconds": kept.pace.settle_seconds,
        "intervalSeconds": kept.pace.interval_seconds,
    }


def _folder(document: Mapping[str, Any]) -> KeptFolder:
    """Return a folder of the file. Raises KeyError, TypeError, ValueError, AttributeError."""
    texts = [document[key] for key in ("folder", "realPath", "connection", "permId", "identifier", "user")]
    patterns = document["exclude"]
    if not isinstance(patterns, list) or not all(isinstance(each, str) for each in (*texts, *patterns)):
        raise TypeError(texts)
    since = dt.datetime.fromisoformat(document["since"])
    if since.tzinfo is None:
        raise ValueError(since)
    folder, real_path, connection, perm_id, identifier, user = texts
    return KeptFolder(
        folder,
        real_path,
        connection,
        perm_id,
        identifier,
        since,
        Direction(document["direction"]),
        document["delete"] is True,
        Exclusion(document["hidden"] is True, tuple(patterns)),
        Pace(_seconds(document["settleSeconds"]), _seconds(document["intervalSeconds"])),
        user,
    )


def _seconds(value: Any) -> float:  # noqa: ANN401
    """Return a time to wait. Raises TypeError, ValueError."""
    seconds = float(value)
    if not 0 < seconds < math.inf:
        raise ValueError(seconds)
    return seconds
