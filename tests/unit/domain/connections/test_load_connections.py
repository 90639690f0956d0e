"""Connections are there before anybody asks."""

from jupyter_openbis_server.adapters.memory import MemoryConnectionFile, MemoryConnections
from jupyter_openbis_server.domain.model import ConnectionOrigin, Credentials, Secret
from jupyter_openbis_server.domain.use_cases import LoadConnections

NEAR = {"name": "lab", "url": "https://near.example.org"}
FAR = {"name": "lab", "url": "https://far.example.org", "username": "anna", "password": "x"}
OTHER = {"name": "other", "url": "https://other.example.org"}


def load(*files: list[dict]) -> tuple[MemoryConnections, tuple[str, ...]]:
    connections = MemoryConnections()
    sources = [MemoryConnectionFile(entries, f"file {number}") for number, entries in enumerate(files, start=1)]
    return connections, LoadConnections(connections, sources)()


def test_all_sources_are_read_in_their_order():
    connections, problems = load([NEAR], [], [OTHER])
    assert [each.name for each in connections.all()] == ["lab", "other"]
    assert problems == ()


def test_of_several_with_one_name_the_first_sources_wins():
    connections, _ = load([NEAR], [FAR, OTHER])
    assert connections.get("lab").instance.url == "https://near.example.org"
    assert connections.get("lab").credentials is None


def test_a_later_source_may_add_the_credentials():
    connections, _ = load([NEAR], [{**NEAR, "username": "anna", "password": "x"}])
    assert connections.get("lab").credentials == Credentials("anna", Secret("x"))
    assert connections.get("lab").username == "anna"


def test_bad_entries_are_reported_and_the_rest_is_used():
    connections, problems = load([{"name": "bad"}, NEAR], [{"url": "x.example.org"}, OTHER])
    assert [each.name for each in connections.all()] == ["lab", "other"]
    assert problems == (
        "file 1: connection 'bad': url: is missing",
        "file 2: connection number 1: name: is missing",
    )


def test_nobody_is_logged_in():
    connections, _ = load([FAR])
    assert connections.get("lab").session is None
    assert connections.get("lab").may_log_in


def test_who_defines_a_connection_is_remembered():
    connections = MemoryConnections()
    own = MemoryConnectionFile([NEAR], origin=ConnectionOrigin.OWN_FILE)
    LoadConnections(connections, [own, MemoryConnectionFile([FAR, OTHER])])()
    origins = {each.name: each.origin for each in connections.all()}
    assert origins == {"lab": ConnectionOrigin.OWN_FILE, "other": ConnectionOrigin.PRESCRIBED}
