"""A folder that hangs at random times, like one on a network share whose server does not answer."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import requests

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.errors import MountError
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from soak.client import Client, Figures
from soak.world import World

_USER = "alice"
_PAUSE_SECONDS = (0.5, 3.0)
_HANG_SECONDS = (0.5, 45.0)
"""Some of them longer than Jupyter waits for a folder."""
_ASKING = 3
_NOT_RESPONDING = "folder-not-responding"


@contextmanager
def hanging_folder(world: World, figures: Figures, seed: int) -> Iterator[None]:
    """Make a mounted folder hang at random times within the block, while users read it.

    All other requests must be answered meanwhile: `Client.quick` records each refusal. At the end the folder responds,
    and waiting requests are answered. Does nothing if this computer cannot mount.
    """
    if world.mounts is None:
        yield
        return
    folder = world.root.parent / "share"
    mounts, connection = SshfsMounts(world.root.parent / "share-notes"), _connection(world, folder)
    try:
        mounts.mount(connection, connection.credentials_or(None, None))
    except MountError as error:  # openBIS is just being restarted, or one of its faults has hit
        figures.count(f"share not mounted: {error.code}")
        yield
        return
    ended = threading.Event()
    threads = [threading.Thread(target=_stop_and_continue, args=(folder, figures, random.Random(seed), ended))]  # noqa: S311
    threads += [threading.Thread(target=_read_share, args=(world, folder, figures, ended)) for _ in range(_ASKING)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        with suppress(MountError):
            mounts.unmount(connection, force=True)


def _connection(world: World, folder: Path) -> Connection:
    mount = {"port": world.openbis.sftp.port, "mountpoint": str(folder)}
    entry = {"name": "share", "url": world.openbis.url, "username": _USER, "password": USERS[_USER], "mount": mount}
    return Connection.defined(ConnectionDefinition.from_mapping(entry))


def _stop_and_continue(folder: Path, figures: Figures, chance: random.Random, ended: threading.Event) -> None:
    processes = [int(each.name) for each in Path("/proc").glob("[0-9]*") if _serves(each, folder)]
    while not ended.wait(chance.uniform(*_PAUSE_SECONDS)):
        figures.count("fault: a share hangs")
        _signal(processes, signal.SIGSTOP)
        ended.wait(chance.uniform(*_HANG_SECONDS))
        _signal(processes, signal.SIGCONT)


def _read_share(world: World, folder: Path, figures: Figures, ended: threading.Event) -> None:
    client, where = Client(world.jupyter, figures), quote(str(folder), safe="")
    while not ended.wait(_PAUSE_SECONDS[0]):
        try:
            status, content = client.ask("GET", f"openbis/unfinished?folder={where}")
        except requests.RequestException as error:
            figures.add_problem(f"a share that hangs: Jupyter has not answered: {error}")
            continue
        if content.get("code") == _NOT_RESPONDING and str(folder) not in str(content.get("reason")):
            figures.add_problem(f"a share that hangs is not named: {content}")
        figures.count(f"reads of a share: {content.get('code') or status}")


def _serves(process: Path, folder: Path) -> bool:
    try:
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(folder) in arguments and os.path.basename(arguments[0]) == b"sshfs"  # noqa: PTH119 - bytes


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)
