"""The contract of the port `Workspace`."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

PutFile = Callable[[str, bytes], None]
ReadFile = Callable[[str], bytes | None]

OUTSIDE = ["../secret.txt", "..", "/etc/hostname", "work/../../secret.txt", "work/\0.txt"]
OUTSIDE_WHEN_DECODED = ["%2e%2e/secret.txt", "..%2Fsecret.txt", "%2Fetc%2Fhostname", "work/%00.txt"]


WANTED = ("a.csv", "sub/b.csv", "sub/not.hidden", "Thumbs.db.csv")
JUNK = (
    ".DS_Store",
    "._a.csv",
    ".env",
    ".git/objects/1",
    ".ipynb_checkpoints/a.ipynb",
    ".openbis-dataset.json",
    "Thumbs.db",
    "__MACOSX/a.csv",
    "desktop.ini",
    "sub/Desktop.ini",
    "sub/__pycache__/a.pyc",
)
LEFT_OUT = (
    ".DS_Store",
    "._a.csv",
    ".env",
    ".git/",
    ".ipynb_checkpoints/",
    ".openbis-dataset.json",
    "Thumbs.db",
    "__MACOSX/",
    "desktop.ini",
    "sub/Desktop.ini",
    "sub/__pycache__/",
)


class WorkspaceContract:
    """Fixtures, with paths relative to the root.

    - `workspace`, whose root is empty at first;
    - `put_file(path, content)`: makes a file, with its folders;
    - `make_folder(path)`: makes an empty folder, with its parents;
    - `read_file(path)`: its content, or None if it does not exist;
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

    def test_literal_name_takes_precedence_over_the_decoded_one(self, workspace: Workspace, put_file: PutFile) -> None:
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
    def test_path_that_leads_outside_is_not_read(self, workspace: Workspace, put_file: PutFile, path: str) -> None:
        put_file("work/curve.csv", b"1,2,3")
        with pytest.raises(InvalidPath):
            workspace.sources(path)

    def test_file_removed_in_the_meantime_cannot_be_opened(
        self, workspace: Workspace, put_file: PutFile, remove_file: Callable[[str], None]
    ) -> None:
        put_file("curve.csv", b"1,2,3")
        (source,) = workspace.sources("curve.csv")
        remove_file("curve.csv")
        with pytest.raises(SourceNotReadable):
            source.open()

    # --- reading folders

    def test_folder_contains_all_files_below_it(
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
    def test_folder_without_files_is_an_empty_folder(
        self, workspace: Workspace, make_folder: Callable[[str], None], asked: str
    ) -> None:
        make_folder("run")
        assert [(source.name, source.is_folder) for source in workspace.sources(asked)] == [("run", True)]

    def test_a_folder_is_found_by_its_encoded_path(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("Mücke 1/a 100%25.csv", b"1")
        assert [source.name for source in workspace.sources("M%C3%BCcke%201")] == ["Mücke 1/a 100%25.csv"]

    @pytest.mark.parametrize("asked", ["", ".", "./"])
    def test_root_folder_cannot_be_selected(self, workspace: Workspace, put_file: PutFile, asked: str) -> None:
        put_file("curve.csv", b"1,2,3")
        with pytest.raises(InvalidPath, match="root folder"):
            workspace.sources(asked)

    # --- exclusion

    def test_hidden_and_junk_files_of_a_folder_are_excluded_and_named(
        self, workspace: Workspace, put_file: PutFile
    ) -> None:
        for path in (*WANTED, *JUNK):
            put_file(f"work/run/{path}", b"x")
        found = workspace.find("work/run", Exclusion())
        assert [source.name for source in found.files] == sorted(f"run/{path}" for path in WANTED)
        assert found.left_out == tuple(sorted(f"run/{path}" for path in LEFT_OUT))

    def test_hidden_and_junk_files_are_sent_on_request(self, workspace: Workspace, put_file: PutFile) -> None:
        for path in (*WANTED, *JUNK):
            put_file(f"work/run/{path}", b"x")
        found = workspace.find("work/run", Exclusion(hidden=True))
        assert [source.name for source in found.files] == sorted(f"run/{path}" for path in (*WANTED, *JUNK))
        assert found.left_out == ()

    @pytest.mark.parametrize(
        ("pattern", "left_out"),
        [
            ("*.tmp", ("run/a.tmp", "run/sub/b.tmp")),
            ("sub", ("run/sub/",)),
            ("sub/", ("run/sub/",)),
            ("sub/*.csv", ("run/sub/c.csv",)),
            ("**/c.csv", ("run/c.csv", "run/sub/c.csv")),
            ("run", ()),
            ("", ()),
        ],
    )
    def test_files_that_match_a_pattern_are_excluded(
        self, workspace: Workspace, put_file: PutFile, pattern: str, left_out: tuple[str, ...]
    ) -> None:
        every = ("a.tmp", "c.csv", "sub/b.tmp", "sub/c.csv")
        for path in every:
            put_file(f"run/{path}", b"x")
        found = workspace.find("run", Exclusion(patterns=(pattern,)))
        assert found.left_out == left_out
        expected = [f"run/{path}" for path in every if not f"run/{path}".startswith(left_out or "//")]
        assert [source.name for source in found.files if not source.is_folder] == expected

    @pytest.mark.parametrize("named", [".env", ".config", "__pycache__", ".openbis-dataset.json"])
    def test_explicitly_named_file_is_always_sent(self, workspace: Workspace, put_file: PutFile, named: str) -> None:
        put_file(f"work/{named}/a.txt" if named in (".config", "__pycache__") else f"work/{named}", b"x")
        found = workspace.find(f"work/{named}", Exclusion(patterns=(named,)))
        assert [source.name.split("/")[0] for source in found.files] == [named]
        assert found.left_out == ()

    def test_folder_with_all_files_excluded_is_empty(self, workspace: Workspace, put_file: PutFile) -> None:
        put_file("run/.DS_Store", b"x")
        found = workspace.find("run", Exclusion())
        assert [(source.name, source.is_folder) for source in found.files] == [("run", True)]

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
    def test_nothing_is_written_if_one_path_is_invalid(
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
