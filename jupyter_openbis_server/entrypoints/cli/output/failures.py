"""Messages of the command line for domain errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.eln_archives.errors import FilesNeedDataSets
from jupyter_openbis_server.domain.object_files.errors import FilesExist, NoFileServer
from jupyter_openbis_server.domain.sync.errors import TooManyDeletions
from jupyter_openbis_server.entrypoints.cli.output.hints import hint_of
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

_OPTIONS = {"entityIdentifier": "--to", "type": "--type", "parent": "--parent", "file": "FILE", "folder": "--into"}
"""Options for the fields of an upload; `prop.CODE` is `--prop CODE`."""

_LOGIN = "`jupyter-openbis login --keep keyring` (or `--keep file`)"
_COMPLETE = "or complete the connection. Without a terminal, `login --password-stdin` reads the password."
_REFERENCES = (
    "`jupyter-openbis search WORDS` finds permIds; name samples and others by permId or identifier, "
    "e.g. /SPACE/PROJECT/CODE."
)
_HINTS: tuple[tuple[type[errors.OpenbisError], str], ...] = (
    (errors.MissingCredentials, f"{_LOGIN} keeps a login; or set OPENBIS_TOKEN, {_COMPLETE}"),
    (errors.SessionExpired, f"{_LOGIN} keeps a new login."),
    (errors.NotAToken, ""),
    (errors.SessionTokenAsPassword, ""),
    (
        errors.WrongCredentials,
        "Try again; `jupyter-openbis -c NAME conn add` replaces what is saved with the connection.",
    ),
    (errors.WrongUser, ""),
    (errors.NotLoggedIn, f"{_LOGIN} keeps a login; or set OPENBIS_TOKEN."),
    (FilesNeedDataSets, "`import --files-as TYPE` stores them in data sets; `types` lists the codes."),
    (NoFileServer, "`upload --type CODE` makes a new data set; `types` lists the codes."),
    (FilesExist, "`upload --replace` replaces files."),
    (TooManyDeletions, "`sync --delete --delete-many` deletes them."),
    (errors.DataSetNotFound, _REFERENCES),
    (errors.UnknownConnection, "`jupyter-openbis conn list` lists the connections, `conn add` adds one."),
)


def as_object(error: Exception, status: int) -> dict[str, Any]:
    """Return the value of `error` in JSON responses: the error as in the HTTP API, and the exit status."""
    described = (
        error_response(error) if isinstance(error, errors.OpenbisError) else {"reason": str(error), "code": "failed"}
    )
    return {**described, "exitStatus": status}


def lines_about(error: Exception) -> list[str]:
    """Return the lines to show for a domain error, with the next step if there is one."""
    if isinstance(error, errors.InvalidUpload):
        return ["Error: this cannot be uploaded:", *(f"  {_option(each)}: {each.problem}" for each in error.problems)]
    if isinstance(error, errors.PartialDownloadFailure):
        number = len(error.failures) + len(error.downloads)
        lines = [f"Error: {len(error.failures)} of {number} data sets could not be downloaded:"]
        lines += [f"  {each.perm_id}: {message_of(each.cause)}" for each in error.failures]
        hints = dict.fromkeys(hint for each in (error, *error.failures) for hint in _hints(each))
        return lines + [f"Hint: {hint}" for hint in hints]
    return [f"Error: {message_of(error)}", *(f"Hint: {hint}" for hint in _hints(error))]


def message_of(error: Exception) -> str:
    """Return the message of an error for people. That in JSON is that of the HTTP API."""
    if isinstance(error, errors.DataSetNotFound):
        return f"No such data set, sample, experiment, project or space: {error.perm_id}"
    if isinstance(error, errors.InternalError):
        kind = type(error.__cause__).__name__
        return f"something went wrong inside the program ({kind}); run it again with -v, and report what it shows"
    return str(error)


def _hints(error: Exception) -> Iterator[str]:
    if added := hint_of(error):
        yield added
        return
    cause = getattr(error, "cause", error)
    if isinstance(cause, errors.AmbiguousConnection):
        yield (
            "`-c NAME` names the connection."
            if ":" in str(cause)
            else "`jupyter-openbis conn add` adds one; or set OPENBIS_URL and OPENBIS_TOKEN."
        )
        return
    if isinstance(cause, errors.NotLoggedIn) and "openBIS panel" in str(cause):
        return  # in Jupyter's kernels and terminals the message itself says what to do
    if isinstance(cause, errors.FileNotInDataSet):
        yield f"`jupyter-openbis info {cause.perm_id}` lists the files."
        return
    hint = next((hint for kind, hint in _HINTS if isinstance(cause, kind)), "")
    if hint:
        yield hint


def _option(problem: errors.FieldProblem) -> str:
    kind, dot, code = problem.field.partition(".")
    return f"--prop {code}" if kind == "prop" and dot else _OPTIONS.get(problem.field, problem.field)
