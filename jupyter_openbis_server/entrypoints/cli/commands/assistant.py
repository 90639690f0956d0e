"""Command `mcp`: a server for assistants."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import limit_rate_option
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.mcp.limits import (
    DEFAULT_ANSWER_BYTES,
    DEFAULT_CALLS_PER_MINUTE,
    DEFAULT_TRANSFER_BYTES,
    MIN_ANSWER_BYTES,
    MIN_CALLS_PER_MINUTE,
    Limits,
)

_FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=OpenbisCommand)
@click.option(
    "--folder",
    "folders",
    multiple=True,
    type=_FOLDER,
    help="A folder that downloads may be written to. May be repeated. Uploads and notebooks are read from the first "
    "one. Default: no access to files of this computer.",
)
@click.option("--allow-write", is_flag=True, help="Allow changes in openBIS, each with a plan and its confirmation.")
@click.option(
    "--audit-log",
    type=_FILE,
    help="File that gets a line for each plan, confirmation and change. Default: "
    "jupyter_openbis_server/assistant-changes.jsonl in Jupyter's data folder.",
)
@click.option(
    "--max-answer",
    default=DEFAULT_ANSWER_BYTES,
    show_default=True,
    type=click.IntRange(MIN_ANSWER_BYTES),
    metavar="BYTES",
    help="Maximum size of one answer; longer ones are shortened.",
)
@click.option(
    "--max-transfer",
    default=DEFAULT_TRANSFER_BYTES,
    show_default=True,
    type=click.IntRange(1),
    metavar="BYTES",
    help="Maximum size of one download or upload.",
)
@click.option(
    "--max-calls",
    default=DEFAULT_CALLS_PER_MINUTE,
    show_default=True,
    type=click.IntRange(MIN_CALLS_PER_MINUTE),
    metavar="N",
    help="Maximum number of calls per minute; further ones wait, or are refused.",
)
@limit_rate_option
@click.pass_obj
def mcp(
    cli: CliContext,
    folders: tuple[Path, ...],
    audit_log: Path | None,
    max_answer: int,
    max_transfer: int,
    max_calls: int,
    *,
    allow_write: bool,
) -> None:
    """Serve one connection to an assistant, by the Model Context Protocol.

    -c NAME selects the connection. The protocol (MCP) is spoken on standard input and output. A program such as Claude
    Desktop or VS Code starts this command and uses its tools: search, show, list, preview, download. It only reads from
    openBIS, unless --allow-write is given. The login is that of the connection: a stored token, the connection file, or
    the environment; there is no prompt.

    Needs the extra "mcp".
    """
    if find_spec("mcp") is None:
        raise click.ClickException("Missing: mcp; pip install 'jupyter-openbis-server[mcp]'")
    if cli.token_from_stdin:
        raise click.UsageError("Standard input belongs to the assistant: store a token with `login --keep` instead.")
    import anyio  # noqa: PLC0415 - the extra
    from jupyter_core.paths import (  # noqa: PLC0415 - slow
        jupyter_config_dir,
        jupyter_config_path,
        jupyter_data_dir,
        jupyter_path,
        jupyter_runtime_dir,
    )

    from jupyter_openbis_server.entrypoints.mcp.assistant import Assistant  # noqa: PLC0415 - slow
    from jupyter_openbis_server.entrypoints.mcp.server import serve  # noqa: PLC0415 - the extra
    from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders  # noqa: PLC0415 - slow
    from jupyter_openbis_server.entrypoints.settings import files_of_an_assistant  # noqa: PLC0415 - slow

    own = (jupyter_config_dir(), jupyter_data_dir(), jupyter_runtime_dir(), *jupyter_config_path(), *jupyter_path())
    cli.files = files_of_an_assistant(folders, own, audit_log)
    cli.is_read_only = cli.is_read_only or not allow_write
    name = cli.prepared_connection
    limits = Limits(max_answer, max_transfer, max_calls)
    assistant = Assistant(cli.use_cases, name, LocalFolders(folders), limits)
    if allow_write and cli.use_cases.settings.read_only:
        cli.echo_info("Changes stay switched off: --read-only or OPENBIS_READ_ONLY is set.")
    cli.echo_info(f"Serving the connection {name} on standard input and output; an assistant starts this command.")
    anyio.run(serve, assistant)
