"""This project as a library, as `entrypoints/library/batch.py` shows it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.servers import AFS
from benchmarks.tasks import UPLOAD
from benchmarks.workers.worker_side import Order, work
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.library.batch import bootstrap


def _prepare(order: Order) -> Callable[[], object]:
    root = Path(os.path.commonpath(order["files"])) if len(order["files"]) > 1 else Path(order["files"][0]).parent
    openbis = bootstrap(root)
    name = order["connection"]
    openbis.connections.login(name, order["user"], Secret(order["password"]))
    if order["transport"] == AFS:  # finds the file server, whose address pyBIS 7 is given
        openbis.object_files.options(name)
    files = tuple(str(Path(each).relative_to(root)) for each in order["files"])
    if order["kind"] == UPLOAD and order["transport"] == AFS:
        return lambda: openbis.object_files.upload(name, FileUploadRequest(order["owner"], files))
    if order["kind"] == UPLOAD:
        upload = openbis.uploads.upload
        return lambda: upload(name, UploadRequest(order["type"], order["owner"], files))
    download = openbis.downloads.download
    return lambda: download(name, DownloadRequest((order["perm_id"],), order["target"]))


if __name__ == "__main__":
    work(_prepare)
