"""Saving of connections."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.registry.save_connection import SaveConnection
from jupyter_openbis_server.testing.fakes.connection_file import MemoryConnectionFile

ENTRY = {"name": "lab", "url": "https://openbis.example.org", "username": "anna"}


def test_a_connection_is_added_and_then_updated():
    file = MemoryConnectionFile()
    assert SaveConnection(file)(ENTRY) is False
    assert SaveConnection(file)({**ENTRY, "username": "bert"}) is True
    assert [each.username for each in file.read().definitions] == ["bert"]


def test_invalid_entry_is_not_written():
    file = MemoryConnectionFile()
    with pytest.raises(InvalidConnection, match="url"):
        SaveConnection(file)({**ENTRY, "url": "http://openbis.example.org"})
    assert file.content == []
