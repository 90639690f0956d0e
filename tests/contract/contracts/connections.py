"""The contract of the port `Connections`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidConnection, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, Instance
from jupyter_openbis_server.domain.ports import Connections

PRODUCTION = Connection(Instance("Produktion / Zürich #1", "https://openbis.example.org"))
TEST = Connection(Instance("test", "https://test.example.org"))


class ConnectionsContract:
    """Fixture: `connections`, a registry without entries."""

    def test_at_first_there_are_none(self, connections: Connections) -> None:
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

    def test_a_change_is_kept_and_returned(self, connections: Connections) -> None:
        connections.add(TEST)
        changed = connections.change(TEST.name, lambda now: replace(now, username="anna"))
        assert changed == replace(TEST, username="anna")
        assert connections.get(TEST.name) == changed

    def test_a_change_that_fails_changes_nothing(self, connections: Connections) -> None:
        connections.add(TEST)

        def fail(now: Connection) -> Connection:
            raise ZeroDivisionError(now.name)

        with pytest.raises(ZeroDivisionError):
            connections.change(TEST.name, fail)
        assert connections.get(TEST.name) == TEST

    def test_a_renamed_connection_keeps_its_place(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        renamed = replace(TEST, instance=replace(TEST.instance, name="new"))
        assert connections.change(TEST.name, lambda _: renamed) == renamed
        assert connections.all() == (renamed, PRODUCTION)
        with pytest.raises(UnknownConnection):
            connections.get(TEST.name)

    def test_a_name_that_is_taken_is_not_given_again(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        with pytest.raises(InvalidConnection, match=PRODUCTION.name):
            connections.change(TEST.name, lambda now: replace(now, instance=PRODUCTION.instance))
        assert connections.all() == (TEST, PRODUCTION)

    def test_changes_by_several_threads_are_all_kept(self, connections: Connections) -> None:
        connections.add(TEST)

        def count(_: int) -> None:
            connections.change(TEST.name, lambda now: replace(now, username=f"{now.username}+"))

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(count, range(400)))
        assert connections.get(TEST.name).username == "+" * 400

    def test_a_removed_connection_is_gone(self, connections: Connections) -> None:
        connections.add(TEST)
        connections.add(PRODUCTION)
        assert connections.remove(TEST.name) == TEST
        assert connections.all() == (PRODUCTION,)

    def test_what_is_not_registered_is_unknown(self, connections: Connections) -> None:
        connections.add(PRODUCTION)
        with pytest.raises(UnknownConnection, match="test"):
            connections.get("test")
        with pytest.raises(UnknownConnection):
            connections.remove("test")
        with pytest.raises(UnknownConnection):
            connections.change("test", lambda now: now)
