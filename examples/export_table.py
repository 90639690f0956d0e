"""Export the data sets of a space, project, experiment or sample to a table, with their properties as columns.

    python export_table.py /YEAST_LAB/GROWTH growth.csv

The table is CSV in UTF-8, the newest data set first. Points in time are ISO 8601 in UTC, also in properties; sizes
are bytes; a property that is not set is an empty cell. The table is replaced as a whole or not at all (exit status 1),
so that it can be read at any time. From cron, each morning:

    0 5 * * *  /opt/openbis/bin/python /opt/openbis/export_table.py /YEAST_LAB /srv/tables/yeast_lab.csv
"""

import argparse
import csv
import datetime as dt
import json
import sys
from pathlib import Path

from jupyter_openbis_server import OpenbisError, Spreadsheet, connect

FACTS = ("type", "kind", "sample", "experiment", "status", "size", "registered", "registrator")


def main(place: str, table: Path, connection: str | None) -> None:
    """Ask openBIS, and write the table."""
    with connect(connection) as lab:
        data_sets = list(lab.datasets(place))
    properties = sorted({code for each in data_sets for code in each.properties})
    unfinished = table.with_name(f".{table.name}.part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["permId", *FACTS, *properties])
        for each in data_sets:
            row = each.to_dict()
            writer.writerow([each.perm_id, *(_cell(row.get(column)) for column in (*FACTS, *properties))])
    unfinished.replace(table)


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(str(_cell(each)) for each in value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone.utc).isoformat()
    if isinstance(value, Spreadsheet):
        return json.dumps(value.rows, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (bool, dict)) else value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Export data sets with their properties to a table.")
    parser.add_argument("place", help="identifier of a space, project, experiment or sample, e.g. /YEAST_LAB")
    parser.add_argument("table", type=Path, help="CSV file to write")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
