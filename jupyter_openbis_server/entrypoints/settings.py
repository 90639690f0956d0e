"""Settings of one running program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import (
    LINK_OUTSIDE,
    UNRESTRICTED,
    DownloadPolicy,
)
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionEntries
from jupyter_openbis_server.domain.instances.allowed_hosts import ALL_HOSTS, AllowedHosts

READ_ONLY_VARIABLE = "OPENBIS_READ_ONLY"


def usual_data_folder() -> Path:
    """Return the default folder for persistent data of this user."""
    return Path(jupyter_data_dir(), "jupyter_openbis_server")


def type_codes_in(data_folder: Path) -> Path:
    """Return the folder for codes of data set types."""
    return data_folder / "types"


def kept_folders_in(data_folder: Path) -> Path:
    """Return the folder for the lists of folders that servers keep in openBIS."""
    return data_folder / "kept-folders"


def audit_log_in(data_folder: Path) -> Path:
    """Return the default file of the audit log of confirmed changes."""
    return data_folder / "assistant-changes.jsonl"


@dataclass(frozen=True)
class Settings:
    """The settings of one running program.

    Attributes:
        root_dir: Jupyter's root folder; uploads are read from it, requirements are written to it.
        download_places: The folders that downloads may be written to and that may be mounted. In a terminal and in
            scripts: all folders that the user may write.
        workspace_places: The allowed targets of links in the root folder, and the closed folders in it; None: links
            may not lead out of it, and no folder in it is closed.
        config_folders: The folders that are searched for connection files, nearest first.
        own_config_folder: The user's own folder among them; None if there is none or its files are ignored.
        environ: The environment, for `OPENBIS_URL` and `OPENBIS_TOKEN`; kernels receive it without secrets.
        connections: Connections from Jupyter's own configuration, with the keys of the connection file.
        verify_certificates: The default for connections that do not specify it.
        types_max_age: Seconds for which data set types are cached.
        connect_timeout: Seconds after which a host that does not answer is unreachable.
        read_timeout: Seconds without a received byte after which a response is lost.
        login_seconds: Maximum total seconds of a login, and of a check of an address.
        transfers: Maximum number of concurrent downloads and uploads; a connection without a running one gets one more.
        retry_seconds: How long an interrupted background transfer is tried again without progress; 0: not at all.
        data_folder: The folder for persistent data: the SSH keys of servers, tokens, codes of types, the
            lists of kept folders.
        allowed_hosts: The hosts that connections are allowed to.
        max_rate: Maximum bytes per second of all transfers together; None without a limit.
        read_only: Whether nothing in openBIS may be changed: no uploads, no publications, no changes.
        remember_login: Whether logins are remembered by tokens, and stored tokens are used.
        remember_days: Maximum days for which a login is remembered.
        strict_host_keys: Whether an SSH key must be known there before its server is mounted.
        audit_log: The audit log of confirmed changes; None for `assistant-changes.jsonl` in the data folder.
    """

    root_dir: Path
    download_places: DownloadPolicy = UNRESTRICTED
    workspace_places: DownloadPolicy | None = None
    config_folders: tuple[Path, ...] = ()
    own_config_folder: Path | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    connections: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    verify_certificates: bool = True
    types_max_age: float = 600.0
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    login_seconds: float = 30.0
    transfers: int = 4
    retry_seconds: float = 0.0
    data_folder: Path = field(default_factory=usual_data_folder)
    strict_host_keys: bool = False
    allowed_hosts: AllowedHosts = ALL_HOSTS
    max_rate: int | None = None
    read_only: bool = False
    remember_login: bool = True
    remember_days: int = 30
    audit_log: Path | None = None


@dataclass(frozen=True)
class ConfiguredConnections:
    """The connections of Jupyter's own configuration (`OpenbisExtension.connections`), as a ConnectionSource."""

    settings: Settings

    def read(self) -> ConnectionEntries:
        """Return the valid definitions, and the problems of the others."""
        return ConnectionEntries.read(
            self.settings.connections,
            "OpenbisExtension.connections",
            verify_by_default=self.settings.verify_certificates,
        )


