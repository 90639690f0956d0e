"""What an operator or a caller decides, in one value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir

from jupyter_openbis_server.adapters.filesystem import ANYWHERE, DownloadPlaces
from jupyter_openbis_server.domain.model import ConnectionEntries


@dataclass(frozen=True)
class Settings:
    """The settings of one running program.

    Attributes:
        root_dir: Jupyter's root folder; uploads come from below it, requirements go there.
        download_places: Where downloads may go. In a terminal and in scripts that is where the user may write.
        config_folders: Where connection files are looked for, nearest first.
        own_config_folder: The one of them that is the user's own; None where there is none that counts.
        environ: The environment, for `OPENBIS_URL` and `OPENBIS_TOKEN`; kernels get it without secrets.
        connections: Connections from Jupyter's own configuration, with the keys of the connection file.
        verify_certificates: What holds for connections that do not say.
        types_max_age: Seconds for which data set types are remembered.
        connect_timeout: Seconds until a host that does not answer counts as unreachable.
        read_timeout: Seconds without a byte until an answer counts as lost.
        transfers: How many downloads and uploads run at a time; a connection of which none runs gets one more.
        data_folder: Where the program keeps what it has to remember: the SSH keys of servers.
        strict_host_keys: Whether an SSH key must be known there before its server is mounted.
    """

    root_dir: Path
    download_places: DownloadPlaces = ANYWHERE
    config_folders: tuple[Path, ...] = ()
    own_config_folder: Path | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    connections: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    verify_certificates: bool = True
    types_max_age: float = 600.0
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    transfers: int = 4
    data_folder: Path = field(default_factory=lambda: Path(jupyter_data_dir(), "jupyter_openbis_server"))
    strict_host_keys: bool = False


@dataclass(frozen=True)
class ConfiguredConnections:
    """The connections of Jupyter's own configuration (`OpenbisExtension.connections`), as a ConnectionSource."""

    settings: Settings

    def read(self) -> ConnectionEntries:
        """Return the usable definitions, and what is wrong with the others."""
        return ConnectionEntries.read(
            self.settings.connections,
            "OpenbisExtension.connections",
            verify_by_default=self.settings.verify_certificates,
        )


def places_of_a_server(root_dir: Path, roots: Sequence[str], jupyters_own: Iterable[str]) -> DownloadPlaces:
    """Return where a Jupyter server puts downloads: whoever asks may be a notebook of somebody else's.

    Args:
        root_dir: Jupyter's root folder.
        roots: The setting `download_roots`: what is relative begins in the root folder, `~` is the user's home.
        jupyters_own: Folders in which Jupyter keeps configuration, secrets of running servers, and kernels. Empty
            texts are left out: a colon too many in `JUPYTER_PATH` leads to such.
    """
    closed = tuple(dict.fromkeys(map(Path, filter(None, jupyters_own))))
    if roots:
        chosen = tuple(root_dir / Path(each).expanduser() for each in roots)
        return DownloadPlaces(chosen, closed, elsewhere=False, hidden=False)
    return DownloadPlaces((root_dir, Path.home()), closed, hidden=False)


def connection_folders(config_path: Sequence[str], environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of Jupyter's config path in which connection files count, nearest first.

    A hub that sets `JUPYTERHUB_DISABLE_USER_CONFIG` wants the user's own files left out.
    """
    folders = tuple(dict.fromkeys(Path(folder) for folder in config_path))
    if environ.get("JUPYTERHUB_DISABLE_USER_CONFIG", "").lower() in ("", "0", "false"):
        return folders
    users = (Path.home(), Path(jupyter_config_dir()))
    return tuple(folder for folder in folders if not any(_is_below(folder, own) for own in users))


def own_folder(folders: Sequence[Path], own: str) -> Path | None:
    """Return the user's own configuration folder if connection files in it count."""
    return Path(own) if Path(own) in folders else None


def _is_below(folder: Path, parent: Path) -> bool:
    return Path(os.path.abspath(folder)).is_relative_to(os.path.abspath(parent))  # noqa: PTH100 - links stay as they are
