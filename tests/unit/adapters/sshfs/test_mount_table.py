"""Parsing of the mount table."""

import pytest

from jupyter_openbis_server.adapters.sshfs import mount_table as module
from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted, mount_table

_LINUX = (
    "22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw\n"
    "42 27 0:39 / /home/a\\040b/da,ta ro,nosuid,nodev,relatime shared:1 master:2 - fuse.sshfs "
    "sftp://a@h:2222/x\\040y ro,user_id=0\n"
    "43 27 0:40 / /mnt\\134odd\\011tab rw - fuse.sshfs me@h: rw\n"
    "44 27 0:41 / /none rw - tmpfs  rw\n"
)
_MACOS = """/dev/disk1s5 on / (apfs, local, read-only, journaled)
alice@openbis.example.org:/ on /Users/alice/openbis.example.org (macfuse, nodev, nosuid, synchronous, mounted by alice)
sftp://alice@h:2222/a b on /Users/alice/my data (1) (osxfuse, nodev)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


def test_mounts_of_linux_are_parsed(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "mountinfo").write_text(_LINUX)
    monkeypatch.setattr(module, "_MOUNTINFO", tmp_path / "mountinfo")
    table = mount_table()
    assert table == [
        Mounted("sysfs", "/sys", "sysfs"),
        Mounted("sftp://a@h:2222/x y", "/home/a b/da,ta", "fuse.sshfs"),
        Mounted("me@h:", "/mnt\\odd\ttab", "fuse.sshfs"),
        Mounted("", "/none", "tmpfs"),
    ]
    assert [each.is_sshfs for each in table] == [False, True, True, False]


def test_mounts_of_macos_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(module, "_output_of_mount", lambda: _MACOS)
    table = [each for each in mount_table() if each.is_sshfs]
    assert [(each.source, each.mountpoint) for each in table] == [
        ("alice@openbis.example.org:/", "/Users/alice/openbis.example.org"),
        ("sftp://alice@h:2222/a b", "/Users/alice/my data (1)"),
    ]


def test_mount_table_of_this_system_has_the_root() -> None:
    assert "/" in [each.mountpoint for each in mount_table()]


def test_missing_mount_table_has_no_mounts(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(module, "_MOUNTINFO", tmp_path / "none")
    assert mount_table() == []
