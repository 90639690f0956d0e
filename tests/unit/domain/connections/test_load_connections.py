"""Loading of connection definitions at start."""

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.load_connections import LoadConnections
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.connection_file import MemoryConnectionFile

NEAR = {"name": "lab", "url": "https://near.example.org"}
FAR = {"name": "lab", "url": "https://far.example.org", "username": "anna", "password": "x"}
OTHER = {"name": "other", "url": "https://other.example.org"}


def load(*files: list[dict]) -> tuple[ConnectionRegistry, tuple[str, ...]]:
    connections = ConnectionRegistry()
    sources = [MemoryConnectionFile(entries, f"file {number}") for number, entries in enumerate(files, start=1)]
    return connections, LoadConnections(connections, sources)()


def test_all_sources_are_read_in_their_order():
    connections, problems = load([NEAR], [], [OTHER])
    assert [each.name for each in connections.all()] == ["lab", "other"]
    assert problems == ()


def test_first_source_of_a_name_takes_precedence():
    connections, _ = load([NEAR], [FAR, OTHER])
    assert connections.get("lab").instance.url == "https://near.example.org"
    assert connections.get("lab").credentials is None


def test_a_later_source_may_add_the_credentials():
    connections, _ = load([NEAR], [{**NEAR, "username": "anna", "password": "x"}])
    assert connections.get("lab").credentials == Credentials("anna", Secret("x"))
    assert connections.get("lab").username == "anna"


def test_invalid_entries_are_reported_and_others_are_used():
    connections, problems = load([{"name": "bad"}, NEAR], [{"url": "x.example.org"}, OTHER])
    assert [each.name for each in connections.all()] == ["lab", "other"]
    assert problems == (
        "file 1: connection 'bad': url: is missing",
        "file 2: connection number 1: name: is missing",
    )


def test_loading_opens_no_session():
    connections, _ = load([FAR])
    assert connections.get("lab").session is None
    assert connections.get("lab").auto_login


def test_origin_of_a_connection_is_recorded():
    connections = ConnectionRegistry()
    own = MemoryConnectionFile([NEAR], origin=ConnectionOrigin.USER_FILE)
    LoadConnections(connections, [own, MemoryConnectionFile([FAR, OTHER])])()
    origins = {each.name: each.origin for each in connections.all()}
    assert origins == {"lab": ConnectionOrigin.USER_FILE, "other": ConnectionOrigin.OPERATOR}
