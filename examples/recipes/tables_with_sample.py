"""2. Read the CSV files of many data sets into one data frame, with the properties of data sets and their samples.

Nothing is stored on the way: pandas reads the files from openBIS.
"""

import pandas as pd

from jupyter_openbis_server import DataSet, connect

PLACE = "/YEAST_LAB/GROWTH"

found = connect().search(DataSet, type="RAW_DATA", in_=PLACE)
tables = [
    pd.read_csv(file.url).assign(perm_id=each.perm_id, file=file.path)
    for each in found
    for file in each.files("**/*.csv")
]
frame = pd.concat(tables).merge(found.to_frame(owner=True), on="perm_id")
frame.to_csv("growth.csv", index=False)  # with columns such as owner.name and owner.$NAME
