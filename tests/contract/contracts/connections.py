"""The contract of the port `Connections`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import InvalidConnection, UnknownConnection
from jupyter_openbis_server.domain.instances.session import Instance

PRODUCTION = Connection(Instance("Produktion / Zürich #1", "https://openbis.example.org"))
TEST = Connection(Instance("test", "https://test.example.org"))


class ConnectionsContract:
    """Fixture: `connections`, a registry without entries."""

    def test_new_registry_is_empty(self, connections: Connections) -> None:
        assert connections.all() == ()

    def test_connections_are_listed_in_the_order_of_their_registration(self, connections: Connections) -> None:
        assert connections.add(TEST) is None
        assert connections.add(PRODUCTION) is None
        assert connections.all() == (TEST, PRODUCTION)

    def test_a_connection_is_found_by_its_name(self, connections: Connections) -> None:
        connections.add(PRODUCTION)
        assert connections.get(PRODUCTION.name) == PRODUCTION

    def test_a_connection_of_the_same_name_is_replaced_and_returned(self, connections: Connections) -> None:
        connections.add(TEST)
        renewed = replace(TEST, username="anna")
        assert connections.add(renewed) == TEST
        assert connections.all() == (renewed,)

    def test_change_is_stored_and_returned(self, connections: Connections) -> None:
        connections.add(TEST)
        changed = connections.change(TEST.name, lambda now: replace(now, username="anna"))
        assert changed == replace(TEST, username="anna")
        assert connections.get(TEST.name) == changed

    def test_failed_change_has_no_effect(self, connections: Connections) -> None:
        connections.add(TEST)

        def fail(now: Connection) -> Connection:
            raise ZeroDivisionError(now.name)

        with pytest.raises(ZeroDivisionError):
            connections.change(TEST.name, fail)
        assert connections.get(TEST.name) == TEST

    def test_renamed_connection_keeps_its_position(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        renamed = replace(TEST, instance=replace(TEST.instance, name="new"))
        assert connections.change(TEST.name, lambda _: renamed) == renamed
        assert connections.all() == (renamed, PRODUCTION)
        with pytest.raises(UnknownConnection):
            connections.get(TEST.name)

    def test_name_in_use_is_refused(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        with pytest.raises(InvalidConnection, match=PRODUCTION.name):
            connections.change(TEST.name, lambda now: replace(now, instance=PRODUCTION.instance))
        assert connections.all() == (TEST, PRODUCTION)

    def test_concurrent_changes_are_all_stored(self, connections: Connections) -> None:
        connections.add(TEST)

        def count(_: int) -> None:
            connections.change(TEST.name, lambda now: replace(now, username=f"{now.username}+"))

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(count, range(400)))
        assert connections.get(TEST.name).username == "+" * 400

    def test_removed_connection_is_not_found(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        assert connections.remove(TEST.name) == TEST
        assert connections.all() == (PRODUCTION,)

    def test_unregistered_connection_is_unknown(self, connections: Connections) -> None:
        connections.add(PRODUCTION)
        with pytest.raises(UnknownConnection, match="test"):
            connections.get("test")
        with pytest.raises(UnknownConnection):
            connections.remove("test")
        with pytest.raises(UnknownConnection):
            connections.change("test", lambda now: now)
