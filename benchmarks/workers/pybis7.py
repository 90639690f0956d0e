"""pyBIS 7 with the file server (AFS) of openBIS 7, by the client that it brings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pybis
from pybis.afs.afs_client import AfsClient

from benchmarks.workers.worker_side import Order, work

_AFS_PATH = "/afs-server"
_UPLOAD = "upload"  # `tasks.UPLOAD`, which cannot be imported in the environment of pyBIS 7


def _prepare(order: Order) -> Callable[[], object]:
    openbis = pybis.Openbis(
        order["url"],
        verify_certificates=False,
        use_cache=True,
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
    openbis.login(order["user"], order["password"])
    client = AfsClient(f"{order['url']}{_AFS_PATH}", openbis.token, verify=False)
    if order["kind"] == _UPLOAD:
        return partial(client.upload_files, order["upload_owner"], "/", order["files"])
    return partial(client.download_files, order["perm_id"], "/", f"{order['target']}/{order['perm_id']}/")


if __name__ == "__main__":
    work(_prepare)
