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
import sys
from pathlib import Path

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import OpenbisError

FACTS = ("permId", "type", "kind", "sample", "experiment", "status", "size", "registered", "registrator")


def main(place: str, table: Path, connection: str | None) -> None:
    """Ask openBIS, and write the table."""
    with connect(connection) as lab:
        moments = {one.code for each in lab.types() for one in each.assignments if one.data_type == "TIMESTAMP"}
        rows = [_row(each, moments) for each in lab.datasets(place)]
    properties = sorted({column for row in rows for column in row}.difference(FACTS))
    unfinished = table.with_name(f".{table.name}.part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*FACTS, *properties])
        writer.writeheader()
        writer.writerows(rows)
    unfinished.replace(table)


def _row(data_set: DataSet, moments: set[str]) -> dict[str, object]:
    registered = _in_utc(data_set.registered) if data_set.registered else None
    what = (data_set.perm_id, data_set.type_code, data_set.kind, data_set.sample, data_set.experiment)
    how = (data_set.status, data_set.size, registered, data_set.registrator)
    texts = {code: [value] if isinstance(value, str) else value for code, value in data_set.properties.items()}
    properties = {
        code: "; ".join(map(_moment, values) if code in moments else values) for code, values in texts.items()
    }
    return {**dict(zip(FACTS, what + how, strict=True)), **properties}


def _moment(text: str) -> str:
    try:
        return _in_utc(dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z"))  # as openBIS writes it
    except ValueError:
        return text


def _in_utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.timezone.utc).isoformat()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Export data sets with their properties to a table.")
    parser.add_argument("place", help="identifier of a space, project, experiment or sample, e.g. /YEAST_LAB")
    parser.add_argument("table", type=Path, help="CSV file to write")
    parser.add_argument("--connection", help="its name; not needed for the only one")
    try:
        main(**vars(parser.parse_args()))
    except (OpenbisError, OSError) as error:
        sys.exit(f"{error}")
