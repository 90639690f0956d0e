"""Upload the run folders of an instrument, each as a data set, with properties from a table.

    python upload_instrument_folder.py /data/microscope/runs.csv [--check]

The table (CSV, UTF-8, with commas) is in the folder of the run folders; its further columns are codes of properties:

    files,to,type,$NAME,MAGNIFICATION
    run_001,/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT,MICROSCOPY,First run,63

All rows are checked first; if one is wrong, all problems are printed and nothing is sent (exit status 1). Uploaded runs
are recorded in a journal, `runs.uploaded`, and not uploaded again; if openBIS's answer was lost, the run is looked for
first. From cron, hourly:

    5 * * * *  /opt/openbis/bin/python /opt/openbis/upload_instrument_folder.py /data/runs.csv
"""

import argparse
import csv
import sys
from pathlib import Path

from jupyter_openbis_server import InvalidUploads, OpenbisError, connect


def main(table: Path, connection: str | None, *, check: bool) -> None:
    """Check all rows that are not uploaded yet, then upload them."""
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, restkey="(a cell without a column)", restval=""))
    folders = {row.get("files", "") for row in rows}
    if len(folders) < len(rows) or "" in folders:
        sys.exit("each row needs a folder of its own")
    with connect(connection) as lab:
        journal = table.with_suffix(".uploaded")
        try:
            result = lab.upload_many(rows, base=table.parent, journal=journal, check_only=check, progress=False)
        except InvalidUploads as error:
            named = ((rows[each.row - 1]["files"], each) for each in error.problems)
            sys.exit("\n".join(f"{folder}: {each.field}: {each.problem}" for folder, each in named))
    sys.exit("\n".join(f"{rows[each.row - 1]['files']}: {each.error}" for each in result.failed) or None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Upload run folders with properties from a table.")
    parser.add_argument("table", type=Path, help="CSV with the columns files, to, type, and codes of properties")
    parser.add_argument("--check", action="store_true", help="check all rows, and send nothing")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
