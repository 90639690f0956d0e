"""5. Create an object for a measurement, and register its files as a data set of the object."""

from jupyter_openbis_server import connect

COLLECTION = "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK"
STRAIN = "/MATERIALS/STRAINS/YEAST_1"

lab = connect()
step = lab.create_object("EXPERIMENTAL_STEP", COLLECTION, code="HEAT_SHOCK_45", name="At 45 °C", parents=STRAIN)
lab.upload("results", "RAW_DATA", step, properties={"$NAME": "Images of the first run"})
