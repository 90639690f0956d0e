"""The step of the demo that exports a notebook as a research object, and runs it again."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_openbis_server.entrypoints.demo.steps import Setting, StepFailed

_CELL = """import pathlib
files = sorted(each for each in pathlib.Path("downloads/{perm_id}").rglob("*.csv"))
pathlib.Path("summary.txt").write_text("".join(f"{{each.name}}: {{each.stat().st_size}}\\n" for each in files))
print(len(files), "tables")"""


def export_and_rerun(setting: Setting) -> tuple[str, str]:
    """Run a notebook of the demo as others would do; return what was exported, and what was compared.

    Raises:
        StepFailed: an output differs.
    """
    from jupyter_openbis_server.entrypoints.library.library import connect  # noqa: PLC0415 - only this step needs it

    code: dict[str, object] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    cells = [{**code, "source": _CELL.format(perm_id=setting.data_set)}]
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": kernel}, "cells": cells}
    notebook, archive = setting.root / "summary.ipynb", setting.root / "summary.zip"
    notebook.write_text(json.dumps(content))
    user, password, ca_file = setting.username, setting.password, setting.ca_file
    with connect("demo lab", url=setting.openbis_url, username=user, password=password, ca_bundle=ca_file) as lab:
        first = lab.export(notebook, archive, license="CC-BY-4.0", name="Summary of a data set")
        run = lab.rerun(archive, setting.root / "run", trusted=True, environment="current")
        again = lab.export(
            Path(run.folder, notebook.name), setting.root / "run.zip", outputs=Path(run.folder, "summary.txt")
        )
        report = lab.rerun(again.path, setting.root / "again", trusted=True, environment="current")
    if run.error or not report.ok or len(report.outputs) < len(cells):
        raise StepFailed(f"the rerun has other outputs: {report.outputs}")
    inputs = sum(len(each.files) for each in first.crate.inputs)
    same = ", ".join(each.name for each in report.outputs)
    return f"{archive.name} with {inputs} described input files", f"inputs verified, the same outputs: {same}"
