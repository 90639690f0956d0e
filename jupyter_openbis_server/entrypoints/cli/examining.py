"""`doctor`: what keeps the program from working."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server import __version__
from jupyter_openbis_server.domain.model import Finding
from jupyter_openbis_server.entrypoints.cli.program import Program


class _FindingAnswer(Schema):
    subject = fields.String()
    isWell = fields.Boolean(attribute="is_well")  # noqa: N815
    isNeeded = fields.Boolean(attribute="is_needed")  # noqa: N815
    text = fields.String()


@click.command()
@click.option("--to", "folder", default=".", type=click.Path(path_type=Path), help="The folder for downloads.")
@click.pass_context
def doctor(context: click.Context, folder: Path) -> None:
    """Try out what is configured and installed, and say how to mend what does not work.

    The exit status is 1 if something does not work that is needed. Mounting is not.
    """
    program: Program = context.obj
    program.say(f"jupyter-openbis-server {__version__}, pyBIS {version('pybis')}, Python {platform.python_version()}")
    findings = [
        Finding("configuration", is_well=False, text=problem) for problem in program.container.load_connections()()
    ]
    for each in findings:
        _show(program, each)
    program.container.add_panel_connections()()
    for view in program.container.list_connections()():
        program.container.recall_login()(view.connection.name)
    for each in program.container.examine()(str(folder.absolute())):
        findings.append(each)
        _show(program, each)
    if program.as_json:
        program.answer(_FindingAnswer(many=True), findings, str)
    if any(each.is_needed and not each.is_well for each in findings):
        context.exit(1)


def _show(program: Program, finding: Finding) -> None:
    if not program.as_json:
        mark = "well" if finding.is_well else "PROBLEM" if finding.is_needed else "warning"
        click.echo(f"{mark:<8}  {finding.subject}: {finding.text}")
