"""`requirements`: the environment of a notebook, kept beside it."""

from __future__ import annotations

from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import CapturedRequirements, CaptureRequest
from jupyter_openbis_server.entrypoints.batch import anywhere, from_anywhere
from jupyter_openbis_server.entrypoints.cli.program import Program


def _paths(captured: CapturedRequirements) -> list[str]:
    return [str(anywhere() / each) for each in captured.files]


class _CapturedAnswer(Schema):
    kernel = fields.String(attribute="environment.kernel")
    language = fields.String(attribute="environment.language.value")
    runtime = fields.String()
    packages = fields.Function(lambda captured: len(captured.environment.packages))
    notInstallable = fields.Function(lambda captured: [each.name for each in captured.not_installable])  # noqa: N815
    files = fields.Function(_paths)


@click.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kernel", metavar="NAME", help="Another kernel than the notebook names; see `jupyter kernelspec list`.")
@click.option(
    "--requirements-file", default="requirements.txt", show_default=True, metavar="NAME", help="For the packages."
)
@click.option("--runtime-file", default="runtime.txt", show_default=True, metavar="NAME", help="For the language.")
@click.option(
    "--timeout",
    "seconds",
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    help="How long the kernel is waited for.",
)
@click.pass_obj
def requirements(
    program: Program, notebook: Path, kernel: str | None, requirements_file: str, runtime_file: str, seconds: float
) -> None:
    """Save a kernel's packages beside its notebook: requirements.txt and runtime.txt.

    The kernel, for Python or R, is started in the notebook's folder, asked, and ended. No cell is executed, and openBIS
    is not needed. No variable OPENBIS_... reaches the kernel, nor one called a token, password, secret or key.
    """
    request = CaptureRequest(from_anywhere(notebook), kernel, requirements_file, runtime_file, seconds)
    with program.transfer("asking the kernel") as (cancellation, _):
        captured = program.container.capture_requirements()(request, cancellation)
    if captured.not_installable:
        names = ", ".join(each.name for each in captured.not_installable)
        program.say(f"Only comments, since it is not known from where they can be installed: {names}")
    program.answer(_CapturedAnswer(), captured, lambda: _shown(captured))


def _shown(captured: CapturedRequirements) -> str:
    environment = captured.environment
    head = f"kernel {environment.kernel}, {captured.runtime}, {len(environment.packages)} packages"
    return "\n".join((head, *_paths(captured)))
