"""Command `cat`: the content of a file."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator

import click

from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.terminal import is_plain_text


@click.command(cls=OpenbisCommand)
@click.argument("reference")
@click.argument("path")
@click.pass_obj
def cat(cli: CliContext, reference: str, path: str) -> None:
    """Write a file of a data set, sample or experiment to standard output, byte by byte as it is in openBIS.

    REFERENCE is as for `download`, PATH as `info` lists it; a leading `original/` may be omitted. The checksum is
    compared if openBIS has one; if it differs, or the file is changed meanwhile, the exit status is not 0. To a
    terminal, only text is written: control characters could change what it shows or does.
    """
    name, stream_file = cli.open_session(), cli.use_cases.files.stream
    to_terminal = is_terminal()
    with cli.transfer("reading") as (cancellation, _):
        pieces = stream_file(name, reference, path, cancellation)
        write_content(pieces, path, to_terminal=to_terminal)


def is_terminal() -> bool:
    """Return whether standard output is a terminal. Ask before a progress is shown: rich then replaces the stream.

    Before rich 14, that other stream is no terminal.
    """
    return sys.stdout is not None and sys.stdout.isatty()


def write_content(pieces: Iterable[bytes], path: str, *, to_terminal: bool) -> None:
    """Write the content of a file to standard output, byte by byte; to a terminal only plain text.

    Raises:
        UsageError: it is no plain text, for a terminal.
        OSError: it cannot be written.
    """
    _write(_for_terminals(pieces, path) if to_terminal else pieces)


def _write(pieces: Iterable[bytes]) -> None:
    if sys.stdout is None:  # the descriptor was closed before Python started
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _for_terminals(pieces: Iterable[bytes], path: str) -> Iterator[bytes]:
    """Yield pieces that are text in UTF-8. Raises UsageError for others."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for piece in pieces:
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError:
            text = "\0"
        if not is_plain_text(text):
            raise click.UsageError(f"{path} is no plain text: redirect the output to a file or another program.")
        yield piece
