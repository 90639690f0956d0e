"""pyBIS as its documentation shows it."""

from __future__ import annotations

from collections.abc import Callable

import pybis

from benchmarks.tasks import UPLOAD
from benchmarks.workers.worker_side import Order, work


def _prepare(order: Order) -> Callable[[], object]:
    openbis = pybis.Openbis(
        order["url"],
        verify_certificates=False,
        use_cache=True,
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
    openbis.login(order["user"], order["password"])
    if order["kind"] == UPLOAD:
        sample = openbis.get_sample(order["owner"])
        data_set = openbis.new_dataset(type=order["type"], sample=sample, files=order["files"])
        return data_set.save  # type: ignore[no-any-return]
    data_set = openbis.get_dataset(order["perm_id"])
    return lambda: data_set.download(destination=order["target"])


if __name__ == "__main__":
    work(_prepare)
