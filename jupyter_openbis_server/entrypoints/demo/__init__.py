"""Demo of the main job: a fake openBIS, a Jupyter server with the extension, and a line of output for every step."""

from jupyter_openbis_server.entrypoints.demo.demo import run_demo
from jupyter_openbis_server.entrypoints.demo.jupyter_process import JupyterDidNotStart
from jupyter_openbis_server.entrypoints.demo.steps import StepFailed

__all__ = ["JupyterDidNotStart", "StepFailed", "run_demo"]
