"""Upload the run folders of an instrument, each as a data set, with properties from a table.

    python upload_instrument_folder.py /data/microscope/runs.csv [--check]

The table (CSV, UTF-8, with commas) is in the folder of the run folders; its further columns are codes of properties:

    folder,to,type,$NAME,MAGNIFICATION
    run_001,/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT,MICROSCOPY,First run,63

All rows are checked first; if one is wrong, all problems are printed and nothing is sent (exit status 1). Uploaded runs
are recorded in a journal, `runs.uploaded.csv`, and not uploaded again. From cron, hourly but never two at a time:
    5 * * * *  flock -n /tmp/runs.lock /opt/openbis/bin/python /opt/openbis/upload_instrument_folder.py /data/runs.csv
"""

import argparse
import csv
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import InvalidUpload, OpenbisError, UploadUnconfirmed


def main(table: Path, connection: str | None, *, check: bool) -> None:
    """Check all rows that are not uploaded yet, then upload them."""
    journal_file = table.with_suffix(".uploaded.csv")
    journal = {row["folder"]: row["permId"] for row in _rows(journal_file)} if journal_file.exists() else {}
    if begun := [folder for folder, perm_id in journal.items() if not perm_id]:
        sys.exit(f"Has openBIS got {', '.join(begun)}? Put its permId into {journal_file}, or take the line out.")
    rows = [row for row in _rows(table) if row.get("folder") not in journal]
    uploads = {row.get("folder", ""): _arguments(table, row) for row in rows}
    problems = ["each row needs a folder of its own"] if len(uploads) < len(rows) or "" in uploads else []
    with connect(connection) as lab:
        for folder, arguments in uploads.items():
            try:
                lab.check_upload(**arguments)
            except InvalidUpload as error:
                problems += [f"{folder}: {each.field}: {each.problem}" for each in error.problems]
        for folder, arguments in {} if problems or check else uploads.items():
            _write(journal_file, {**journal, folder: ""})  # if the run ends here, nothing is registered twice
            try:
                journal[folder] = lab.upload(**arguments)
            except OpenbisError as error:
                problems.append(f"{folder}: {error}")
                journal |= {folder: ""} if isinstance(error, UploadUnconfirmed) else {}
            _write(journal_file, journal)
    sys.exit("\n".join(problems) or None)


def _arguments(table: Path, row: dict[str, str]) -> dict[str, Any]:
    folder, owner, type_code = (row.pop(column, "") for column in ("folder", "to", "type"))
    return {"files": table.parent / folder, "to": owner, "type": type_code, "properties": row}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, restkey="(a cell without a column)", restval=""))


def _write(path: Path, journal: dict[str, str]) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("folder", "permId"), *journal.items()])
        file.flush()
        os.fsync(file.fileno())  # atomic, even if the power fails
    unfinished.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Upload run folders with properties from a table.")
    parser.add_argument("table", type=Path, help="CSV with the columns folder, to, type, and codes of properties")
    parser.add_argument("--check", action="store_true", help="check all rows, and send nothing")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
