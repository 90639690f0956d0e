"""The use cases for scripts: `from jupyter_openbis_server import connect`.

    with connect("my lab") as lab:
        report = lab.download(lab.datasets("/YEAST/GROWTH/S1"), to="data")
    print(len(report.outcomes), "data sets,", len(report.failed), "failed")

No logic of its own: it finds the connection and calls the use cases with arguments suited to scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import CaptureRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.library.connection import OpenbisConnection, OwnProgram
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, filesystem_root, relative_to_root
from jupyter_openbis_server.entrypoints.library.shared_program import discard_if_unused, shared_program
from jupyter_openbis_server.entrypoints.use_cases import UseCases


def connect(
    name: str | None = None,
    *,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    use_cases: UseCases | None = None,
) -> OpenbisConnection:
    """Return a connection, with or without a `with` block.

    Connections of a process share one session, also with `openbis://`, and it is closed at the end of the process.
    Without credentials, the login of the openBIS panel is used in kernels of its Jupyter server, else the credentials
    of the connection file, of the environment, or those that `jupyter openbis login --keep` has stored.

    Args:
        name: Its name in the openBIS panel or `openbis-connections.yaml`, or the host name of `OPENBIS_URL`;
            optional if there is only one.
        username: The user. Without a password, only a login of this user is used.
        password: Password, or a personal access token, of the user; without `username`, of the connection's user.
        token: A session token or personal access token, instead of a password.
        use_cases: A program of your own (see `batch.bootstrap`), which is not shared; `close` logs out in it.

    Raises:
        UnknownConnection, AmbiguousConnection: the connection does not exist, or the name is ambiguous.
        ConflictingCredentials: both a password and a token are given, or one of the arguments is empty.
        NotLoggedIn, ConnectionFailed: credentials were given, and they do not work or belong to another user.
    """
    login = ExplicitLogin.checked(username, password, token)
    if use_cases:
        return _connect_with(use_cases, name, login)
    known = shared_program().find(name)
    if login is None:
        return OpenbisConnection(known.name, shared_program)
    program = shared_program(known, login)
    program.compare_with_panel(known.name)
    try:
        _log_in(program.use_cases, known.name, login)
    except OpenbisError:
        discard_if_unused(program)
        raise
    return OpenbisConnection(known.name, partial(shared_program, known, login))


def _connect_with(use_cases: UseCases, name: str | None, login: ExplicitLogin | None) -> OpenbisConnection:
    """Connect with a program of the caller."""
    known = use_cases.connections.find(name)
    if login:
        use_cases.connections.sessions.end_session(known.name)
        use_cases.connections.known.use_login(known.name, login)
        _log_in(use_cases, known.name, login)
    else:
        use_cases.connections.restore_login(known.name)
    return OpenbisConnection(known.name, lambda: OwnProgram(use_cases))


def _log_in(use_cases: UseCases, name: str, login: ExplicitLogin) -> None:
    """Open the session now, or keep the session of the same login. Raises NotLoggedIn, ConnectionFailed."""
    if login.has_secret:
        use_cases.connections.login(name)
    else:
        use_cases.connections.sessions.session(name)


def verify(folder: str | Path) -> Iterator[Verification]:
    """Compare downloads in a folder with their manifests: all files are read. Needs no openBIS and no connection.

    Args:
        folder: The folder of a data set, or one that contains such folders.

    Returns:
        The result for each download, by path, as soon as it is known.

    Raises:
        NothingToVerify: the folder contains no download.
    """
    return bootstrap(filesystem_root()).downloads.verify(str(expanded(folder).absolute()))


def local_downloads(folder: str | Path) -> tuple[LocalDownload, ...]:
    """Return the downloads in a folder as their manifests describe them, complete or not, by path.

    Needs no openBIS and no connection. Only the manifests are read: `verify` checks the files.
    """
    return bootstrap(filesystem_root()).downloads.local.all(str(expanded(folder).absolute()))


def save_requirements(
    notebook: str | Path,
    *,
    kernel: str | None = None,
    requirements_file: str = "requirements.txt",
    runtime_file: str = "runtime.txt",
    environment_file: str = "environment.yml",
    overwrite: bool = False,
    seconds: float = 60.0,
    cancellation: Cancellation | None = None,
) -> tuple[Path, ...]:
    """Save the installed packages of the kernel of a notebook beside the notebook; return the files. Needs no openBIS.

    Args:
        notebook: Its file; no cell of it is executed.
        kernel: Name of another kernel than the notebook names.
        requirements_file: Name of the file for the packages.
        runtime_file: Name of the file for the version of the language.
        environment_file: Name of the file for kernels of conda environments.
        overwrite: Whether files of another notebook, or of the user, are replaced.
        seconds: Timeout for the kernel.
        cancellation: Cancels it from another thread.

    Raises:
        InvalidInput: the notebook or its kernel cannot be used.
        KernelFailed: the kernel did not answer.
        FileOfAnotherNotebook: a file belongs to another notebook, or to the user; nothing was written.
        StorageError: there is no such notebook, or its folder cannot be written.
    """
    path = relative_to_root(Path(notebook))
    request = CaptureRequest(path, kernel, requirements_file, runtime_file, seconds, environment_file, overwrite)
    captured = bootstrap(filesystem_root()).notebooks.capture_requirements(request, cancellation)
    return tuple(filesystem_root() / each for each in captured.files)
