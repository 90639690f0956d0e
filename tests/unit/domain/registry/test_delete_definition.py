"""Removal of connections with their definitions."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.errors import InvalidConnection, UnknownConnection
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition, UnregisterConnection
from jupyter_openbis_server.domain.shared.secret import Secret


@pytest.fixture
def unregister(connections, session_manager, mounts, own_file, delete_stored_login) -> UnregisterConnection:
    delete_definition = DeleteDefinition(connections, [own_file], delete_stored_login, is_for_own_only=True)
    return UnregisterConnection(connections, session_manager, mounts, delete_definition)


def test_deletion_removes_the_connection_its_file_entry_and_its_token(
    unregister, connections, own_file, token_store, openbis
):
    own_file.save({"name": "lab", "url": openbis.url})
    own_file.save({"name": "other", "url": openbis.url})
    token_store.put(openbis.instance("lab"), StoredToken(Secret("$pat-anna-1x1"), "anna"))
    unregister("lab", delete=True)
    assert connections.all() == ()
    assert [each["name"] for each in own_file.content] == ["other"]
    assert token_store.get(openbis.instance("lab")) is None


def test_unsaved_connection_is_removed(unregister, connections):
    unregister("lab", delete=True)
    assert connections.all() == ()


def test_connection_defined_by_the_operator_is_not_deleted(unregister, connections):
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.OPERATOR))
    with pytest.raises(InvalidConnection, match="until the next restart"):
        unregister("lab", delete=True)
    assert [each.name for each in connections.all()] == ["lab"]


def test_connection_stays_registered_if_the_file_cannot_be_changed(unregister, connections, own_file):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        unregister("lab", delete=True)
    assert [each.name for each in connections.all()] == ["lab"]


def test_an_unknown_connection_is_not_deleted(unregister):
    with pytest.raises(UnknownConnection):
        unregister("nowhere", delete=True)
