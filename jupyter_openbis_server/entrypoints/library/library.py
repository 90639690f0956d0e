"""The use cases for scripts: `from jupyter_openbis_server import connect`.

    with connect("my lab") as lab:
        report = lab.download(lab.datasets("/YEAST/GROWTH/S1"), to="data")
    print(len(report.outcomes), "data sets,", len(report.failed), "failed")

No logic of its own: it finds the connection and calls the use cases with arguments suited to scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from jupyter_openbis_server.domain.connections import connection as registered
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import InvalidConnection, NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import CaptureRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.library.connection import Connection, OwnProgram
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, filesystem_root, relative_to_root
from jupyter_openbis_server.entrypoints.library.shared_program import discard_if_unused, shared_program
from jupyter_openbis_server.entrypoints.use_cases import UseCases


def connect(
    name: str | None = None,
    *,
    url: str | None = None,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    verify_certificates: bool | None = None,
    ca_bundle: str | Path | None = None,
    certificate_fingerprints: str | Sequence[str] | None = None,
    http_only: bool = False,
    use_cases: UseCases | None = None,
) -> Connection:
    """Return a connection, with or without a `with` block.

    Connections of a process share one session, also with `openbis://`, and it is closed at the end of the process.
    Without credentials, the login of the openBIS panel is used in kernels of its Jupyter server, else the credentials
    of the connection file, of the environment, or those that "Remember me" in the panel or `jupyter openbis login
    --keep` has stored.

    Args:
        name: Its name in the openBIS panel or `openbis-connections.yaml`, or the host name of `OPENBIS_URL`;
            optional if there is only one. With `url`, how the connection is called; default: the host name.
        url: Address of an openBIS instance, as copied from a browser, instead of a connection that is known: with
            `token`, or `username` and `password`.
        username: The user. Without a password, only a login of this user is used.
        password: Password, or a personal access token, of the user; without `username`, of the connection's user.
        token: A session token or personal access token, instead of a password.
        verify_certificates: With `url`, whether the TLS certificate is checked; default True.
        ca_bundle: With `url`, path of a file with the certificates of the authority to trust.
        certificate_fingerprints: With `url`, SHA-256 fingerprints of the certificates to trust, instead of authorities.
            Nothing is sent to a server with another certificate.
        http_only: With `url`, allows `http://`, without encryption.
        use_cases: A program of your own (see `batch.bootstrap`), which is not shared; `close` logs out in it.

    Raises:
        UnknownConnection, AmbiguousConnection: the connection does not exist, or the name is ambiguous.
        InvalidConnection: the address or a setting is invalid.
        HttpNotAllowed: the address begins with `http://`, and `http_only` is not set.
        ConflictingCredentials: both a password and a token are given, or one of the arguments is empty.
        NotLoggedIn, ConnectionFailed: credentials were given, and they do not work or belong to another user; or there
            is a `url` without a token or user name and password.
        CertificateNotTrusted, CertificateChanged: credentials were given, and the server's certificate is not trusted;
            the error has its facts.
    """
    login = ExplicitLogin.checked(username, password, token)
    if url is not None:
        given: dict[str, object] = {"verify_certificates": verify_certificates, "http_only": http_only}
        given["ca_bundle"] = ca_bundle and str(expanded(ca_bundle))
        given["certificate_fingerprints"] = certificate_fingerprints
        known = connection_at(url, name, given)
        return _connect_to(known, login, use_cases)
    if not (verify_certificates is None and ca_bundle is None and certificate_fingerprints is None and not http_only):
        raise InvalidConnection("url", "is missing; certificates and http of a known connection are set in its file")
    if use_cases:
        return _connect_with(use_cases, name, login)
    known = shared_program().find(name)
    if login is None:
        return Connection(known.name, shared_program)
    return _connect_explicitly(known, login)


def _connect_to(known: registered.Connection, login: ExplicitLogin | None, use_cases: UseCases | None) -> Connection:
    """Connect to an address that no connection file has."""
    if login is None or not login.has_secret:
        raise NotLoggedIn(known.name, "give connect() a token, or username and password")
    if use_cases:
        use_cases.connections.known.add(known)
        return _connect_with(use_cases, known.name, login)
    return _connect_explicitly(known, login)


def _connect_explicitly(known: registered.Connection, login: ExplicitLogin) -> Connection:
    """Connect with explicit credentials."""
    program = shared_program(known, login)
    program.compare_with_panel(known.name)
    try:
        _log_in(program.use_cases, known.name, login)
    except OpenbisError:
        discard_if_unused(program)
        raise
    return Connection(known.name, partial(shared_program, known, login))


def connection_at(url: str, name: str | None, settings: Mapping[str, object]) -> registered.Connection:
    """Return the connection at an address, without credentials. Raises InvalidConnection, HttpNotAllowed.

    Args:
        url: The address.
        name: Its name; None for the host name.
        settings: Further keys of a connection, see `connection_fields.FIELDS`.
    """
    host = host_of(normalised_url(url, http_only=settings.get("http_only") is True))
    entry = {"name": host if name is None else name, "url": url, **settings}
    return registered.Connection.defined(ConnectionDefinition.from_mapping(entry))


def _connect_with(use_cases: UseCases, name: str | None, login: ExplicitLogin | None) -> Connection:
    """Connect with a program of the caller."""
    known = use_cases.connections.find(name)
    if login:
        use_cases.connections.sessions.end_session(known.name)
        use_cases.connections.known.use_login(known.name, login)
        _log_in(use_cases, known.name, login)
    else:
        use_cases.connections.restore_login(known.name)
    return Connection(known.name, lambda: OwnProgram(use_cases))


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
    own_names: bool = False,
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
        own_names: Whether the files get names that no other notebook has, e.g. `growth.requirements.txt`; for R
            `install.R`, if it is free. `publish` takes these files, and later calls write them again.
        seconds: Timeout for the kernel.
        cancellation: Cancels it from another thread.

    Raises:
        InvalidInput: the notebook or its kernel cannot be used.
        KernelFailed: the kernel did not answer.
        FileOfAnotherNotebook: a file belongs to another notebook, or to the user; nothing was written.
        StorageError: there is no such notebook, or its folder cannot be written.
    """
    path = relative_to_root(Path(notebook))
    request = CaptureRequest(
        path, kernel, requirements_file, runtime_file, seconds, environment_file, overwrite, own_names
    )
    captured = bootstrap(filesystem_root()).notebooks.capture_requirements(request, cancellation)
    return tuple(filesystem_root() / each for each in captured.files)
