"""The demo: both servers, the main job, and hints for further use."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import quote

from jupyter_openbis_server.entrypoints.demo.assistant_step import ask_as_assistant
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.entrypoints.demo.main_job import MainJob
from jupyter_openbis_server.entrypoints.demo.object_files_job import ObjectFilesJob
from jupyter_openbis_server.entrypoints.demo.panel import panel_page, show_panel
from jupyter_openbis_server.entrypoints.demo.steps import Setting
from jupyter_openbis_server.entrypoints.demo.sync_step import keep_in_openbis
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH, IMAGES, USERS, WILD_TYPE
from jupyter_openbis_server.fake_openbis.sample_data.large_previews import add_large_previews

_STEP_SECONDS = 1.0
_USER = "alice"
_CONNECTION = "demo"
_CONFIG = "config"
"""Name of Jupyter's configuration folder."""
_KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
_NOTEBOOK = {"cells": [], "metadata": {"kernelspec": _KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def run_demo(*, once: bool, afs: bool = False) -> None:
    """Run the main job, then keep serving until Ctrl-C.

    Args:
        once: Stop after the main job.
        afs: Use the files of a sample itself, in openBIS 7's file server (AFS), instead of data sets.

    Raises:
        StepFailed: a step failed.
        JupyterDidNotStart: the Jupyter server did not start.
    """
    with _servers(afs=afs) as (openbis, jupyter, root):
        job = ObjectFilesJob if afs else MainJob
        job(_setting(openbis, jupyter, root), _say).run()
        config = root.parent / _CONFIG
        keep_in_openbis(config, _CONNECTION, EMPTY_BENCH, root / "instrument", _say, as_data_sets=not afs)
        ask_as_assistant(config, _CONNECTION, WILD_TYPE, _say)
        _say("\nEvery step worked.")
        if not once:
            show_panel(jupyter)
            _keep_serving(openbis, jupyter)


@contextmanager
def _servers(*, afs: bool) -> Iterator[tuple[FakeOpenbis, Jupyter, Path]]:
    """Start both servers in a temporary folder; on exit, stop them and delete the folder."""
    with tempfile.TemporaryDirectory(prefix="jupyter-openbis-demo-") as name:
        folder = Path(name).resolve()
        root, config = folder / "notebooks", folder / _CONFIG
        root.mkdir()
        config.mkdir()
        (root / "analysis.ipynb").write_text(json.dumps(_NOTEBOOK))
        settings = ServerSettings("3.7", afs="listed") if afs else None
        with FakeOpenbis(folder / "openbis", tls=True, users=USERS, sftp=True, settings=settings) as openbis:
            add_large_previews(openbis.laboratory)
            file = config / "openbis-connections.yaml"
            file.touch(mode=0o600)
            file.write_text(_connection_file(openbis))
            with jupyter_server(folder, root, config, module="jupyterlab") as jupyter:
                _say(f"openBIS    {openbis.url} (a fake one, with sample data)\nJupyter    {jupyter.url}\n")
                yield openbis, jupyter, root


def _connection_file(openbis: FakeOpenbis) -> str:
    return f"""connections:
  - name: {_CONNECTION}
    url: {openbis.url}
    ca_bundle: {openbis.ca_file}
    username: {_USER}
    password: {USERS[_USER]}
    mount:
      port: {openbis.sftp.port}
"""


def _setting(openbis: FakeOpenbis, jupyter: Jupyter, root: Path) -> Setting:
    (sample,) = openbis.laboratory.samples.find("identifier", WILD_TYPE)
    return Setting(
        jupyter.url,
        jupyter.token,
        root,
        openbis.url,
        openbis.ca_file,
        _USER,
        USERS[_USER],
        WILD_TYPE,
        IMAGES,
        openbis.sftp.port,
        openbis.laboratory.folder / "store",
        openbis.laboratory.afs_path(sample.perm_id),
    )


def _keep_serving(openbis: FakeOpenbis, jupyter: Jupyter) -> None:
    ended: SimpleQueue[None] = SimpleQueue()  # `put` takes no lock, which the interrupted thread might hold
    for each in (signal.SIGTERM, signal.SIGINT):  # a shell's background jobs ignore the latter unless they say so
        signal.signal(each, lambda *_: ended.put(None))
    sample = quote(WILD_TYPE, safe="")
    page = panel_page(jupyter)
    _say(
        f"""
Both keep serving until Ctrl-C. The panel in JupyterLab, and what curl can ask:

  {page}
  {jupyter.url}openbis/conns?token={jupyter.token}
  {jupyter.url}openbis/sample/demo/{sample}?token={jupyter.token}
  {jupyter.url}openbis/openapi.json?token={jupyter.token}

To add a connection by hand: URL {openbis.url}, CA bundle {openbis.ca_file};
users {", ".join(USERS)} (the password of {_USER}: {USERS[_USER]}).
Jupyter's log: {jupyter.log}"""
    )
    if sys.stdout.isatty():
        webbrowser.open(page)
    while True:
        with suppress(Empty):  # a signal just before a wait without a limit would be handled after it
            ended.get(timeout=_STEP_SECONDS)
            break
    _say("")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - output of the demo
