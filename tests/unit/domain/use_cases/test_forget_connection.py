"""Connections are removed for good."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidConnection, UnknownConnection
from jupyter_openbis_server.domain.model import ConnectionOrigin, KeptToken, Secret
from jupyter_openbis_server.domain.use_cases import ForgetConnection, UnregisterConnection


@pytest.fixture
def forget(connections, keeper, mounts, own_file, forget_login) -> ForgetConnection:
    return ForgetConnection(connections, own_file, forget_login, UnregisterConnection(connections, keeper, mounts))


def test_a_forgotten_connection_is_neither_in_the_list_nor_in_the_file_nor_is_its_token(
    forget, connections, own_file, token_keeper, openbis
):
    own_file.save({"name": "lab", "url": openbis.url})
    own_file.save({"name": "other", "url": openbis.url})
    token_keeper.put(openbis.instance("lab"), KeptToken(Secret("$pat-anna-1x1"), "anna"))
    forget("lab")
    assert connections.all() == ()
    assert [each["name"] for each in own_file.content] == ["other"]
    assert token_keeper.get(openbis.instance("lab")) is None


def test_one_that_was_never_saved_is_removed(forget, connections):
    forget("lab")
    assert connections.all() == ()


def test_what_an_operator_defines_is_not_forgotten(forget, connections):
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.PRESCRIBED))
    with pytest.raises(InvalidConnection, match="until the next restart"):
        forget("lab")
    assert [each.name for each in connections.all()] == ["lab"]


def test_a_connection_that_stays_in_the_file_stays_in_the_list(forget, connections, own_file):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        forget("lab")
    assert [each.name for each in connections.all()] == ["lab"]


def test_an_unknown_connection_is_not_forgotten(forget):
    with pytest.raises(UnknownConnection):
        forget("nowhere")
