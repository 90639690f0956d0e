"""The main job in one command: an openBIS of its own, a Jupyter server with the extension, and every step printed."""

from jupyter_openbis_server.entrypoints.demo.demo import run_demo
from jupyter_openbis_server.entrypoints.demo.jupyter_process import JupyterDidNotStart
from jupyter_openbis_server.entrypoints.demo.main_job import StepFailed

__all__ = ["JupyterDidNotStart", "StepFailed", "run_demo"]
