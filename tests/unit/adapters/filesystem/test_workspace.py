"""Jupyter's root folder with links, pipes and unusual names."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.folders.open_folder import NotAFolder, OpenFolder
from jupyter_openbis_server.adapters.filesystem.workspace.source_files import found_at
from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.workspace.exclusion import NO_EXCLUSION
from jupyter_openbis_server.entrypoints.settings import workspace_of_a_server
from tests.real_parts import missing, need
from tests.support.tmpfs import run_on_disk

NAMES = ["ü" * 127, "🧪.csv", "plate #1.csv", "100 %.txt", "50%25.txt", "a+b", "a\nb", "a:b", "…", "x" * 255]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("outside")
    return root


@pytest.fixture
def workspace(root: Path) -> FilesystemWorkspace:
    return FilesystemWorkspace(root)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_unusual_names_are_read_and_written(root: Path, workspace: FilesystemWorkspace, name: str) -> None:
    workspace.write_texts({name: "content"})
    assert [path.name for path in root.iterdir()] == [name]
    (source,) = workspace.sources(name)
    assert (source.name, source.size) == (name, 7)


@settings(deadline=None)  # a disk takes the time it takes
@given(path=st.text(st.sampled_from("./\\%2eEfFC:asecrt~\0\udc80\ud800ü "), max_size=20))
def test_arbitrary_paths_never_lead_outside(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    parent = tmp_path_factory.mktemp("parent")
    (parent / "root").mkdir()
    (parent / "secret").write_text("outside")
    workspace = FilesystemWorkspace(parent / "root")
    for attempt in (lambda: workspace.sources(path), lambda: workspace.write_texts({path: "x"})):
        try:
            attempt()
        except OpenbisError:
            continue
    assert sorted(entry.name for entry in parent.iterdir()) == ["root", "secret"]
    assert (parent / "secret").read_text() == "outside"


# --- links


def test_a_link_to_a_file_outside_is_not_read(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "data.csv").symlink_to("../secret.txt")
    with pytest.raises(InvalidPath, match=r"data\.csv"):
        workspace.sources("data.csv")


def test_nothing_is_read_through_a_link_to_a_folder_outside(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "up").symlink_to(root.parent)
    with pytest.raises(InvalidPath):
        workspace.sources("up/secret.txt")


def test_an_encoded_name_of_a_link_outside_is_not_read_either(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "my data").symlink_to("../secret.txt")
    with pytest.raises(InvalidPath):
        workspace.sources("my%20data")


@pytest.mark.parametrize("path", ["requirements.txt", "up/secret.txt", "up/new.txt", "dangling.txt"])
def test_nothing_is_written_through_a_link_to_outside(root: Path, workspace: FilesystemWorkspace, path: str) -> None:
    (root / "requirements.txt").symlink_to("../secret.txt")
    (root / "up").symlink_to(root.parent)
    (root / "dangling.txt").symlink_to("../new.txt")
    with pytest.raises(InvalidPath):
        workspace.write_texts({"first.txt": "x", path: "x"})
    assert (root.parent / "secret.txt").read_text() == "outside"
    assert not (root.parent / "new.txt").exists()
    assert not (root / "first.txt").exists()


def test_link_to_a_file_inside_is_read(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "store").mkdir()
    (root / "store" / "4711").write_text("old")
    (root / "data.csv").symlink_to("store/4711")
    workspace.write_texts({"data.csv": "new"})
    assert (root / "data.csv").is_symlink()
    (source,) = workspace.sources("data.csv")
    assert source.name == "data.csv"
    with source.open() as stream:
        assert stream.read() == b"new"


def test_the_root_itself_may_be_a_link(root: Path) -> None:
    (root / "data.csv").write_text("1")
    (root.parent / "linked").symlink_to("root")
    workspace = FilesystemWorkspace(root.parent / "linked")
    assert workspace.root == str(root.parent / "linked")
    assert [source.size for source in workspace.sources("data.csv")] == [1]


def test_circular_link_is_no_file(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "circle").symlink_to("circle")
    with pytest.raises(SourceNotReadable):
        workspace.sources("circle")


def test_file_replaced_by_a_link_after_the_check_is_not_read(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "data.csv").write_text("1")
    (source,) = workspace.sources("data.csv")
    (root / "data.csv").unlink()
    (root / "data.csv").symlink_to("../secret.txt")
    with pytest.raises(SourceNotReadable):
        source.open()


def test_nothing_is_read_through_a_folder_replaced_by_a_link_after_the_check(
    root: Path, workspace: FilesystemWorkspace
) -> None:
    (root / "run").mkdir()
    (root / "run" / "secret.txt").write_text("1")
    (source,) = workspace.sources("run/secret.txt")
    (root / "run").rename(root / "moved")
    (root / "run").symlink_to("..")
    with pytest.raises(SourceNotReadable):
        source.open()


def test_folder_replaced_while_its_file_is_sent_has_no_effect(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "run").mkdir()
    (root / "run" / "secret.txt").write_text("1234567")
    (source,) = workspace.sources("run/secret.txt")
    with source.open() as stream:
        begin = stream.read(3)
        (root / "run").rename(root / "moved")
        (root / "run").symlink_to("..")
        assert begin + stream.read() == b"1234567"


def test_folder_replaced_during_the_search_shows_nothing_outside(root: Path) -> None:
    for name in ("a", "b"):
        (root / "run" / name).mkdir(parents=True)
        (root / "run" / name / "data.csv").write_text("1")
    found = found_at(root, root / "run", "run", "run", NO_EXCLUSION, [])
    first = next(found).path.parent
    other = root / "run" / ("a" if first.name == "b" else "b")
    other.rename(root / "moved")
    other.symlink_to("../..")
    with pytest.raises(SourceNotReadable):
        list(found)


def test_folder_replaced_before_it_is_listed_is_not_listed(root: Path) -> None:
    (root / "run").symlink_to("..")
    with pytest.raises(NotAFolder):
        OpenFolder.at(root / "run")


class Swapping(dict[str, str]):
    """Texts; after the last of them is checked, a folder is replaced with a link."""

    def __init__(self, texts: dict[str, str], swap) -> None:
        super().__init__(texts)
        self._swap = swap

    def items(self):
        yield from super().items()
        self._swap()


@pytest.mark.parametrize("swapped", ["run", "run/deep"])
def test_nothing_is_written_through_a_folder_replaced_by_a_link_after_the_check(
    root: Path, workspace: FilesystemWorkspace, swapped: str
) -> None:
    (root / "run" / "deep").mkdir(parents=True)
    (root.parent / "deep").mkdir()

    def swap() -> None:
        (root / swapped).rename(root / "moved")
        (root / swapped).symlink_to(root.parent)

    with pytest.raises(TargetNotWritable, match="a link instead of the folder"):
        workspace.write_texts(Swapping({"run/deep/requirements.txt": "x"}, swap))
    assert not list(root.parent.rglob("requirements.txt"))


# --- links in folders


@pytest.fixture
def run(root: Path) -> Path:
    run = root / "work" / "run1"
    run.mkdir(parents=True)
    (run / "a.csv").write_text("1")
    return run


def names(workspace: FilesystemWorkspace, path: str) -> list[str]:
    return [source.name for source in workspace.sources(path)]


def test_links_in_a_folder_are_followed_while_they_stay_inside(
    root: Path, run: Path, workspace: FilesystemWorkspace
) -> None:
    (root / "store" / "deep").mkdir(parents=True)
    (root / "store" / "deep" / "b.csv").write_text("2")
    (run / "file").symlink_to("../../store/deep/b.csv")
    (run / "folder").symlink_to("../../store")
    assert names(workspace, "work/run1") == ["run1/a.csv", "run1/file", "run1/folder/deep/b.csv"]


def test_two_links_to_one_folder_are_two_folders(root: Path, run: Path, workspace: FilesystemWorkspace) -> None:
    (root / "store").mkdir()
    (root / "store" / "b.csv").write_text("2")
    for name in ("first", "second"):
        (run / name).symlink_to("../../store")
    assert names(workspace, "work/run1") == ["run1/a.csv", "run1/first/b.csv", "run1/second/b.csv"]


@pytest.mark.parametrize("target", ["../../../secret.txt", "../../.."], ids=["file", "folder"])
def test_a_link_in_a_folder_to_outside_is_named(run: Path, workspace: FilesystemWorkspace, target: str) -> None:
    (run / "sub").mkdir()
    (run / "sub" / "out").symlink_to(f"../{target}")
    with pytest.raises(InvalidPath, match=r"work/run1/sub/out.*outside"):
        workspace.sources("work/run1")


@pytest.mark.parametrize("target", [".", "..", "../..", "../sub"])
def test_links_to_a_parent_folder_are_named_and_not_followed(
    run: Path, workspace: FilesystemWorkspace, target: str
) -> None:
    (run / "sub").mkdir()
    (run / "sub" / "back").symlink_to(target)
    with pytest.raises(InvalidPath, match=r"work/run1/sub/back.*leads back"):
        workspace.sources("work/run1")


def test_folders_linked_to_each_other_are_not_followed_endlessly(root: Path, workspace: FilesystemWorkspace) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (root / name).mkdir()
        (root / name / "over").symlink_to(f"../{other}")
    with pytest.raises(InvalidPath, match=r"a/over/over.*leads back"):
        workspace.sources("a")


def test_a_dangling_link_in_a_folder_is_named(run: Path, workspace: FilesystemWorkspace) -> None:
    (run / "nowhere").symlink_to("missing")
    with pytest.raises(SourceNotReadable, match="File not found: work/run1/nowhere"):
        workspace.sources("work/run1")


# --- pipes, sockets and other paths that are no files


def test_pipe_is_refused_without_blocking(root: Path, workspace: FilesystemWorkspace) -> None:
    os.mkfifo(root / "pipe")
    with pytest.raises(SourceNotReadable, match="Not a file"):
        workspace.sources("pipe")
    with pytest.raises(TargetNotWritable):
        workspace.write_texts({"pipe": "x"})


def test_a_pipe_in_a_folder_is_named(run: Path, workspace: FilesystemWorkspace) -> None:
    os.mkfifo(run / "pipe")
    with pytest.raises(SourceNotReadable, match="Not a file: work/run1/pipe"):
        workspace.sources("work/run1")


def test_a_socket_in_a_folder_is_named(run: Path, workspace: FilesystemWorkspace, monkeypatch) -> None:
    monkeypatch.chdir(run)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        with pytest.raises(SourceNotReadable, match="Not a file: work/run1/socket"):
            workspace.sources("work/run1")


@pytest.mark.parametrize("where", ["", "run1/"])
def test_name_that_is_no_valid_text_is_refused_and_shown_escaped(
    root: Path, workspace: FilesystemWorkspace, where: str
) -> None:
    (root / "run1").mkdir()
    name = os.fsdecode(b"caf\xe9.csv")
    (root / where / name).write_text("1")
    with pytest.raises(SourceNotReadable, match=r"no UTF-8 text.*caf\\udce9\.csv"):
        workspace.sources(where.rstrip("/") or name)


def test_file_replaced_by_a_pipe_after_the_check_is_refused(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "data.csv").write_text("1")
    (source,) = workspace.sources("data.csv")
    (root / "data.csv").unlink()
    os.mkfifo(root / "data.csv")
    with pytest.raises(SourceNotReadable):
        source.open()


def test_a_path_below_a_file_is_no_file(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "data.csv").write_text("1")
    with pytest.raises(SourceNotReadable, match="File not found"):
        workspace.sources("data.csv/more")


def test_a_name_too_long_for_the_disk_is_no_file(workspace: FilesystemWorkspace) -> None:
    with pytest.raises(SourceNotReadable):
        workspace.sources("x" * 300)


def test_percent_signs_that_decode_to_no_valid_text_are_literal(workspace: FilesystemWorkspace) -> None:
    with pytest.raises(SourceNotReadable, match="%FF"):
        workspace.sources("%FF.csv")


def test_a_name_is_decoded_once_only(root: Path, workspace: FilesystemWorkspace) -> None:
    (root / "a b").write_text("1")
    with pytest.raises(SourceNotReadable):
        workspace.sources("a%2520b")


def test_file_of_another_user_is_not_readable(root: Path) -> None:
    """Permissions do not bind root, so the reader is a process that is not root inside its own user namespace."""
    need("unshare")
    (root / "private.csv").write_text("1")
    (root / "private.csv").chmod(0o000)
    script = (
        "import sys\n"
        "from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace as W\n"
        "from jupyter_openbis_server.domain.errors import SourceNotReadable\n"
        "try: W(sys.argv[1]).sources('private.csv')\n"
        "except SourceNotReadable as error: print(error)"
    )
    # Mapped to an ordinary user without capabilities, even root's processes obey permissions.
    command = ["unshare", "--user", "--map-user=1000", sys.executable, "-c", script, str(root)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "unshare" in outcome.stderr:
        missing("this host allows no user namespaces")
    assert outcome.stdout == "File cannot be read: private.csv\n", outcome.stderr


# --- writing


def test_line_ends_are_written_unchanged(root: Path, workspace: FilesystemWorkspace) -> None:
    workspace.write_texts({"a.txt": "1\r\n2\n"})
    assert (root / "a.txt").read_bytes() == b"1\r\n2\n"


def test_lone_surrogates_are_not_written(root: Path, workspace: FilesystemWorkspace) -> None:
    workspace.write_texts({"a.txt": "numpy # \ud83e"})
    assert (root / "a.txt").read_bytes() == b"numpy # ?"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_written_files_are_readable_as_the_umask_says(
    root: Path, workspace: FilesystemWorkspace, umask: int, mode: int
) -> None:
    old = os.umask(umask)
    try:
        workspace.write_texts({"a.txt": ""})
    finally:
        os.umask(old)
    assert stat.S_IMODE((root / "a.txt").stat().st_mode) == mode


def test_a_read_only_disk_is_reported(tmp_path: Path) -> None:
    script = """
