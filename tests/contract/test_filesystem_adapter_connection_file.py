"""The contract of `ConnectionFile` and `ConnectionSource`, kept by a YAML file."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connection_yaml import FILE_NAME
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
