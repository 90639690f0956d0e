"""The server itself: protocol versions, resources, progress, cancellation, several calls at a time, options."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.entrypoints.mcp.assistant import Assistant
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments, Found, Tool
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.assistant.sessions import (
    NAME,
    OFTEN,
    Reply,
    Session,
    refused,
    reply_of,
    serving,
    unmarked,
    use_cases_for,
)
from tests.support.waiting import until

_SECONDS = 20.0


def test_clients_of_the_newest_protocol_are_served(reading_session: Session) -> None:
    from mcp import Client  # noqa: PLC0415 - slow

    from jupyter_openbis_server.entrypoints.mcp.server import AssistantServer  # noqa: PLC0415 - slow

    assistant = Assistant(reading_session.use_cases, NAME, LocalFolders(), OFTEN)

    async def ask() -> Reply:
        async with Client(AssistantServer(assistant).server()) as client:
            assert client.instructions
            return reply_of(await client.call_tool("whoami"))

    assert reading_session.portal.call(ask).data["user"] == "alice"


def test_entities_and_files_are_resources(reading_session: Session) -> None:
    listed = reading_session.portal.call(reading_session.client.list_resources).resources
    templates = reading_session.portal.call(reading_session.client.list_resource_templates).resource_templates
    assert [each.uri for each in listed] == ["openbis://lab/"]
    assert [each.uri_template for each in templates] == [
        "openbis://lab/{permId}",
        "openbis://lab/{permId}/{+path}",
        "openbis://lab/{+identifier}",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("", '"identifier": "/YEAST_LAB"'),
        (lab.IMAGES, '"permId": "20230315101500001-1001"'),
        ("YEAST_LAB/GROWTH", '"kind": "project"'),
        (lab.WILD_TYPE[1:], '"$NAME": "Heat shock, wild type"'),
        (f"{lab.IMAGES}/original/metadata.json", "Axio Imager"),
        (f"{lab.ODD_NAMES}/original/odd%20names/100%25.txt", "The file is called 100%.txt"),
    ],
)
def test_resources_are_read_by_their_address(reading_session: Session, path: str, shown: str) -> None:
    (content,) = reading_session.read(f"openbis://lab/{path}")
    assert shown in unmarked(content.text)[2]  # type: ignore[union-attr]


def test_an_image_is_read_as_a_picture(reading_session: Session) -> None:
    text, picture = reading_session.read(f"openbis://lab/{lab.IMAGES}/original/images/field_01.png")
    assert (text.mime_type, picture.mime_type) == ("text/plain", "image/png")


def test_an_unknown_resource_is_an_error(reading_session: Session) -> None:
    with refused("data-set-not-found"):
        reading_session.read("openbis://lab/20200101000000000-1")


def test_downloads_report_their_progress(reading_session: Session, folder: Path) -> None:
    reports: list[tuple[float, float | None, str | None]] = []

    async def note(done: float, total: float | None, message: str | None) -> None:
        reports.append((done, total, message))

    arguments = {"dataSets": [lab.IMAGES]}
    done = reading_session.portal.call(reading_session.client.call_tool, "download", arguments, None, note)
    assert not done.is_error
    size = sum(each.stat().st_size for each in (folder / lab.IMAGES / "original").rglob("*") if each.is_file())
    assert reports[-1] == (size, size, "7 of 7 files")


class Waiting:
    """A tool that waits until it is cancelled."""

    def __init__(self) -> None:
        self.started, self.cancelled = threading.Event(), threading.Event()

    def __call__(self, body: dict[str, Any], call: Call) -> Found:
        self.started.set()
        try:
            call.cancellation.wait(_SECONDS)
        except Cancelled:
            self.cancelled.set()
            raise
        return Found()

    def add(self, assistant: Assistant) -> None:
        assistant.tools = {**assistant.tools, "wait": Tool("wait", "Wait", "Wait.", Arguments, self)}


def test_cancelled_requests_end_and_others_go_on_meanwhile(reading_session: Session) -> None:
    waiting = Waiting()
    with serving(reading_session.use_cases, prepare=waiting.add) as session:
        pending = session.portal.start_task_soon(session.client.call_tool, "wait", {})
        assert waiting.started.wait(_SECONDS)
        assert session.ask("whoami")["user"] == "alice", "the event loop is free"
        assert not waiting.cancelled.is_set()
        pending.cancel()
        assert waiting.cancelled.wait(_SECONDS)
        assert session.ask("whoami")["user"] == "alice", "the server goes on"


def test_a_call_ends_with_its_client(reading_session: Session) -> None:
    waiting = Waiting()
    with serving(reading_session.use_cases, prepare=waiting.add) as session:
        pending = session.portal.start_task_soon(session.client.call_tool, "wait", {})
        assert waiting.started.wait(_SECONDS)
    until(waiting.cancelled.is_set)
    assert pending.done()


def test_calls_beyond_the_rate_are_refused(reading_session: Session) -> None:
    slow = Limits(calls_per_minute=1)
    with serving(reading_session.use_cases, limits=slow) as session, refused("too many calls"):
        session.call("whoami")


def test_an_internal_error_shows_its_kind_only(reading_session: Session) -> None:
    def fail(body: dict[str, Any], call: Call) -> Found:
        raise RuntimeError("a secret of the program")

    def add(assistant: Assistant) -> None:
        assistant.tools = {"whoami": replace(assistant.tools["whoami"], run=fail)}

    with serving(reading_session.use_cases, prepare=add) as session:
        reply = session.call("whoami")
    assert reply.code == "internal-error"
    assert "a secret" not in reply.text


def test_a_missing_login_is_explained(openbis: FakeOpenbis, audit_log: Path) -> None:
    use_cases = use_cases_for(openbis, write=False, audit_log=audit_log, password=False)
    with serving(use_cases) as session:
        reply = session.call("search", text="heat")
    assert reply.code == "not-logged-in"
    assert unmarked(reply.text)[0].startswith("The user has to log in first: `jupyter openbis login")


def test_unknown_arguments_are_named(reading_session: Session) -> None:
    reply = reading_session.call("get", reference=lab.IMAGES, verbose=True)
    assert (reply.code, reply.data["error"]["problems"]) == ("invalid-arguments", {"verbose": ["Unknown field."]})


def test_without_the_extra_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.entrypoints.cli.commands.assistant.find_spec", lambda name: None)
    ended = CliRunner().invoke(program, ["mcp"])
    assert ended.exit_code != 0
    assert "pip install 'jupyter-openbis-server[mcp]'" in ended.output


def test_a_token_cannot_come_from_standard_input() -> None:
    ended = CliRunner().invoke(program, ["mcp", "--token-stdin"])
    assert ended.exit_code != 0
    assert "login --keep" in ended.output


def test_an_unknown_connection_ends_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    ended = CliRunner().invoke(program, ["mcp", "-c", "none", "--folder", str(tmp_path)])
    assert ended.exit_code != 0
    assert "none" in ended.output
