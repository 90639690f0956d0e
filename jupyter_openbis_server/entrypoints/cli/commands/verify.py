"""Command `verify`: comparison of downloads with their checksums."""

from __future__ import annotations

from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.downloads.download import PlannedFile
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import WRONG_FILES
from jupyter_openbis_server.entrypoints.cli.output.terminal import write
from jupyter_openbis_server.entrypoints.library.local_paths import expanded


class _VerificationResponse(Schema):
    path = fields.String(attribute="download.path")
    permId = fields.String(attribute="download.manifest.perm_id")  # noqa: N815
    ok = fields.Boolean(attribute="ok")
    isComplete = fields.Boolean(attribute="download.manifest.is_complete")  # noqa: N815
    files = fields.Function(lambda found: len(found.files))
    wrong = fields.Function(lambda found: {each.file.local_path: each.local.state.value for each in found.wrong})
    unverified = fields.Function(lambda found: [each.file.local_path for each in found.unknown], data_key="unknown")


@click.command(cls=OpenbisCommand)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def verify(context: click.Context, folder: Path) -> None:
    """Compare downloads in FOLDER with their manifests: all files are read. Works without openBIS.

    The exit status is 6 if a file is missing, damaged or unreadable, a link leads outside its folder, or a
    download was never finished.
    """
    cli: CliContext = context.obj
    results = []
    with cli.transfer("verifying") as (cancellation, _):
        for each in cli.use_cases.downloads.verify(str(expanded(folder).absolute()), cancellation):
            results.append(each)
            if not cli.as_json:
                write(_shown(each))
    if cli.as_json:
        cli.respond_rows("downloads", _VerificationResponse(), results)
    if not all(each.ok for each in results):
        context.exit(WRONG_FILES)


def _named(wrong: PlannedFile) -> str:
    problem = wrong.local.problem
    return f"{wrong.file.local_path} ({problem})" if problem else wrong.file.local_path


def _shown(found: Verification) -> list[str]:
    head = f"{found.download.path}  {found.download.manifest.perm_id}"
    if found.ok:
        return [f"{head}  {len(found.files)} files, OK"]
    lines = [f"{head}  FAILED"]
    if not found.download.manifest.is_complete:
        lines.append("  the download was not finished; downloading again continues it")
    lines += [f"  {each.local.state.value}: {_named(each)}" for each in found.wrong]
    lines += [f"  unknown (no checksum): {each.file.local_path}" for each in found.unknown]
    return lines
