"""The Jupyter server that started this process: its address, and the login of its openBIS panel."""

from jupyter_openbis_server.adapters.jupyter_server.panel_login import JupyterPanelLogin

__all__ = ["JupyterPanelLogin"]
