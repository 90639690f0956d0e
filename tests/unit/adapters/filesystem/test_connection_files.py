"""Reading of connection files, including invalid ones."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionEntries

PUBLISHED = """\
connections:
  - name: TEST local openBIS instance
    url: https://localhost:8443        # or a bare host name
    verify_certificates: false
    http_only: true
    username: username
    password: password
"""
SECRET = "geheim"


def read(folder: Path, text: str, **settings: bool) -> ConnectionEntries:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return ConnectionFiles([folder], **settings).read()


def only(entries: ConnectionEntries) -> ConnectionDefinition:
    assert entries.problems == ()
    (definition,) = entries.definitions
    return definition


def password_of(definition: ConnectionDefinition) -> str:
    assert definition.credentials is not None
    return definition.credentials.secret.reveal()


# --- reading


def test_a_file_of_the_published_server_is_read(tmp_path: Path) -> None:
    definition = only(read(tmp_path, PUBLISHED))
    assert definition.name == "TEST local openBIS instance"
    assert definition.instance.url == "https://localhost:8443"
    assert definition.instance.verify_certificates is False
    assert (definition.username, password_of(definition)) == ("username", "password")


@pytest.mark.parametrize("default", [True, False])
def test_certificates_are_verified_by_the_default_setting_unless_the_entry_overrides_it(
    tmp_path: Path, default: bool
) -> None:
    definition = only(read(tmp_path, "connections: [{name: a, url: a.org}]", verify_by_default=default))
    assert definition.instance.verify_certificates is default


@pytest.mark.parametrize("written", ["0123", "0o17", "1_000", "1e5", "2020-01-01", "12:30:45", "no", "0x1F", "+49"])
def test_password_that_looks_like_a_number_is_read_as_text(tmp_path: Path, written: str) -> None:
    text = f"connections: [{{name: a, url: a.org, username: u, password: {written}}}]"
    assert password_of(only(read(tmp_path, text))) == written


def test_all_folders_are_read_and_the_nearest_takes_precedence(tmp_path: Path) -> None:
    folders = [tmp_path / "user", tmp_path / "missing", tmp_path / "system"]
    for folder in (folders[0], folders[2]):
        folder.mkdir()
        (folder / FILE_NAME).write_text(f"connections: [{{name: same, url: {folder.name}.org}}]")
    urls = [definition.instance.url for definition in ConnectionFiles(folders).read().definitions]
    assert urls == ["https://user.org", "https://system.org"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "connections:\n", "connections: []\n", "other: 1\n"])
def test_a_file_without_connections_is_no_problem(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == ConnectionEntries()


def test_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf" + PUBLISHED.replace("\n", "\r\n").encode())
    (tmp_path / FILE_NAME).chmod(0o600)
    assert only(ConnectionFiles([tmp_path]).read()).instance.url == "https://localhost:8443"


def test_a_folder_on_the_path_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert ConnectionFiles([tmp_path / "file"]).read() == ConnectionEntries()


# --- reports


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("- {name: bad, url: 'ftp://a.org'}", "connection 'bad': url: openBIS is reached by https, not by ftp"),
        ("- {name: bad}", "connection 'bad': url: is missing"),
        ("- {url: a.org}", "connection number 2: name: is missing"),
        ("- {name: bad, url: a.org, http_only: maybe}", "connection 'bad': http_only: must be true or false"),
        ("- {name: [1], url: a.org}", "connection number 2: name: must be a text"),
        ("- just a text", "connection number 2: entry: must have keys, at least 'name' and 'url'"),
        ("- null", "connection number 2: entry: must have keys, at least 'name' and 'url'"),
        ("- {name: first, url: b.org}", "connection 'first': the name is used twice; the first one counts"),
    ],
)
def test_invalid_entry_is_reported_and_others_are_used(tmp_path: Path, entry: str, problem: str) -> None:
    text = f"connections:\n- {{name: first, url: a.org}}\n{entry}\n- {{name: last, url: z.org}}\n"
    entries = read(tmp_path, text)
    assert [definition.instance.url for definition in entries.definitions] == ["https://a.org", "https://z.org"]
    assert entries.problems == (f"{tmp_path / FILE_NAME}: {problem}",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- name: a\n", "it must begin with the key 'connections'"),
        ("connections: 7\n", "'connections' must be a list, each entry beginning with '- name: …'"),
        ("connections:\n  name: a\n", "'connections' must be a list, each entry beginning with '- name: …'"),
        (
            "connections:\n- name: 'a\n",
            "line 3: this is not valid YAML; put texts with special characters into quotes",
        ),
        ("connections:\n- name: a\n  name: b\n", "line 3: a key is given twice"),
    ],
)
def test_a_broken_file_is_reported_with_its_reason(tmp_path: Path, text: str, problem: str) -> None:
    assert read(tmp_path, text) == ConnectionEntries(problems=(f"{tmp_path / FILE_NAME}: {problem}",))


@pytest.mark.parametrize(
    "password",
    [
        f"*{SECRET}",
        f"!{SECRET}",
        f"'{SECRET}",
        f'"\\{SECRET}"',
        f"@{SECRET}",
        f"`{SECRET}",
        f"%{SECRET}: [",
        f"a: {SECRET}: b",
        f"x\n    password: {SECRET}",
        f"[{SECRET}]",
        f"{{{SECRET}: 1}}",
        f"!!binary {SECRET}ü",
    ],
)
def test_no_report_ever_quotes_a_password(tmp_path: Path, password: str) -> None:
    text = f"connections:\n  - name: a\n    url: a.org\n    username: u\n    password: {password}\n"
    entries = read(tmp_path, text)
    assert entries.definitions == ()
    (problem,) = entries.problems
    assert SECRET not in problem
    assert str(tmp_path) in problem


def test_invalid_file_does_not_affect_the_others(tmp_path: Path) -> None:
    for name, text in (("broken", "connections: ["), ("good", "connections: [{name: a, url: a.org}]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE_NAME).write_text(text)
    entries = ConnectionFiles([tmp_path / "broken", tmp_path / "good"]).read()
    assert [definition.name for definition in entries.definitions] == ["a"]
    assert len(entries.problems) == 1


def test_a_file_that_is_too_large_is_reported_and_not_parsed(tmp_path: Path) -> None:
    entries = read(tmp_path, PUBLISHED + "#" * (1 << 20))
    assert not entries.definitions
    assert entries.problems == (f"{tmp_path / FILE_NAME}: the file has more than 1 MiB",)


def test_a_file_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes("connections: [{name: Zürich, url: a.org}]".encode("latin-1"))
    (problem,) = ConnectionFiles([tmp_path]).read().problems
    assert problem == f"{tmp_path / FILE_NAME}: the text is not encoded in UTF-8"


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).symlink_to(FILE_NAME)
    (problem,) = ConnectionFiles([tmp_path]).read().problems
    assert problem.startswith(f"{tmp_path / FILE_NAME}: cannot be read: Too many levels")


def test_folder_or_pipe_is_reported_without_blocking(tmp_path: Path) -> None:
    for name, make in (("folder", os.mkdir), ("pipe", os.mkfifo)):
        (tmp_path / name).mkdir()
        make(tmp_path / name / FILE_NAME)
    problems = ConnectionFiles([tmp_path / "folder", tmp_path / "pipe"]).read().problems
    assert [problem.rpartition(": ")[2] for problem in problems] == ["this is not a file"] * 2


@pytest.mark.parametrize(
    ("mode", "secret", "is_reported"),
    [(0o644, "password: p", True), (0o644, "token: t-1", True), (0o600, "password: p", False), (0o644, "x: y", False)],
)
def test_world_readable_passwords_are_reported_and_used(
    tmp_path: Path, mode: int, secret: str, is_reported: bool
) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(f"connections: [{{name: a, url: a.org, username: u, {secret}}}]")
    path.chmod(mode)
    entries = ConnectionFiles([tmp_path]).read()
    assert len(entries.definitions) == 1
    expected = f"{path}: all users of this host can read the passwords in it; correct that with chmod 600"
    assert entries.problems == ((expected,) if is_reported else ())


_PIECES = [
    *(
        "connections:",
        "\n",
        "  ",
        "- ",
        "name: a",
        "url: b",
        "? ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: ",
        "---",
        "...",
    ),
    *(
        "!!int ",
        "!!bool ",
        "!!binary ",
        "!!set ",
        "!!omap ",
        "!!timestamp ",
        "!x ",
        "%YAML 1.3\n",
        "%TAG ! x\n",
        "'",
        "|",
    ),
]


@settings(deadline=None)  # a disk takes the time it takes
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join)))
@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
def test_arbitrary_text_never_makes_reading_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    entries = read(tmp_path_factory.getbasetemp(), text)
    assert all(isinstance(problem, str) for problem in entries.problems)


def test_a_text_nested_too_deep_is_reported(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "[" * 5_000).problems
    assert "not valid YAML" in problem


@pytest.mark.parametrize("text", ["connections:\n\t- name: x\n", "connections:\n  - name: x\n\turl: y\n"])
def test_tab_indentation_is_named_in_the_report(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    (problem,) = ConnectionFiles([tmp_path]).read().problems
    assert problem.endswith("YAML indents with blanks, and this is a tab; replace it with blanks")


def test_unknown_keys_in_files_are_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("connections:\n  - name: lab\n    url: a.org\n    ca_bundel: /x\n")
    read = ConnectionFiles([tmp_path]).read()
    assert (len(read.definitions), read.problems) == (1, ())
    assert "did you mean 'ca_bundle'?" in read.remarks[0]
