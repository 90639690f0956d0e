"""1. Find data sets by properties and date, and save them as a table."""

from jupyter_openbis_server import DataSet, connect

PLACE = "/YEAST_LAB"
CONDITIONS = {"STAIN": "GFP", "MAGNIFICATION": (">", 40)}

found = connect().search(DataSet, where=CONDITIONS, in_=PLACE, registered=("2023-03-01", "2023-03-31"))
found.to_frame().to_csv("found.csv", index=False)
