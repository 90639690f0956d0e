"""The contract of `ConnectionFile` and `ConnectionSource` for YAML files."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from tests.contract.contracts.connection_file import ConnectionFileContract


class TestYamlConnectionFile(ConnectionFileContract):
    @pytest.fixture
    def connection_file(self, tmp_path: Path) -> YamlConnectionFile:
        return YamlConnectionFile(tmp_path / FILE_NAME)

    @pytest.fixture
    def connection_source(self, tmp_path: Path) -> ConnectionFiles:
        return ConnectionFiles([tmp_path])

    @pytest.fixture(params=[b"- just\n- a list\n", b"connections: none\n", b"connections: [\n", b"\xff\xfe\x00"])
    def spoil(self, tmp_path: Path, request: pytest.FixtureRequest):
        path = tmp_path / FILE_NAME

        def spoil():
            path.write_bytes(request.param)
            return lambda: path.read_bytes() == request.param

        return spoil
