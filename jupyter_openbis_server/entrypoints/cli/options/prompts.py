"""Prompts on a terminal; without one, lines of standard input."""

from __future__ import annotations

import sys
from typing import Any

import click

from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions

_REQUIRED = ("name", "hostname")


class PromptedOption(click.Option):
    """An option with a prompt on a terminal.

    Without a terminal, no prompt is shown, and each option takes a line of standard input. At the end of the input, the
    default is used; without a default, the error names the option.
    """

    def prompt_for_value(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """See click. Prompts are written to standard error: programs read the response of the command."""
        default = self.get_default(ctx)
        default = default if isinstance(default, (str, bool)) else None
        if ctx.params.get("token_stdin") or ctx.params.get("password_stdin"):  # standard input is the secret
            return self._default_or_refuse(default, ctx)
        if self.name == "password" and ctx.params.get("ask_token"):
            return default
        if sys.stdin.isatty():
            return self._ask(default, ctx)
        answer = next_line()
        return self.process_value(ctx, answer) if answer else self._default_or_refuse(default, ctx)

    def _ask(self, default: str | bool | None, ctx: click.Context) -> Any:  # noqa: ANN401
        text = str(self.prompt)
        if self.is_bool_flag:
            return click.confirm(text, default=bool(default), err=True)
        return click.prompt(
            text,
            default=default,
            type=self.type,
            hide_input=self.hide_input,
            show_default=self.show_default is not False,
            value_proc=lambda value: self.process_value(ctx, value),
            err=True,
        )

    @staticmethod
    def _default_or_refuse(default: str | bool | None, ctx: click.Context) -> str | bool:
        if default is not None:
            return default
        missing = [each for each in ctx.command.params if each.name in _REQUIRED and each.name not in ctx.params]
        names = ", ".join(max(each.opts, key=len) for each in missing)
        raise click.UsageError(f"Missing: {names}. There is no terminal to ask for it.", ctx)


class NameOption(PromptedOption):
    """The name of a new connection: without the option, that of the common option `--connection`."""

    def prompt_for_value(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """See click."""
        named = ctx.ensure_object(CommonOptions).connection
        return self.process_value(ctx, named) if named else super().prompt_for_value(ctx)


def next_line() -> str:
    """Return the next line of standard input, which is no terminal; empty at the end of the input."""
    return sys.stdin.readline().rstrip("\r\n")


def asked_token() -> str:
    """Return the token that the user enters. Raises UsageError: there is no terminal, and no line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Token", hide_input=True, err=True)).strip()
    token = next_line().strip()
    if not token:
        raise click.UsageError("There is no terminal to ask for the token; use --token-stdin.")
    return token
