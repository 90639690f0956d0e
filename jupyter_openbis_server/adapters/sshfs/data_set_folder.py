"""The folder of a data set in openBIS's SFTP view.

Source: openBIS's DSS, `fs/resolver`: `/SPACE/PROJECT/EXPERIMENT/<data set>`; below `/DEFAULT` where the server has
file-system plugins.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import DataNotAvailable, MountFailed

_BESIDE_PLUGINS = "/DEFAULT"


def data_set_folder(mountpoint: str, mounted: str, data_set: DataSet) -> str:
    """Return the folder of a data set.

    Args:
        mountpoint: The mountpoint of the data store.
        mounted: The folder of the data store that is mounted.
        data_set: The data set.

    Raises:
        DataNotAvailable: the data set is not in the mounted folder.
        MountFailed: the mount does not respond.
    """
    if data_set.experiment is None:
        raise DataNotAvailable(
            f"data set {data_set.perm_id} belongs to no experiment, so its place in the mounted data store is not "
            "known; download it instead"
        )
    for place in _candidates(mountpoint, mounted, f"{data_set.experiment}/{data_set.perm_id}"):
        if _is_folder(place):
            return str(place)
    raise DataNotAvailable(
        f"the mounted data store does not show data set {data_set.perm_id} (new ones may show only after unmounting "
        "and mounting again)"
    )


def _candidates(mountpoint: str, mounted: str, path: str) -> Iterator[Path]:
    top = "" if mounted == "/" else mounted
    for full in (path, _BESIDE_PLUGINS + path):
        if full.startswith(f"{top}/"):
            yield Path(mountpoint, full[len(top) + 1 :])


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise MountFailed(
            f"the mounted data store does not answer ({error.strerror}); unmount it and mount it again"
        ) from error
