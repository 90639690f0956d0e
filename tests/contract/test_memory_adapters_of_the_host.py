"""The contracts of ports about the host for the fakes in memory, and further features of these fakes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import (
    ConversionFailed,
    DiskFull,
    IntegrityError,
    NotebookTooLarge,
    TargetNotWritable,
    UnmountFailed,
)
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.mounts.mount import Mount
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language, Package
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.connection_file import MemoryConnectionFile
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.kernels import MemoryKernels
from jupyter_openbis_server.testing.fakes.mounts import MemoryMounts
from jupyter_openbis_server.testing.fakes.notebook_pages import MemoryNotebookPages
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.contract.contracts.connection_file import ConnectionFileContract
from tests.contract.contracts.connections import ConnectionsContract
from tests.contract.contracts.download_folders import DownloadFoldersContract
from tests.contract.contracts.kernels import KernelsContract
from tests.contract.contracts.mounts import MountsContract
from tests.contract.contracts.notebook_pages import NotebookPagesContract, page_of
from tests.contract.contracts.token_store import TokenStoreContract
from tests.contract.contracts.workspace import WorkspaceContract
from tests.support.notebook_content import notebook


class TestMemoryWorkspace(WorkspaceContract):
    @pytest.fixture
    def workspace(self) -> MemoryWorkspace:
        return MemoryWorkspace()

    @pytest.fixture
    def put_file(self, workspace: MemoryWorkspace) -> Callable[[str, bytes], None]:
        return workspace.files.__setitem__

    @pytest.fixture
    def make_folder(self, workspace: MemoryWorkspace) -> Callable[[str], None]:
        return workspace.folders.add

    @pytest.fixture
    def read_file(self, workspace: MemoryWorkspace) -> Callable[[str], bytes | None]:
        return workspace.files.get

    @pytest.fixture
    def remove_file(self, workspace: MemoryWorkspace) -> Callable[[str], None]:
        return workspace.files.__delitem__

    def test_workspace_can_be_read_only(self, workspace: MemoryWorkspace) -> None:
        workspace.read_only = True
        with pytest.raises(TargetNotWritable):
            workspace.write_texts({"runtime.txt": "python-3.13"})
        assert workspace.files == {}

    def test_empty_folders_can_be_written_to(self, workspace: MemoryWorkspace) -> None:
        workspace.folders.add("empty")
        workspace.write_texts({"empty/runtime.txt": "python-3.13"})
        assert workspace.files == {"empty/runtime.txt": b"python-3.13"}


class TestMemoryDownloadFolders(DownloadFoldersContract):
    @pytest.fixture
    def download_folders(self) -> MemoryDownloadFolders:
        return MemoryDownloadFolders()

    @pytest.fixture
    def base(self) -> str:
        return "/home/anna/data"

    @pytest.fixture
    def blocked_base(self, download_folders: MemoryDownloadFolders) -> str:
        download_folders.block("/proc")
        return "/proc/data"

    @pytest.fixture
    def closed_base(self, download_folders: MemoryDownloadFolders) -> str:
        download_folders.close("/home/anna/private")
        return "/home/anna/private"

    @pytest.fixture
    def files_below(self, download_folders: MemoryDownloadFolders) -> Callable[[str], dict[str, bytes]]:
        def read(folder: str) -> dict[str, bytes]:
            prefix = f"{folder}/"
            files = download_folders.files.items()
            return {path.removeprefix(prefix): content for path, content in files if path.startswith(prefix)}

        return read

    @pytest.fixture
    def is_folder(self, download_folders: MemoryDownloadFolders) -> Callable[[str], bool]:
        return lambda path: path in download_folders.folders

    @pytest.fixture
    def links_in(self, download_folders: MemoryDownloadFolders) -> Callable[[str], dict[str, str]]:
        return lambda folder: {
            path.removeprefix(f"{folder}/"): target
            for path, target in download_folders.links.items()
            if path.startswith(f"{folder}/")
        }

    def test_discarded_bytes_free_space_on_a_full_disk(
        self, download_folders: MemoryDownloadFolders, base: str
    ) -> None:
        download_folders.capacity = 5
        folder = download_folders.prepare(base, "1-1")
        first = folder.receive(DataSetFile("a", 5))
        first.write(0, b"12345")
        with pytest.raises(DiskFull):
            folder.receive(DataSetFile("b", 1)).write(0, b"1")
        first.discard()
        second = folder.receive(DataSetFile("c", 5))
        second.write(0, b"12345")
        second.complete()
        assert download_folders.files == {f"{base}/1-1/c": b"12345"}

    def test_a_folder_can_become_unwritable_while_a_file_arrives(
        self, download_folders: MemoryDownloadFolders, base: str
    ) -> None:
        incoming = download_folders.prepare(base, "1-1").receive(DataSetFile("a", 1))
        download_folders.block(base)
        with pytest.raises(TargetNotWritable):
            incoming.write(0, b"1")

    def test_a_file_is_not_replaced_by_a_folder(self, download_folders: MemoryDownloadFolders, base: str) -> None:
        folder = download_folders.prepare(base, "1-1")
        folder.receive(DataSetFile("a", 0)).complete()
        with pytest.raises(TargetNotWritable):
            folder.make_folder("a")

    def test_a_file_that_failed_to_complete_may_be_discarded(
        self, download_folders: MemoryDownloadFolders, base: str
    ) -> None:
        incoming = download_folders.prepare(base, "1-1").receive(DataSetFile("a", 1))
        with pytest.raises(IntegrityError):
            incoming.complete()
        incoming.discard()
        assert download_folders.files == {}

    def test_a_file_that_has_ended_cannot_be_used_again(
        self, download_folders: MemoryDownloadFolders, base: str
    ) -> None:
        incoming = download_folders.prepare(base, "1-1").receive(DataSetFile("a", 0))
        incoming.complete()
        for use in (lambda: incoming.write(0, b""), incoming.complete, incoming.discard):
            with pytest.raises(RuntimeError, match="completed"):
                use()


class TestMemoryConnections(ConnectionsContract):
    @pytest.fixture
    def connections(self) -> ConnectionRegistry:
        return ConnectionRegistry()

    def test_replaced_connection_keeps_its_position(self, connections: ConnectionRegistry) -> None:
        first, second = (Connection(Instance(name, f"https://{name}.example.org")) for name in ("first", "second"))
        connections.add(first)
        connections.add(second)
        connections.add(replace(first, username="anna"))
        assert [each.name for each in connections.all()] == ["first", "second"]


class TestMemoryConnectionFile(ConnectionFileContract):
    @pytest.fixture
    def connection_file(self) -> MemoryConnectionFile:
        return MemoryConnectionFile()

    @pytest.fixture
    def connection_source(self, connection_file: MemoryConnectionFile) -> MemoryConnectionFile:
        return connection_file

    @pytest.fixture
    def spoil(self, connection_file: MemoryConnectionFile) -> Callable[[], Callable[[], bool]]:
        def put_something_else() -> Callable[[], bool]:
            connection_file.content = {"shopping list": ["milk"]}
            return lambda: connection_file.content == {"shopping list": ["milk"]}

        return put_something_else


class TestMemoryMounts(MountsContract):
    @pytest.fixture
    def in_use(self, mounts: MemoryMounts) -> Callable[[Mount], AbstractContextManager[None]]:
        @contextmanager
        def use(mount: Mount) -> Iterator[None]:
            mounts.in_use = True
            yield
            mounts.in_use = False

        return use

    @pytest.fixture
    def data_set(self) -> DataSet:
        return DataSet("20230315101500001-1001", "RAW", experiment="/SPACE/PROJECT/EXPERIMENT")

    @pytest.fixture
    def mounts(self) -> MemoryMounts:
        mounts = MemoryMounts({"anna": "correct horse"})
        mounts.close("/closed")
        return mounts

    @pytest.fixture
    def closed_connection(self) -> Connection:
        instance = Instance("closed", "https://openbis.example.org")
        return Connection(instance, mounting=MountSettings(mountpoint="/closed"))

    @pytest.fixture
    def connection(self) -> Connection:
        return Connection(Instance("Labor / Zürich", "https://openbis.example.org"))

    @pytest.fixture
    def other_connection(self) -> Connection:
        return Connection(Instance("test", "https://test.example.org"))

    @pytest.fixture
    def credentials(self) -> Credentials:
        return Credentials("anna", Secret("correct horse"))

    @pytest.fixture
    def wrong_credentials(self) -> Credentials:
        return Credentials("anna", Secret("battery staple"))

    def test_mount_in_use_cannot_be_unmounted(
        self, mounts: MemoryMounts, connection: Connection, credentials: Credentials
    ) -> None:
        mount = mounts.mount(connection, credentials)
        mounts.in_use = True
        with pytest.raises(UnmountFailed):
            mounts.unmount(connection)
        assert mounts.of(connection) == mount

    def test_without_a_list_of_users_all_users_may_mount(
        self, connection: Connection, wrong_credentials: Credentials
    ) -> None:
        assert (
            MemoryMounts().mount(connection, wrong_credentials).mountpoint == "/mnt/openbis/Labor%20%2F%20Z%C3%BCrich"
        )


class TestMemoryTokenStore(TokenStoreContract):
    @pytest.fixture
    def token_store(self) -> MemoryTokenStore:
        return MemoryTokenStore()


class TestMemoryKernels(KernelsContract):
    @pytest.fixture
    def kernels(self) -> MemoryKernels:
        installed = (Package("ipykernel", "6.29"), Package("numpy", "2.0"))
        kernels = MemoryKernels(
            KernelEnvironment("python", Language.PYTHON, "3.13", installed), foreign={"julia": "julia"}
        )
        kernels.dying.add("dying")
        kernels.silent.add("silent")
        kernels.missing.add("missing")
        return kernels

    @pytest.fixture
    def folder(self) -> str:
        return "/home/anna"

    @pytest.fixture
    def left_behind(self) -> Callable[[], list[str]]:
        return list

    def test_folders_of_started_kernels_are_recorded(self, kernels: MemoryKernels) -> None:
        kernels.environment("python", "/home/anna", 60)
        assert kernels.asked == [("python", "/home/anna")]


class TestMemoryNotebookPages(NotebookPagesContract):
    @pytest.fixture
    def pages(self) -> MemoryNotebookPages:
        return MemoryNotebookPages()

    @pytest.fixture
    def without_jupytext(self) -> None:
        """The fake has no jupytext."""

    @pytest.fixture
    def trust(self, pages: MemoryNotebookPages) -> Callable[[bytes], None]:
        return pages.trusted.add

    def test_conversion_can_fail(self, pages: MemoryNotebookPages) -> None:
        pages.is_broken = True
        with pytest.raises(ConversionFailed):
            page_of(pages, "a.ipynb", notebook())

    def test_size_limit_is_configurable(self, pages: MemoryNotebookPages) -> None:
        pages.is_too_large = True
        with pytest.raises(NotebookTooLarge, match="clear outputs"):
            page_of(pages, "a.ipynb", notebook())

    def test_missing_pictures_are_configurable(self, pages: MemoryNotebookPages) -> None:
        pages.missing_pictures = ("logo.png",)
        assert page_of(pages, "a.ipynb", notebook()).missing_pictures == ("logo.png",)
