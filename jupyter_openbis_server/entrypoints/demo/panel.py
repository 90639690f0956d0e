"""JupyterLab page with the openBIS panel open beside a notebook."""

from __future__ import annotations

import requests

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter

_WORKSPACE = "demo"
_NOTEBOOK = "analysis.ipynb"
_PANEL = "jupyter-openbis-panel"
"""Its id in JupyterLab (frontend/src/app/ids.ts)."""
_SECONDS = 30.0


def panel_page(jupyter: Jupyter) -> str:
    """Return the URL of the page, with the token that logs a browser in."""
    return f"{jupyter.url}lab/workspaces/{_WORKSPACE}/tree/{_NOTEBOOK}?token={jupyter.token}"


def show_panel(jupyter: Jupyter) -> None:
    """Save a workspace layout in which the panel is visible; JupyterLab restores it when the page opens."""
    layout = {"right": {"collapsed": False, "visible": True, "current": _PANEL, "widgets": [_PANEL]}}
    workspace = {"metadata": {"id": _WORKSPACE}, "data": {"layout-restorer:data": layout}}
    url = f"{jupyter.url}lab/api/workspaces/{_WORKSPACE}"
    headers = {"Authorization": f"token {jupyter.token}"}
    requests.put(url, json=workspace, headers=headers, timeout=_SECONDS).raise_for_status()
