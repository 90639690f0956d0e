"""What else there is on the host: Jupyter's root folder, mounts, kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.domain.model import (
    Connection,
    Credentials,
    DataSet,
    KernelEnvironment,
    Mount,
    NotebookPage,
    SourceFile,
)


class Workspace(Protocol):
    """Jupyter's root folder: where notebooks lie and uploads come from."""

    @property
    def root(self) -> str:
        """Absolute path of the folder."""

    def sources(self, path: str) -> tuple[SourceFile, ...]:
        """Return the file at a path below the root; for a folder all files in it, and those folders that are empty.

        Args:
            path: Relative to the root. The published clients percent-encode it or not: what has just that name wins,
                else the decoded name is tried.

        Returns:
            Sorted by name. Names of files in a folder begin with that folder's name.

        Raises:
            InvalidPath: the path is absolute or leads outside, also by a link; or a link in the folder does.
            SourceNotReadable: there is nothing of that name, or something in it cannot be read.
        """

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write small files, path relative to the root to content, each atomically.

        All paths are checked before anything is written.

        Raises:
            InvalidPath: a path is absolute, leads outside, or its folder does not exist.
            TargetNotWritable, DiskFull: the file system refuses.
        """


class Mounts(Protocol):
    """Data stores as folders of the host."""

    def of(self, connection: Connection) -> Mount | None:
        """Return the connection's mount, if there is one. Never touches the mountpoint, never hangs."""

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """Mount the connection's data store; returns the present mount if there is one that works.

        Raises:
            MountFailed (HostKeyRefused, MountingUnavailable): it cannot be mounted; the message says what to do.
            Cancelled: on request, within a second.
        """

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """Unmount it; nothing to do is no error.

        Args:
            connection: Whose data store.
            force: Whether it is taken away also from programs that use it.

        Raises:
            UnmountFailed: it is in use, and by whom, or the system refuses.
        """

    def check(self, connection: Connection) -> None:
        """Find out whether the connection's data store could be mounted, as far as that can be told without a login.

        Raises:
            MountingUnavailable: this host cannot mount.
            MountFailed: nobody answers where the data store's SFTP server should be.
        """

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """Return the folder of a data set in the connection's mount, an absolute path. May wait for the data store.

        Raises:
            NotMounted.
            DataNotAvailable: what is mounted does not show the data set.
            MountFailed: the mount does not answer.
        """

    def unmount_own(self) -> tuple[UnmountFailed, ...]:
        """Unmount all that this program has mounted, also where it is in use; return what went wrong. Never raises."""


class Kernels(Protocol):
    """The Jupyter kernels that are installed on this host."""

    def named_in(self, notebook_path: str, content: bytes) -> str:
        """Return the name of the kernel spec in a notebook's metadata.

        Args:
            notebook_path: For the errors.
            content: Of the notebook's file.

        Raises:
            NotANotebook: the content is none.
            NoKernelNamed: the notebook does not say.
        """

    def environment(self, kernel: str, folder: str, seconds: float) -> KernelEnvironment:
        """Run a kernel, ask what it has installed, and end it. However this ends, no process stays behind.

        The kernel runs in a process of its own, which gets no password or token of this one's.

        Args:
            kernel: Name of its kernel spec.
            folder: Absolute path of its working folder; what a notebook there would see counts.
            seconds: After so long without an answer it is given up.

        Raises:
            UnknownKernel: there is no such kernel spec.
            UnsupportedLanguage: nobody knows how to ask a kernel of its language.
            KernelFailed: it cannot be started, or gives no usable answer.
            KernelDied: it has ended by itself.
            KernelTooSlow: it has not answered in time.
            Cancelled: on request of the cancellation that governs the thread, within two seconds.
        """


class NotebookPages(Protocol):
    """Notebooks as pages that browsers show without Jupyter."""

    def html(self, notebook_path: str, content: bytes) -> NotebookPage:
        """Return a notebook as HTML. Nothing of it is executed, and nothing is left on the disk.

        What its outputs would do in a browser is left out, unless the user trusts the notebook.

        Args:
            notebook_path: For its title, and for the errors.
            content: Of the notebook's file.

        Raises:
            NotANotebook: the content is none.
            ConversionFailed: it is one, and no page can be made of it.
        """
