"""This project as a library, as `entrypoints/library/batch.py` shows it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders.worker_side import Order, work
from benchmarks.tasks import UPLOAD
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.library.batch import bootstrap


def _prepare(order: Order) -> Callable[[], object]:
    root = Path(os.path.commonpath(order["files"])) if len(order["files"]) > 1 else Path(order["files"][0]).parent
    openbis = bootstrap(root)
    name = order["connection"]
    openbis.connections.login(name, order["user"], Secret(order["password"]))
    if order["kind"] == UPLOAD:
        upload = openbis.uploads.upload
        files = tuple(str(Path(each).relative_to(root)) for each in order["files"])
        return lambda: upload(name, UploadRequest(order["type"], order["owner"], files))
    download = openbis.downloads.download
    return lambda: download(name, DownloadRequest((order["perm_id"],), order["target"]))


if __name__ == "__main__":
    work(_prepare)
