"""A scripted file server for each test."""

from collections.abc import Iterator

import pytest

from tests.unit.adapters.openbis.afs.scripted_file_server import FileServer


@pytest.fixture
def api_version() -> str:
    """Older servers have no file server."""
    return "3.7"


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer().serving() as scripted:
        yield scripted
