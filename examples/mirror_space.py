"""Mirror a space: bring all data sets of it that are new into a folder, night after night.

    python mirror_space.py /YEAST_LAB /srv/mirror

From cron, with the summary in a log, and the failures in the mail that cron sends:

    30 2 * * *  /opt/openbis/bin/python /opt/openbis/mirror_space.py /YEAST_LAB /srv/mirror >>/var/log/mirror.log

A data set that fails does not stop the others, and the next run retries it; interrupted downloads are resumed. Data
sets that are complete according to their manifests are skipped: `verify_archive.py` reads their files, and `--repair`
fetches what is damaged. Nothing is ever removed from the mirror. `jupyter openbis mirror` reads all files in each run.

The exit status is 0 if all is there, and 1 if not.
"""

import argparse
import datetime as dt
import sys
from pathlib import Path

from jupyter_openbis_server import OpenbisError, OutcomeState, connect, local_downloads


def main(space: str, folder: Path, connection: str | None, *, repair: bool) -> None:
    """Mirror, report, and exit with a status."""
    complete = {each.manifest.perm_id for each in local_downloads(folder) if each.manifest.is_complete}
    with connect(connection) as lab:
        listed = list(lab.datasets(space))
        with_files = [each for each in listed if each.kind == "PHYSICAL"]  # not containers and links
        missing = [each for each in with_files if each.perm_id not in complete]
        archived = [each for each in missing if not each.is_readable]
        wanted = [each for each in (with_files if repair else missing) if each.is_readable]
        report = lab.download(wanted, to=folder)

    fetched = sum(each.state is OutcomeState.DONE for each in report.outcomes)
    deleted = complete - {each.perm_id for each in listed}
    print(
        f"{dt.datetime.now(dt.timezone.utc):%Y-%m-%d %H:%M} UTC {space}: "
        f"{fetched} fetched, {len(report.failed)} failed, {len(archived)} in openBIS's archive only, "
        f"{len(deleted)} no longer in openBIS, {len(with_files)} in all"
    )
    for perm_id in sorted(deleted):
        print("no longer in openBIS:", perm_id)
    for failure in report.failed:
        print(f"failed: {failure.perm_id}: {failure.error}", file=sys.stderr)
    if report.stopped_by:
        print(f"the rest was not tried: {report.stopped_by}", file=sys.stderr)
    sys.exit(0 if report.is_complete else 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Mirror the data sets of a space into a folder.")
    parser.add_argument("space", help="its identifier, e.g. /YEAST_LAB; a project or experiment will do, too")
    parser.add_argument("folder", type=Path, help="where the mirror is; for this script alone")
    parser.add_argument("--repair", action="store_true", help="read all files, and fetch again what is damaged")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"nothing was mirrored: {error}")
