"""An installation that does not mount."""

import pytest

from jupyter_openbis_server.adapters.sshfs.unavailable import UnavailableMounts
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import Connection, Credentials, Instance, Secret

CONNECTION = Connection(Instance("test", "https://a.org"))


def test_nothing_is_ever_mounted_and_unmounting_is_no_error() -> None:
    mounts = UnavailableMounts()
    mounts.unmount(CONNECTION)
    assert mounts.of(CONNECTION) is None


def test_mounting_says_what_to_do_instead() -> None:
    with pytest.raises(MountFailed, match=r"data store of test; download its data sets instead$"):
        UnavailableMounts().mount(CONNECTION, Credentials("anna", Secret("s3cret")))
