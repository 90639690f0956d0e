"""The command line in this process, with an openBIS in memory: a command takes milliseconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from click.testing import CliRunner
from dependency_injector import providers

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.entrypoints.library import batch
from jupyter_openbis_server.entrypoints.settings import LocalFiles, Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.testing.fakes.entity_changes import MemoryEntityChanges
from jupyter_openbis_server.testing.fakes.kernels import MemoryKernels
from jupyter_openbis_server.testing.fakes.library.native_clients import MemoryNativeClients
from jupyter_openbis_server.testing.fakes.mounts import MemoryMounts
from jupyter_openbis_server.testing.fakes.notebook_pages import MemoryNotebookPages
from jupyter_openbis_server.testing.fakes.openbis.data_sets import MemoryDataSets
from jupyter_openbis_server.testing.fakes.openbis.data_store import MemoryDataStore
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.instances import MemoryInstances
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.object_files import MemoryObjectFiles
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.openbis.types import MemoryEntityTypes, MemoryPropertyTypes
from jupyter_openbis_server.testing.fakes.research_objects.execution import MemoryEnvironments, MemoryNotebookRunner
from jupyter_openbis_server.testing.fakes.search.searches import MemorySearches
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore

PASSWORD = "correct horse"


@dataclass(frozen=True)
class Ended:
    """Result of a run: its status and output; `out` is the response, `err` the messages."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer without the version of the format, which every answer has (decisions/0018)."""
        answer = json.loads(self.out)
        assert answer.pop("version") == 1
        return answer


class MemoryProgram:
    """Runs commands. Downloads and uploads use the disk, below a folder."""

    def __init__(self, openbis: MemoryOpenbis, folder: Path, name: str = "lab") -> None:
        self.openbis = openbis
        self.network = MemoryNetwork(openbis)
        self.folder = folder
        self.name = name
        self.kernels = MemoryKernels()
        self.pages = MemoryNotebookPages()
        self.runner = MemoryNotebookRunner()
        self.environments = MemoryEnvironments()
        self.mounts = MemoryMounts({"anna": PASSWORD})
        self.data_store = MemoryDataStore(self.network)

    def __call__(self, *arguments: object, typed: str = "") -> Ended:
        """Run a command; its exceptions are those of this test."""
        with self.wired():
            done = CliRunner().invoke(program, list(map(str, arguments)), input=typed)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    @contextmanager
    def wired(self) -> Iterator[None]:
        """Make the command line use these adapters in the block."""
        with mock.patch.object(batch, "bootstrap", side_effect=self._bootstrap):
            yield

    def use_cases(self, *, read_only: bool = False, files: LocalFiles | None = None) -> UseCases:
        """Return the use cases of a new program with these adapters."""
        files = files or LocalFiles(Path(self.folder.anchor))
        container = Container(
            settings=Settings(
                root_dir=files.root,
                download_places=files.downloads,
                workspace_places=files.workspace,
                audit_log=files.audit_log,
                data_folder=self.folder / "data",
                config_folders=(),
                read_only=read_only,
            )
        )
        connections = ConnectionRegistry()
        anna = Credentials("anna", Secret(PASSWORD))
        connections.add(Connection(self.openbis.instance(self.name), "anna", anna))
        replaced = {
            "connections": connections,
            "sessions": MemorySessions(self.network),
            "instances": MemoryInstances(self.network),
            "entities": MemoryEntities(self.network),
            "native_clients": MemoryNativeClients(),
            "relations": MemoryRelations(self.network),
            "data_sets": MemoryDataSets(self.network),
            "searches": MemorySearches(self.network),
            "uncached_types": MemoryEntityTypes(self.network),
            "uncached_property_types": MemoryPropertyTypes(self.network),
            "data_store": self.data_store,
            "object_files": MemoryObjectFiles(self.network),
            "entity_changes": MemoryEntityChanges(self.network),
            "kernels": self.kernels,
            "notebook_pages": self.pages,
            "notebook_runner": self.runner,
            "environments": self.environments,
            "mounts": self.mounts,
            "token_files": MemoryTokenStore(),
            "keyring_tokens": MemoryTokenStore(),
        }
        for name, port in replaced.items():
            getattr(container.adapters, name).override(providers.Object(port))
        use_cases: UseCases = container.use_cases()
        return use_cases

    def _bootstrap(
        self, *_: object, read_only: bool = False, files: LocalFiles | None = None, **__: object
    ) -> UseCases:
        return self.use_cases(read_only=read_only, files=files)


def memory_openbis() -> MemoryOpenbis:
    """Return an empty openBIS with the user `anna`."""
    return MemoryOpenbis(users={"anna": PASSWORD})
