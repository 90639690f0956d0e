"""Download the data sets of a space, project, experiment or sample by the workers of a dask cluster.

    python dask_cluster.py /YEAST_LAB /shared/yeast                                      # workers on this machine
    python dask_cluster.py /YEAST_LAB /shared/yeast --scheduler tcp://scheduler:8786     # on a cluster

Needs `pip install 'jupyter-openbis-server[dask]'`, also for the workers, which must see the folder under the same path.
They get the session's token, and never a password. Each data set is a task of its own; one that fails does not stop the
others, and running the same command again resumes. From cron, each Saturday:

    0 1 * * 6  /opt/openbis/bin/python /opt/openbis/dask_cluster.py /YEAST_LAB /shared/yeast >>/var/log/yeast.log

The exit status is 0 if all is there, and 1 if not.
"""

import argparse
import sys
from pathlib import Path

from distributed import Client

from jupyter_openbis_server import OpenbisError, OutcomeState, connect


def main(options: argparse.Namespace) -> None:
    """Download, report, and exit with a status."""
    own_cluster = {} if options.scheduler else {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with Client(options.scheduler, **own_cluster) as client, connect(options.connection) as lab:
        wanted = (each for each in lab.datasets(options.place) if each.kind == "PHYSICAL")
        # One openBIS serves all workers. A few more data sets in progress than workers keep all workers busy.
        max_concurrent = len(client.scheduler_info()["workers"]) + 4
        report = lab.download(wanted, to=options.folder, executor=client.get_executor(), max_concurrent=max_concurrent)
    fetched = sum(each.state is OutcomeState.DONE for each in report.outcomes)
    print(f"{fetched} fetched, {len(report.failed)} failed, {len(report.outcomes)} in all")
    for failure in report.failed:
        print(f"failed: {failure.perm_id}: {failure.error}", file=sys.stderr)
    if report.stopped_by:
        print(f"the rest was not tried: {report.stopped_by}", file=sys.stderr)
    sys.exit(0 if report.is_complete else 1)


if __name__ == "__main__":  # the processes of a local cluster import this file, too
    parser = argparse.ArgumentParser(description="Download data sets by the workers of a dask cluster.")
    parser.add_argument("place", help="identifier of a space, project, experiment or sample, e.g. /YEAST_LAB")
    parser.add_argument("folder", type=Path, help="where they go; workers need it under the same path")
    parser.add_argument("--scheduler", help="address of a cluster's scheduler; two workers on this machine if left out")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(parser.parse_args())
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
