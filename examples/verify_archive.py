"""Verify an archive of downloads by the checksums in its manifests, without openBIS.

    python verify_archive.py /srv/mirror [--table space.csv] [--report report.csv]

A deleted folder cannot be detected by its manifest; a table written by `export_table.py` lists the expected data sets.
Only what is wrong is printed, so that cron sends no mail if all is right. Each Sunday:

    0 6 * * 0  /opt/openbis/bin/python /opt/openbis/verify_archive.py /srv/mirror --report /srv/mirror-report.csv

The report has a line for each data set, and one for each file that is missing, damaged or cannot be verified.
The exit status is 0 if all is right, and 1 if not.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from jupyter_openbis_server import OpenbisError, Verification, verify

Line = tuple[str, str, str, str]  # permId, folder, file, state


def main(folder: Path, table: Path | None, report: Path | None) -> None:
    """Verify, report, and exit with a status."""
    expected = set(_perm_ids_in(table)) if table else set()
    lines: list[Line] = []
    for found in verify(folder):
        expected.discard(found.download.manifest.perm_id)
        lines += _lines_about(found)
    lines += [(perm_id, "", "", "not in the archive") for perm_id in sorted(expected)]

    if report:
        _write(report, lines)
    wrong = [line for line in lines if line[-1] != "right"]
    for line in wrong:
        print("  ".join(filter(None, line)))
    sys.exit(1 if wrong else 0)


def _lines_about(found: Verification) -> Iterator[Line]:
    perm_id, path = found.download.manifest.perm_id, found.download.path
    unfinished = not found.download.manifest.is_complete
    yield perm_id, path, "", "right" if found.ok else "unfinished" if unfinished else "not right"
    for each in found.wrong:
        yield perm_id, path, each.file.local_path, each.local.state.value  # missing, partial, different
    for each in found.unknown:
        yield perm_id, path, each.file.local_path, "without checksum"


def _perm_ids_in(table: Path) -> Iterator[str]:
    with table.open(newline="", encoding="utf-8") as file:
        yield from (row["permId"] for row in csv.DictReader(file) if row["kind"] == "PHYSICAL")


def _write(report: Path, lines: list[Line]) -> None:
    unfinished = report.with_name(f".{report.name}.part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("permId", "folder", "file", "state"), *lines])
    unfinished.replace(report)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verify an archive of downloads by its manifests.")
    parser.add_argument("folder", type=Path, help="the archive: a folder with data sets in it")
    parser.add_argument("--table", type=Path, help="CSV with the columns permId and kind: what must be there")
    parser.add_argument("--report", type=Path, help="CSV file to write")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
