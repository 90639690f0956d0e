"""Command `requirements`: the environment of a notebook, saved beside it."""

from __future__ import annotations

from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import CapturedRequirements, CaptureRequest
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import names_by_text
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root, relative_to_root


def _paths(captured: CapturedRequirements) -> list[str]:
    return [str(filesystem_root() / each) for each in captured.files]


class _CapturedResponse(Schema):
    kernel = fields.String(attribute="environment.kernel")
    language = fields.String(attribute="environment.language.value")
    runtime = fields.String()
    packages = fields.Function(lambda captured: len(captured.environment.packages))
    notInstallable = fields.Function(lambda captured: [each.name for each in captured.not_installable])  # noqa: N815
    comments = fields.Function(lambda captured: [f"{each.name} {each.text}" for each in captured.comments])
    files = fields.Function(_paths)


@click.command(cls=OpenbisCommand)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kernel", metavar="NAME", help="Another kernel than the notebook names; see `jupyter kernelspec list`.")
@click.option(
    "--requirements-file", default="requirements.txt", show_default=True, metavar="NAME", help="For the packages."
)
@click.option("--runtime-file", default="runtime.txt", show_default=True, metavar="NAME", help="For the language.")
@click.option(
    "--environment-file",
    default="environment.yml",
    show_default=True,
    metavar="NAME",
    help="For kernels of conda environments.",
)
@click.option("--overwrite", is_flag=True, help="Replace files of another notebook, or your own.")
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
    cli: CliContext,
    notebook: Path,
    kernel: str | None,
    requirements_file: str,
    runtime_file: str,
    environment_file: str,
    overwrite: bool,
    seconds: float,
) -> None:
    """Save a kernel's packages beside its notebook: requirements.txt and runtime.txt.

    The kernel, for Python or R, is started in the notebook's folder, asked, and ended. No cell is executed, and openBIS
    is not needed. No variable OPENBIS_... reaches the kernel, nor one called a token, password, secret or key.
    """
    request = CaptureRequest(
        relative_to_root(notebook), kernel, requirements_file, runtime_file, seconds, environment_file, overwrite
    )
    with cli.transfer("asking the kernel") as (cancellation, _):
        captured = cli.use_cases.notebooks.capture_requirements(request, cancellation)
    for text, names in names_by_text(captured.comments).items():
        cli.echo_info(f"{', '.join(names)}: {text}")
    cli.respond(_CapturedResponse(), captured, lambda: _shown(captured))


def _shown(captured: CapturedRequirements) -> list[str]:
    environment = captured.environment
    head = f"kernel {environment.kernel}, {captured.runtime}, {len(environment.packages)} packages"
    return [head, *_paths(captured)]
