"""Cells that use openBIS by the login of the panel."""

from __future__ import annotations

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab

CONNECT = """
from jupyter_openbis_server import connect
with connect("my lab") as openbis:
    print("types:", len(openbis.types()))
"""
TABLE = f"""
import pandas as pd
print("rows:", len(pd.read_csv("openbis://my lab/{lab.IMAGES}/original/intensities.csv")))
"""
COMMAND = f"""
import os, subprocess
command = [os.environ["JUPYTER_OPENBIS_COMMAND"], "-c", "my lab", "ls", "{lab.HEAT_SHOCK}"]
print(subprocess.run(command, capture_output=True, text=True))
"""


def logins(openbis: FakeOpenbis) -> int:
    """Return the number of logins that openBIS has received."""
    return openbis.requests.counts().get("login", 0)
