"""Connections are written down for the next time."""

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnectionFile
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.use_cases import SaveConnection

ENTRY = {"name": "lab", "url": "https://openbis.example.org", "username": "anna"}


def test_a_connection_is_added_and_then_updated():
    file = MemoryConnectionFile()
    assert SaveConnection(file)(ENTRY) is False
    assert SaveConnection(file)({**ENTRY, "username": "bert"}) is True
    assert [each.username for each in file.read().definitions] == ["bert"]


def test_what_could_not_be_used_is_not_written():
    file = MemoryConnectionFile()
    with pytest.raises(InvalidConnection, match="url"):
        SaveConnection(file)({**ENTRY, "url": "http://openbis.example.org"})
    assert file.content == []
