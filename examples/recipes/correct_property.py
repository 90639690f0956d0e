"""4. Correct a property of data sets that are in openBIS already."""

from jupyter_openbis_server import DataSet, connect

for each in connect().search(DataSet, where={"STAIN": "GFP"}, in_="/YEAST_LAB/STRESS_RESPONSE"):
    print(each.set_properties(STAIN="MCHERRY"))
