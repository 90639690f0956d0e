"""The commands of `jupyter-openbis`, each loaded when it is used: `--help` and completion need only their names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jupyter_openbis_server.entrypoints.cli.command import COMMON_OPTIONS, ReportingCommand
from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_PACKAGE = "jupyter_openbis_server.entrypoints.cli.commands"


class _Definition(NamedTuple):
    """Where a command is defined, and the first sentence of its help."""

    module: str
    name: str
    help: str


COMMANDS = {
    "cat": _Definition(
        "browsing.cat",
        "cat",
        "Write a file of a data set, sample or experiment to standard output, byte by byte as it is in openBIS.",
    ),
    "conn": _Definition("connections", "connections", "List, test, add and remove connections."),
    "create": _Definition(
        "changes.new_entities",
        "create",
        "Create a sample (object) or experiment (collection).",
    ),
    "demo": _Definition("demo", "demo", "Run the main workflow with a fake openBIS and a Jupyter server of its own."),
    "doctor": _Definition("doctor", "doctor", "Check configuration and installation, and suggest fixes."),
    "download": _Definition(
        "transfers.download", "download", "Download data sets, each into a folder called by its permId."
    ),
    "du": _Definition(
        "browsing.du",
        "du",
        "Show how large data sets are, and their sum.",
    ),
    "export": _Definition(
        "research_objects.export",
        "export",
        "Write a notebook as a research object (RO-Crate), for Zenodo and for `rerun`.",
    ),
    "head": _Definition(
        "browsing.head",
        "head",
        "Write the first lines or bytes of a file to standard output, without reading the rest of it.",
    ),
    "import": _Definition(
        "changes.importing",
        "import_",
        "Create an object for each entry of an .eln archive (eLabFTW and other notebooks), with its texts and files.",
    ),
    "info": _Definition(
        "browsing.info", "info", "Show what openBIS knows of a data set, sample, experiment, project or space."
    ),
    "lineage": _Definition(
        "browsing.lineage",
        "lineage",
        "Show the sources and results of a notebook, data set or object, at any distance.",
    ),
    "login": _Definition(
        "login", "login", "Log in to a connection (-c NAME), for this command or for all that follow."
    ),
    "logout": _Definition(
        "login", "logout", "Forget the token that `login --keep` or the panel has kept for a connection (-c NAME)."
    ),
    "ls": _Definition(
        "browsing.listing",
        "list_",
        "List the spaces, or the contents of a space, project, experiment, sample or data set.",
    ),
    "mcp": _Definition("assistant", "mcp", "Serve one connection to an assistant, by the Model Context Protocol."),
    "mirror": _Definition(
        "transfers.mirror",
        "mirror",
        "Make a folder follow a sample, experiment, project or space: download what is new or changed in openBIS.",
    ),
    "mount": _Definition("mount", "mount", "Mount the data store as a folder; it stays until it is unmounted."),
    "mv": _Definition("object_files", "mv", "Move or rename a file or folder of a sample or experiment (openBIS 7)."),
    "publish": _Definition(
        "notebooks",
        "publish",
        "Store a notebook in openBIS, with an HTML page of it and the files of its environment beside it.",
    ),
    "requirements": _Definition(
        "notebooks",
        "requirements",
        "Save a kernel's packages beside its notebook: requirements.txt and runtime.txt.",
    ),
    "rerun": _Definition(
        "research_objects.rerun",
        "rerun",
        "Run the notebook of a research object again, and compare its outputs.",
    ),
    "rm": _Definition("object_files", "rm", "Delete files and folders of a sample or experiment (openBIS 7)."),
    "search": _Definition(
        "search.search", "search", "Find data sets, samples (objects), experiments (collections) or projects."
    ),
    "set": _Definition(
        "changes.entity_changes", "set_", "Change properties, name and parents of a data set, sample or experiment."
    ),
    "sync": _Definition(
        "sync.sync",
        "sync",
        "Make FOLDER and the files of a sample or experiment (openBIS 7) the same; or make data sets of its files.",
    ),
    "tree": _Definition(
        "browsing.tree",
        "tree",
        "Show a space, project, experiment or sample with all that is in it; of a data set, its files.",
    ),
    "types": _Definition(
        "browsing.types", "types", "List the data set types, with the properties that uploads must (*) or may have."
    ),
    "unarchive": _Definition(
        "changes.unarchiving",
        "unarchive",
        "Ask openBIS to bring the files of data sets back from the archive, and print the status of each.",
    ),
    "unmount": _Definition("mount", "unmount", "Take the data store out of the file system again."),
    "upload": _Definition(
        "upload",
        "upload",
        "Upload files and folders: with --type as one new data set, otherwise as files of an object or collection.",
    ),
    "verify": _Definition("verify", "verify", "Compare downloads in FOLDER with their manifests: all files are read."),
    "whoami": _Definition(
        "browsing.whoami",
        "whoami",
        "Show the user, the server and the login of a connection (-c NAME), and the user's personal access tokens.",
    ),
}


class _LazyGroup(ReportingCommand, click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """See click."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """See click. Loads the command."""
        del ctx
        definition = COMMANDS.get(cmd_name)
        if definition is None:
            return None
        command: click.Command = getattr(import_module(f"{_PACKAGE}.{definition.module}"), definition.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click. Loads no command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """See click. Loads no command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - on TAB only

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        items = [CompletionItem(name, help=COMMANDS[name].help) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; sessions are always closed."""
        try:
            return super().invoke(ctx)
        finally:
            if isinstance(ctx.obj, CommonOptions):
                ctx.obj.close_sessions()


def _show_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    del parameter
    if value and not context.resilient_parsing:
        from jupyter_openbis_server.version import VERSION  # noqa: PLC0415 - reading it takes longer than all else

        click.echo(f"jupyter-openbis, version {VERSION}")
        context.exit()


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Show the version and exit.",
        ),
        *COMMON_OPTIONS,
    ],
)
@click.pass_context
def openbis(context: click.Context) -> None:
    """Download and upload openBIS data sets.

    Connections come from openbis-connections.yaml (see `jupyter --paths`) and from OPENBIS_URL with OPENBIS_TOKEN.
    In notebooks and terminals of Jupyter, the connections and the login of the openBIS panel are used.
    Missing credentials are prompted for on a terminal. `jupyter-openbis COMMAND --help` explains a command.
    All options except --version may also follow the command.
    """
    from jupyter_openbis_server.entrypoints.cli.context import CliContext  # noqa: PLC0415 - not for --help

    context.obj = CliContext(**vars(context.ensure_object(CommonOptions)))