def places_of_a_server(root_dir: Path, roots: Sequence[str], jupyters_own: Iterable[str]) -> DownloadPolicy:
    """Return the folders that a Jupyter server may download to: requests may come from another user's notebook.

    Args:
        root_dir: Jupyter's root folder.
        roots: The setting `download_roots`: relative paths are below the root folder, `~` is the user's home.
        jupyters_own: Folders in which Jupyter stores configuration, secrets of running servers, and kernels. Empty
            strings are ignored: an extra colon in `JUPYTER_PATH` produces them.
    """
    closed = tuple(dict.fromkeys(map(Path, filter(None, jupyters_own))))
    if roots:
        chosen = tuple(root_dir / Path(each).expanduser() for each in roots)
        return DownloadPolicy(chosen, closed, allow_outside_roots=False, hidden=False)
    return DownloadPolicy((root_dir, Path.home()), closed, hidden=False)


def workspace_of_a_server(root_dir: Path, roots: Sequence[str], jupyters_own: Iterable[str]) -> DownloadPolicy:
    """Return the folders for uploads and requirements of a Jupyter server: its root folder and allowed link targets.

    Args:
        root_dir: Jupyter's root folder.
        roots: The setting `upload_roots`: folders outside that links in the root folder may lead to.
        jupyters_own: As in `places_of_a_server`.
    """
    closed = tuple(dict.fromkeys(map(Path, filter(None, jupyters_own))))
    chosen = tuple(root_dir / Path(each).expanduser() for each in roots)
    outside = f"{LINK_OUTSIDE}; on this server links may lead below {{roots}} only" if roots else LINK_OUTSIDE
    return DownloadPolicy((root_dir, *chosen), closed, allow_outside_roots=False, hidden=False, outside=outside)


@dataclass(frozen=True)
class LocalFiles:
    """What a program may use of this computer's files.

    Attributes:
        root: Folder that uploads are read from.
        downloads: The folders that downloads may be written to.
        workspace: The allowed targets of links in `root`.
        audit_log: See `Settings`.
    """

    root: Path
    downloads: DownloadPolicy = UNRESTRICTED
    workspace: DownloadPolicy | None = None
    audit_log: Path | None = None


def files_of_an_assistant(
    folders: Sequence[Path], jupyters_own: Iterable[str], audit_log: Path | None = None
) -> LocalFiles:
    """Return the files that an assistant may use: those below the given folders that are not hidden.

    Args:
        folders: Absolute paths. Uploads are read from the first one. Without any, no file may be used.
        jupyters_own: As in `places_of_a_server`.
        audit_log: See `Settings`.
    """
    closed = tuple(dict.fromkeys(map(Path, filter(None, jupyters_own))))
    outside = "this assistant may only use files below {roots}" if folders else "this assistant may use no files here"
    policy = DownloadPolicy(tuple(folders), closed, allow_outside_roots=False, hidden=False, outside=outside)
    return LocalFiles(folders[0] if folders else Path(os.devnull), policy, policy, audit_log)


def connection_folders(config_path: Sequence[str], environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of Jupyter's config path whose connection files are read, nearest first.

    The user's own files are left out if a hub sets `JUPYTERHUB_DISABLE_USER_CONFIG`.
    """
    folders = tuple(dict.fromkeys(Path(folder) for folder in config_path))
    if environ.get("JUPYTERHUB_DISABLE_USER_CONFIG", "").lower() in ("", "0", "false"):
        return folders
    users = (Path.home(), Path(jupyter_config_dir()))
    return tuple(folder for folder in folders if not any(_is_below(folder, own) for own in users))


def is_read_only(environ: Mapping[str, str]) -> bool:
    """Return whether the environment forbids changes in openBIS: `OPENBIS_READ_ONLY` is set, and not to 0 or false."""
    return environ.get(READ_ONLY_VARIABLE, "").strip().lower() not in ("", "0", "false", "no")


def own_folder(folders: Sequence[Path], own: str) -> Path | None:
    """Return the user's own configuration folder; None if connection files in it are not read."""
    return Path(own) if Path(own) in folders else None


def _is_below(folder: Path, parent: Path) -> bool:
    return Path(os.path.abspath(folder)).is_relative_to(os.path.abspath(parent))  # noqa: PTH100 - keeps links
