"""7. Download all data sets of a project that were registered or changed in the last week.

Run it every day: what is there already is not downloaded again, so a missed or failed run does not matter.
"""

import datetime as dt

from jupyter_openbis_server import DataSet, connect

PROJECT = "/YEAST_LAB/GROWTH"

since = dt.datetime.now(dt.timezone.utc) - dt.timedelta(days=7)
report = connect().search(DataSet, in_=PROJECT, modified_since=since).download("growth")
for failed in report.failed:
    print(failed.perm_id, failed.error)
