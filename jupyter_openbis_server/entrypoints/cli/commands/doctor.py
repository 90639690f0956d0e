"""Command `doctor`: checks of configuration and installation."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.diagnostics.check_result import CheckResult
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.terminal import write
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.version import VERSION


class _FindingResponse(Schema):
    subject = fields.String()
    ok = fields.Boolean(attribute="ok")
    isNeeded = fields.Boolean(attribute="is_required")  # noqa: N815
    text = fields.String()


@click.command(cls=OpenbisCommand)
@click.option("--to", "folder", default=".", type=click.Path(path_type=Path), help="The folder for downloads.")
@click.pass_obj
def doctor(cli: CliContext, folder: Path) -> None:
    """Check configuration and installation, and suggest fixes.

    With -c NAME, only that connection is tested. The exit status is 1 if something does not work that is needed.
    Mounting is not.
    """
    cli.echo_info(f"jupyter-openbis-server {VERSION}, pyBIS {version('pybis')}, Python {platform.python_version()}")
    cli.logs_problems = False
    findings = []
    for each in _findings(cli, folder):
        findings.append(each)
        if not cli.as_json:
            write(_line(each))
    if cli.as_json:
        cli.respond_rows("results", _FindingResponse(), findings)
    if any(each.is_required and not each.ok for each in findings):
        cli.exit(1)


def _findings(cli: CliContext, folder: Path) -> Iterator[CheckResult]:
    remarks = cli.use_cases.connections.load.remarks()
    for problem in cli.use_cases.connections.load():
        yield CheckResult("configuration", ok=False, text=problem, is_required=problem not in remarks)
    cli.use_cases.connections.add_from_panel()
    names = [view.connection.name for view in cli.use_cases.connections.list()]
    if cli.connection:
        names = [cli.connection_name]
    for name in names:
        cli.use_cases.connections.restore_login(name)
    yield from cli.use_cases.diagnostics.examine(str(expanded(folder).absolute()), names)


def _line(finding: CheckResult) -> str:
    mark = "ok" if finding.ok else "PROBLEM" if finding.is_required else "warning"
    return f"{mark:<8}  {finding.subject}: {finding.text}"
