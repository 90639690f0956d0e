"""9. Run a notebook for a data set by papermill, and publish the result as derived from the data set.

The notebook has a cell `perm_id = ""` with the tag `parameters`, and uses `connect().data_set(perm_id)`.
"""

import papermill

from jupyter_openbis_server import connect

PERM_ID = "20230315101500001-1001"
SAMPLE = "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT"
RESULT = f"analysis {PERM_ID}.ipynb"

papermill.execute_notebook("analysis.ipynb", RESULT, parameters={"perm_id": PERM_ID})
connect().publish(RESULT, to=SAMPLE, parents=PERM_ID)
