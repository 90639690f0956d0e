"""`verify`: whether downloads are still what they were."""

from __future__ import annotations

from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import Verification
from jupyter_openbis_server.entrypoints.cli.exits import WRONG_FILES
from jupyter_openbis_server.entrypoints.cli.program import Program


class _VerificationAnswer(Schema):
    path = fields.String(attribute="download.path")
    permId = fields.String(attribute="download.manifest.perm_id")  # noqa: N815
    isRight = fields.Boolean(attribute="is_right")  # noqa: N815
    isComplete = fields.Boolean(attribute="download.manifest.is_complete")  # noqa: N815
    files = fields.Function(lambda found: len(found.files))
    wrong = fields.Function(lambda found: {each.file.local_path: each.local.state.value for each in found.wrong})
    nobody_knows = fields.Function(lambda found: [each.file.local_path for each in found.unknown], data_key="unknown")


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def verify(context: click.Context, folder: Path) -> None:
    """Compare downloads in FOLDER with their manifests: all files are read. Works without openBIS.

    The exit status is 6 if a file is missing or damaged, or a download was never finished.
    """
    program: Program = context.obj
    results = []
    with program.transfer("verifying") as (cancellation, _):
        for each in program.container.verify_downloads()(str(folder.absolute()), cancellation):
            results.append(each)
            if not program.as_json:
                click.echo(_shown(each))
    if program.as_json:
        program.answer(_VerificationAnswer(many=True), results, str)
    if not all(each.is_right for each in results):
        context.exit(WRONG_FILES)


def _shown(found: Verification) -> str:
    head = f"{found.download.path}  {found.download.manifest.perm_id}"
    if found.is_right:
        return f"{head}  {len(found.files)} files, all right"
    lines = [f"{head}  NOT RIGHT"]
    if not found.download.manifest.is_complete:
        lines.append("  the download was not finished; downloading again continues it")
    lines += [f"  {each.local.state.value}: {each.file.local_path}" for each in found.wrong]
    lines += [f"  nobody can tell (there is no checksum): {each.file.local_path}" for each in found.unknown]
    return "\n".join(lines)