import sys
from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.domain.errors import TargetNotWritable
try:
    FilesystemWorkspace(sys.argv[1]).write_texts({"runtime.txt": "x"})
except TargetNotWritable as error:
    print(error)
"""
    assert "Read-only file system" in run_on_disk(tmp_path, "ro", script)


class TestWorkspaceOfAServer:
    """With the settings of a Jupyter server: links to the folders of `upload_roots`, and no hidden folders."""

    @pytest.fixture
    def share(self, tmp_path: Path) -> Path:
        (tmp_path / "share" / "run").mkdir(parents=True)
        (tmp_path / "share" / "run" / "a.csv").write_text("1")
        return tmp_path / "share"

    @pytest.fixture
    def home(self, tmp_path: Path, share: Path) -> Path:
        (tmp_path / "home" / ".ssh").mkdir(parents=True)
        (tmp_path / "home" / ".ssh" / "id").write_text("secret")
        (tmp_path / "home" / "shared").symlink_to(share)
        return tmp_path / "home"

    def test_links_to_upload_roots_are_followed(self, home: Path, share: Path) -> None:
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [str(share)], []))
        assert [each.name for each in workspace.sources("shared/run")] == ["run/a.csv"]
        assert workspace.sources("shared/run/a.csv")[0].open().read() == b"1"
        workspace.write_texts({"shared/run/requirements.txt": "numpy"})
        assert (share / "run" / "requirements.txt").read_text() == "numpy"

    def test_links_to_other_folders_are_not_followed(self, home: Path, share: Path, tmp_path: Path) -> None:
        for places in (workspace_of_a_server(home, [], []), workspace_of_a_server(home, [str(share / "run")], [])):
            workspace = FilesystemWorkspace(home, places)
            (home / "work").mkdir(exist_ok=True)
            (share / "other").write_text("2")
            with pytest.raises(InvalidPath, match="a link leads outside the folder"):
                workspace.sources("shared/other")
            with pytest.raises(InvalidPath, match="a link leads outside the folder"):
                workspace.write_texts({"shared/x.txt": "x"})

    def test_a_link_in_an_upload_root_does_not_lead_out_of_it(self, home: Path, share: Path, tmp_path: Path) -> None:
        (tmp_path / "private").write_text("secret")
        (share / "run" / "link").symlink_to(tmp_path / "private")
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [str(share)], []))
        with pytest.raises(InvalidPath, match=f"links may lead below {home} or {share} only"):
            workspace.sources("shared/run")

    @pytest.mark.parametrize("path", [".ssh", ".ssh/id", "own/secret", "%2Essh/id"])
    def test_hidden_folders_and_folders_of_jupyter_are_refused(self, home: Path, path: str) -> None:
        (home / "own").mkdir()
        (home / "own" / "secret").write_text("secret")
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [], [str(home / "own")]))
        with pytest.raises(InvalidPath, match=r"hidden|its own files"):
            workspace.sources(path)
        with pytest.raises(InvalidPath, match=r"hidden|its own files|folder does not exist"):
            workspace.write_texts({path: "x"})

    @pytest.mark.parametrize("path", ["work/00-evil.py", ".bashrc", ".ssh/x"])
    def test_nothing_is_written_into_hidden_folders(self, home: Path, path: str) -> None:
        (home / "work").symlink_to(home / ".ssh")
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [], []))
        with pytest.raises(InvalidPath, match="hidden"):
            workspace.write_texts({path: "evil"})
        assert [each.name for each in (home / ".ssh").iterdir()] == ["id"]

    def test_files_of_jupyter_are_not_sent_through_a_link(self, home: Path) -> None:
        (home / "own").mkdir()
        (home / "own" / "secret").write_text("secret")
        (home / "work").mkdir()
        (home / "work" / "link").symlink_to(home / "own" / "secret")
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [], [str(home / "own")]))
        with pytest.raises(InvalidPath, match="its own files"):
            workspace.sources("work")

    def test_hidden_files_of_a_folder_and_links_to_them_are_sent(self, home: Path) -> None:
        """Formats such as zarr have hidden files; git-annex links to them."""
        (home / "work" / "a.zarr").mkdir(parents=True)
        (home / "work" / "a.zarr" / ".zarray").write_text("{}")
        (home / "work" / "big").symlink_to("a.zarr/.zarray")
        workspace = FilesystemWorkspace(home, workspace_of_a_server(home, [], []))
        assert [each.name for each in workspace.sources("work")] == ["work/a.zarr/.zarray", "work/big"]
