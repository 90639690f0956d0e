"""3. Register the data sets of an Excel sheet: one row each, with its files, type, owner and properties.

The sheet has the columns `files`, `type` and `to`; the others are codes of properties. All rows are checked before
anything is sent. After an interruption, run it again: the journal knows which rows are done.
"""

import pandas as pd

from jupyter_openbis_server import connect

SHEET, FOLDER = "runs.xlsx", "runs"

sheet = pd.read_excel(SHEET)
result = connect().upload_many(sheet, base=FOLDER, journal="runs.journal")
sheet["permId"] = result.perm_ids
sheet.to_excel("runs_uploaded.xlsx", index=False)
result.raise_first()
