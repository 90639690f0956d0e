"""The contract of the ports `ConnectionFile` and `ConnectionSource`."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionEntries
from jupyter_openbis_server.domain.connections.ports import ConnectionFile, ConnectionSource
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.shared.secret import Secret

PRODUCTION: dict[str, object] = {
    "name": "Produktion / Zürich #1",
    "url": "https://openbis.example.org:8443",
    "username": "anna",
    "password": 's3cret: "quoted" # no comment',
    "verify_certificates": True,
}
TEST: dict[str, object] = {"name": "test", "url": "https://test.example.org", "verify_certificates": False}


def _by_name(source: ConnectionSource) -> dict[str, ConnectionDefinition]:
    return {definition.name: definition for definition in source.read().definitions}


class ConnectionFileContract:
    """Fixtures.

    - `connection_file`: the file, which does not exist yet;
    - `connection_source`: reads the same file;
    - `spoil`: writes content into the file that is no list of connections, and returns a function that returns whether
      the file is unchanged.
    """

    def test_missing_file_defines_nothing(self, connection_source: ConnectionSource) -> None:
        entries = connection_source.read()
        assert (entries.definitions, entries.problems) == ((), ())

    def test_saved_connection_is_read(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        assert connection_file.save(PRODUCTION) is False
        assert connection_source.read().definitions == (ConnectionDefinition.from_mapping(PRODUCTION),)

    def test_second_connection_follows_the_first(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save(PRODUCTION)
        assert connection_file.save(TEST) is False
        assert list(_by_name(connection_source)) == [PRODUCTION["name"], TEST["name"]]

    def test_connection_saved_again_is_updated_and_keeps_its_position(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save(PRODUCTION)
        connection_file.save(TEST)
        assert connection_file.save({**PRODUCTION, "password": "n3w"}) is True
        found = connection_source.read().definitions
        expected = ConnectionDefinition.from_mapping(PRODUCTION)
        assert expected.credentials is not None
        renewed = replace(expected, credentials=replace(expected.credentials, secret=Secret("n3w")))
        assert found == (renewed, ConnectionDefinition.from_mapping(TEST))

    def test_a_key_without_a_value_is_emptied_and_none_is_added(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save({**PRODUCTION, "mount": {"port": 22}})
        connection_file.save({**TEST, "token": None})
        nothing = dict.fromkeys(("username", "password", "token", "mount", "ca_bundle"))
        assert connection_file.save({**PRODUCTION, **nothing}) is True
        bare = {key: value for key, value in PRODUCTION.items() if key not in nothing}
        found = connection_source.read()
        assert found.definitions == (ConnectionDefinition.from_mapping(bare), ConnectionDefinition.from_mapping(TEST))
        assert found.problems == ()

    def test_renamed_connection_keeps_its_position_and_omitted_fields(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save(PRODUCTION)
        connection_file.save(TEST)
        renamed = {"name": "new", "url": PRODUCTION["url"]}
        assert connection_file.save(renamed, replacing=str(PRODUCTION["name"])) is True
        assert connection_source.read().definitions == (
            ConnectionDefinition.from_mapping({**PRODUCTION, **renamed}),
            ConnectionDefinition.from_mapping(TEST),
        )
        assert connection_file.save({**TEST, "name": "third"}, replacing="unknown") is False
        assert list(_by_name(connection_source)) == ["new", "test", "third"]

    def test_name_in_use_is_refused(self, connection_file: ConnectionFile, connection_source: ConnectionSource) -> None:
        connection_file.save(PRODUCTION)
        connection_file.save(TEST)
        before = connection_source.read()
        with pytest.raises(InvalidConnection):
            connection_file.save({**PRODUCTION, "name": TEST["name"]}, replacing=str(PRODUCTION["name"]))
        assert connection_source.read() == before

    def test_single_file_can_be_read(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save(PRODUCTION)
        assert connection_file.read() == connection_source.read()

    def test_removed_connection_is_deleted_and_others_are_kept(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        connection_file.save(PRODUCTION)
        connection_file.save(TEST)
        assert connection_file.defines(str(PRODUCTION["name"]))
        assert connection_file.remove(str(PRODUCTION["name"])) is True
        assert not connection_file.defines(str(PRODUCTION["name"]))
        assert connection_source.read().definitions == (ConnectionDefinition.from_mapping(TEST),)
        assert connection_file.remove(str(PRODUCTION["name"])) is False

    def test_a_file_without_connections_is_a_connection_file(
        self, connection_file: ConnectionFile, connection_source: ConnectionSource
    ) -> None:
        assert connection_file.remove("test") is False
        connection_file.save(TEST)
        assert connection_file.remove("test") is True
        assert connection_source.read() == ConnectionEntries()
        connection_file.save(PRODUCTION)
        assert connection_source.read().definitions == (ConnectionDefinition.from_mapping(PRODUCTION),)

    def test_file_in_another_format_is_not_changed(
        self, connection_file: ConnectionFile, spoil: Callable[[], Callable[[], bool]]
    ) -> None:
        is_untouched = spoil()
        with pytest.raises(InvalidConnection):
            connection_file.save(PRODUCTION)
        with pytest.raises(InvalidConnection):
            connection_file.remove("test")
        with pytest.raises(InvalidConnection):
            connection_file.defines("test")
        assert is_untouched()

    def test_file_in_another_format_is_a_reported_problem(
        self, connection_source: ConnectionSource, spoil: Callable[[], Callable[[], bool]]
    ) -> None:
        spoil()
        entries = connection_source.read()
        assert entries.definitions == ()
        assert len(entries.problems) == 1
