"""Common parts of all commands: the common options, before or after the command's name, and error handling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions


class ReportingCommand(click.Command):
    """The command of a process: every error becomes a message and an exit status, without a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,  # noqa: ANN401 - as click has it
    ) -> Any:  # noqa: ANN401 - as click has it
        """See click."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        from jupyter_openbis_server.entrypoints.cli.output.endings import end  # noqa: PLC0415 - on demand

        def run() -> Any:  # noqa: ANN401
            return super(ReportingCommand, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)

        return end(run, args)


class OpenbisCommand(click.Command):
    """A command that also takes the common options."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """See click."""
        *own, help_option = super().get_params(ctx)
        return [*own, *self._common(), help_option]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click. The common options are explained once, by `jupyter-openbis --help`."""
        own = (each.get_help_record(ctx) for each in self.get_params(ctx) if _is_own(each))
        with formatter.section("Options"):
            formatter.write_dl([each for each in own if each])
        names = ", ".join(each.opts[0] for each in self._common())
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"Also {names}: see `jupyter-openbis --help`.")

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """See click."""
        if options := ctx.find_object(CommonOptions):
            options.open_log(ctx.command_path)
        return super().invoke(ctx)

    def _common(self) -> list[click.Option]:
        """Return the common options whose names the command does not use itself."""
        taken = {name for each in self.params for name in each.opts}
        return [each for each in COMMON_OPTIONS if not taken.intersection(each.opts)]


def _is_own(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and parameter not in COMMON_OPTIONS


class OpenbisGroup(OpenbisCommand, click.Group):
    """A group of commands that take the common options."""

    command_class = OpenbisCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def setting(field: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return a callback that stores the value of an option in a field of `CommonOptions`."""

    def set_field(context: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401 - as click has it
        del parameter
        if value:  # also for completion, which needs the chosen connection
            setattr(context.ensure_object(CommonOptions), field, value)

    return set_field


def _known_connections(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from jupyter_openbis_server.entrypoints.cli.completion import connections  # noqa: PLC0415 - on TAB only

    return connections(context, parameter, incomplete)


def _common(names: Sequence[str], field: str, text: str, **more: Any) -> click.Option:  # noqa: ANN401 - as click has it
    """Return an option that sets a field of `CommonOptions`."""
    return click.Option(names, help=text, expose_value=False, callback=setting(field), **more)


COMMON_OPTIONS = (
    _common(
        ["-c", "--connection"],
        "connection",
        "Connection; optional if there is only one.",
        metavar="NAME",
        shell_complete=_known_connections,
    ),
    _common(
        ["--token-stdin"],
        "token_from_stdin",
        "Read a session token or personal access token from standard input.",
        is_flag=True,
    ),
    _common(["--json"], "as_json", "Print results and errors as JSON.", is_flag=True),
    _common(["-q", "--quiet"], "is_quiet", "Suppress informational messages.", is_flag=True),
    _common(
        ["--read-only"], "is_read_only", "Refuse all uploads and changes in openBIS (OPENBIS_READ_ONLY).", is_flag=True
    ),
    _common(["-v", "--verbose"], "is_verbose", "Log openBIS requests (debugging).", is_flag=True),
    _common(
        ["--log-file"],
        "log_file",
        "Append a log without secrets to FILE, for support.",
        metavar="FILE",
        type=click.Path(dir_okay=False),
    ),
)
