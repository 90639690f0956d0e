"""Command `demo`: the main workflow with a fake openBIS."""

from __future__ import annotations

from importlib.util import find_spec

import click

from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand


@click.command(cls=OpenbisCommand)
@click.option("--once", is_flag=True, help="End after the main workflow instead of serving until Ctrl-C.")
@click.option("--afs", is_flag=True, help="Use the files that a sample has itself (openBIS 7) instead of data sets.")
def demo(*, once: bool, afs: bool) -> None:
    """Run the main workflow with a fake openBIS and a Jupyter server of its own.

    Then both keep serving until Ctrl-C, unless --once is given.

    Needs the extra "demo". Your own connections and files are not changed.
    """
    missing = [name for name in ("asyncssh", "jupyterlab", "trustme") if find_spec(name) is None]
    if missing:
        raise click.ClickException(f"Missing: {', '.join(missing)}; pip install jupyter-openbis-server[demo]")
    from jupyter_openbis_server.entrypoints.demo import (  # noqa: PLC0415 - the extra
        JupyterDidNotStart,
        StepFailed,
        run_demo,
    )

    try:
        run_demo(once=once, afs=afs)
    except (StepFailed, JupyterDidNotStart) as error:
        raise click.ClickException(f"The demo failed: {error}") from error
