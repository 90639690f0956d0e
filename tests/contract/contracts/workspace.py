"""The contract of the port `Workspace`."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.model import SourceFile
from jupyter_openbis_server.domain.ports import Workspace

PutFile = Callable[[str, bytes], None]
ReadFile = Callable[[str], bytes | None]

OUTSIDE = ["../secret.txt", "..", "/etc/hostname", "work/../../secret.txt", "work/\0.txt"]
OUTSIDE_WHEN_DECODED = ["%2e%2e/secret.txt", "..%2Fsecret.txt", "%2Fetc%2Fhostname", "work/%00.txt"]


class WorkspaceContract:
    """Fixtures, with paths relative to the root.

    - `workspace`, whose root is empty at first;
    - `put_file(path, content)`: makes a file, with its folders;
    - `make_folder(path)`: makes a folder without anything in it, with those around it;
    - `read_file(path)`: its content, None when there is none;
    - `remove_file(path)`.
    """

    def test_the_root_is_an_absolute_path(self, workspace: Workspace) -> None:
        assert workspace.root.startswith("/") or workspace.root[1:3] == ":\\"

    # --- reading

    def test_a_file_is_found_with_name_size_and_content(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("work/plate 1/curve.csv", b"1,2,3")
        (source,) = workspace.sources("work/plate 1/curve.csv")
        assert (source.name, source.size, source.is_folder) == ("curve.csv", 5, False)
        assert _read(source) == b"1,2,3"

    def test_a_file_can_be_opened_twice(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("curve.csv", b"1,2,3")
        (source,) = workspace.sources("curve.csv")
        assert [_read(source), _read(source)] == [b"1,2,3", b"1,2,3"]

    @pytest.mark.parametrize(
        "asked", ["work/M%C3%BCcke%201.csv", "work%2FM%C3%BCcke%201.csv", "work/Mücke%201.csv", "work/Mücke 1.csv"]
    )
    def test_a_path_may_be_percent_encoded(self, workspace: Workspace, put_file: PutFile, asked: str) -> None:
        put_file("work/Mücke 1.csv", b"1")
        assert [source.name for source in workspace.sources(asked)] == ["Mücke 1.csv"]

    def test_a_file_of_just_that_name_wins_over_the_decoded_one(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("a b.txt", b"decoded")
        put_file("a%20b.txt", b"literal")
        (source,) = workspace.sources("a%20b.txt")
        assert _read(source) == b"literal"

    def test_a_plus_is_a_plus(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("a b.txt", b"")
        with pytest.raises(SourceNotReadable):
            workspace.sources("a+b.txt")

    def test_a_lone_percent_is_a_percent(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("100 %.txt", b"all")
        assert [source.name for source in workspace.sources("100 %.txt")] == ["100 %.txt"]

    def test_a_missing_file_is_named(self, workspace: Workspace) -> None:
        with pytest.raises(SourceNotReadable, match=r"missing file\.txt"):
            workspace.sources("missing file.txt")

    @pytest.mark.parametrize("path", [*OUTSIDE, *OUTSIDE_WHEN_DECODED])
    def test_what_leads_outside_is_not_read(self, workspace: Workspace, put_file: PutFile, path: str) -> None:
        put_file("work/curve.csv", b"1,2,3")
        with pytest.raises(InvalidPath):
            workspace.sources(path)

    def test_a_file_that_is_gone_meanwhile_cannot_be_opened(
        self, workspace: Workspace, put_file: PutFile, remove_file: Callable[[str], None]
    ) -> None:
        put_file("curve.csv", b"1,2,3")
        (source,) = workspace.sources("curve.csv")
        remove_file("curve.csv")
        with pytest.raises(SourceNotReadable):
            source.open()

    # --- reading folders

    def test_a_folder_is_all_that_is_in_it(
        self, workspace: Workspace, put_file: PutFile, make_folder: Callable[[str], None]
    ) -> None:
        put_file("work/run 1/b.csv", b"12")
        put_file("work/run 1/a/c.csv", b"123")
        put_file("work/run 1/.hidden/d", b"")
        put_file("work/run 10.csv", b"not in it")
        make_folder("work/run 1/none/at all")
        sources = workspace.sources("work/run 1")
        assert [(source.name, source.size, source.is_folder) for source in sources] == [
            ("run 1/.hidden/d", 0, False),
            ("run 1/a/c.csv", 3, False),
            ("run 1/b.csv", 2, False),
            ("run 1/none/at all", 0, True),
        ]
        assert [_read(source) for source in sources[:3]] == [b"", b"123", b"12"]

    @pytest.mark.parametrize("asked", ["run", "run/", "./run", "%72un"])
    def test_a_folder_without_anything_is_one_empty_folder(
        self, workspace: Workspace, make_folder: Callable[[str], None], asked: str
    ) -> None:
        make_folder("run")
        assert [(source.name, source.is_folder) for source in workspace.sources(asked)] == [("run", True)]

    def test_a_folder_is_found_by_its_encoded_path(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("Mücke 1/a 100%25.csv", b"1")
        assert [source.name for source in workspace.sources("M%C3%BCcke%201")] == ["Mücke 1/a 100%25.csv"]

    @pytest.mark.parametrize("asked", ["", ".", "./"])
    def test_the_root_as_a_whole_is_no_choice(self, workspace: Workspace, put_file: PutFile, asked: str) -> None:
        put_file("curve.csv", b"1,2,3")
        with pytest.raises(InvalidPath, match="root folder"):
            workspace.sources(asked)

    # --- writing

    def test_texts_are_written_as_utf_8(self, workspace: Workspace, put_file: PutFile, read_file: ReadFile) -> None:
        put_file("work/notebook.ipynb", b"{}")
        workspace.write_texts({"work/requirements.txt": "numpy==2.0 # für Mücken\n", "runtime.txt": ""})
        assert read_file("work/requirements.txt") == "numpy==2.0 # für Mücken\n".encode()
        assert read_file("runtime.txt") == b""

    def test_an_earlier_file_is_replaced(self, workspace: Workspace, put_file: PutFile, read_file: ReadFile) -> None:
        put_file("runtime.txt", b"python-2.7, and a very long text behind it")
        workspace.write_texts({"runtime.txt": "python-3.13"})
        assert read_file("runtime.txt") == b"python-3.13"

    def test_names_are_taken_literally(self, workspace: Workspace, read_file: ReadFile) -> None:
        workspace.write_texts({"a%20b.txt": "x"})
        assert read_file("a%20b.txt") == b"x"
        assert read_file("a b.txt") is None

    @pytest.mark.parametrize("path", [*OUTSIDE, "no-such-folder/runtime.txt"])
    def test_nothing_is_written_if_one_path_is_wrong(
        self, workspace: Workspace, put_file: PutFile, read_file: ReadFile, path: str
    ) -> None:
        put_file("work/notebook.ipynb", b"{}")
        with pytest.raises(InvalidPath):
            workspace.write_texts({"requirements.txt": "numpy", path: "x"})
        assert read_file("requirements.txt") is None

    def test_a_folder_is_not_overwritten(self, workspace: Workspace, put_file: PutFile, read_file: ReadFile) -> None:
        put_file("work/notebook.ipynb", b"{}")
        with pytest.raises((InvalidPath, TargetNotWritable)):
            workspace.write_texts({"work": "x"})
        assert read_file("work/notebook.ipynb") == b"{}"


def _read(source: SourceFile) -> bytes:
    with source.open() as stream:
        return stream.read()
