"""Everything that can go wrong, in words that say what to do.

    OpenbisError
    ├── UnknownConnection
    ├── AmbiguousConnection
    ├── InvalidInput
    │   ├── InvalidConnection
    │   │   └── HttpNotAllowed
    │   ├── InvalidReference
    │   ├── NotInThatPlace
    │   ├── InvalidSearch
    │   ├── InvalidPath
    │   ├── ConflictingCredentials
    │   ├── NothingSelected
    │   ├── InvalidUpload
    │   ├── NothingToVerify
    │   ├── NotANotebook
    │   ├── NoKernelNamed
    │   ├── UnknownKernel
    │   └── UnsupportedLanguage
    ├── ConnectionClosed
    ├── NotLoggedIn
    │   ├── WrongCredentials
    │   ├── WrongUser
    │   ├── MissingCredentials
    │   └── SessionExpired
    ├── ConnectionFailed
    │   ├── InstanceUnreachable
    │   │   └── UntrustedCertificate
    │   └── InstanceNonsense
    ├── RequestRefused
    │   └── NoAccessTokens
    ├── NotFound
    │   ├── EntityNotFound
    │   ├── DataSetNotFound
    │   ├── FileNotInDataSet
    │   └── UnknownJob
    ├── DataNotAvailable
    │   ├── DataSetArchived
    │   ├── DataSetInAfs
    │   └── DataSetNotPhysical
    ├── IntegrityError
    ├── StorageError
    │   ├── TargetNotWritable
    │   ├── DiskFull
    │   ├── SourceNotReadable
    │   └── KeyringUnavailable
    ├── FilesInTheWay
    ├── DownloadFailed
    │   └── SomeDownloadsFailed
    ├── UploadFailed
    │   └── UploadUnconfirmed
    ├── MountError
    │   ├── MountFailed
    │   │   ├── HostKeyRefused
    │   │   └── MountingUnavailable
    │   ├── UnmountFailed
    │   └── NotMounted
    ├── KernelFailed
    │   ├── KernelDied
    │   └── KernelTooSlow
    ├── ConversionFailed
    ├── Cancelled
    ├── TooBusy
    ├── WorkerLost
    ├── NoWorkers
    └── UnexpectedFailure

Each class has a stable `code` for programs; `str(error)` is one sentence for the user and never holds a secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the model knows the errors, too
    from jupyter_openbis_server.domain.model.download import Download


class OpenbisError(Exception):
    """The root of all errors that this program raises on purpose."""

    code = "openbis-error"

    def __reduce__(self) -> tuple[object, ...]:
        """Let errors travel between processes as they are: their classes are made of other things than their text."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[OpenbisError], args: tuple[object, ...], attributes: dict[str, object]) -> OpenbisError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class UnknownConnection(OpenbisError):
    """There is no connection of that name."""

    code = "unknown-connection"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        names = ", ".join(known)
        super().__init__(f"No such connection: {name}" + (f"; known are: {names}" if names else ""))


class AmbiguousConnection(OpenbisError):
    """No connection was named, and there is not just one."""

    code = "ambiguous-connection"

    def __init__(self, names: Iterable[str]) -> None:
        known = ", ".join(names)
        super().__init__(f"Name the connection; known are: {known}" if known else "No connection is registered")


class InvalidInput(OpenbisError):
    """Something the user gave cannot be used."""

    code = "invalid-input"


class ConflictingCredentials(InvalidInput):
    """Credentials that contradict each other were given; nothing was sent."""

    code = "conflicting-credentials"


class InvalidConnection(InvalidInput):
    """A connection cannot be registered as described; `field` is the key to mend, `problem` says what is wrong."""

    code = "invalid-connection"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class HttpNotAllowed(InvalidConnection):
    """An address begins with `http://`, and the connection does not say that this is meant."""

    code = "http-not-allowed"

    def __init__(self) -> None:
        super().__init__("url", "http shows passwords to the network; set http_only to allow it here")


class InvalidReference(InvalidInput):
    """A text names neither a sample nor an experiment."""

    code = "invalid-reference"

    def __init__(self, text: str) -> None:
        super().__init__(f"Not an identifier (/SPACE/PROJECT/CODE) or permId of a sample or experiment: {text}")


class NotInThatPlace(InvalidInput):
    """What was asked for cannot lie where it was looked for."""

    code = "not-in-that-place"

    def __init__(self, kind: str, place: str, possible: Iterable[str]) -> None:
        holds = " and ".join(f"{each}s" for each in possible) or "no others"
        super().__init__(f"No {kind}s lie directly in {place}, which holds {holds}")


class InvalidSearch(InvalidInput):
    """What is looked for cannot be searched for; `field` is the part of the question to mend."""

    code = "invalid-search"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


class InvalidPath(InvalidInput):
    """A path leads where it must not."""

    code = "invalid-path"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path!r}: {problem}")


class NothingSelected(InvalidInput):
    """No file of a data set fits what was asked for."""

    code = "nothing-selected"

    def __init__(self, perm_id: str, patterns: Iterable[str]) -> None:
        super().__init__(f"data set {perm_id} has no file that fits {', '.join(patterns)}")


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of an upload.

    `field` is `type`, `entityIdentifier`, `parent`, `file` or `prop.<CODE>`: the published clients look for these.
    """

    field: str
    problem: str


class InvalidUpload(InvalidInput):
    """An upload cannot be registered as asked; `problems` has all reasons at once. Nothing was sent."""

    code = "invalid-upload"

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.field}: {each.problem}" for each in self.problems))


class NothingToVerify(InvalidInput):
    """A folder holds no download with a manifest."""

    code = "nothing-to-verify"

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} holds no download: there is no manifest in it")


class NotANotebook(InvalidInput):
    """A file is no Jupyter notebook."""

    code = "not-a-notebook"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path} is not a notebook: {problem}")


class NoKernelNamed(InvalidInput):
    """A notebook does not say which kernel it needs."""

    code = "no-kernel-named"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} names no kernel; name one, or open it in Jupyter, choose its kernel and save it")


class UnknownKernel(InvalidInput):
    """There is no kernel spec of that name."""

    code = "unknown-kernel"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"The kernel {name!r} is not installed here; installed are: {', '.join(known) or 'none'}")


class UnsupportedLanguage(InvalidInput):
    """Nobody knows how to ask kernels of a language what they have installed."""

    code = "unsupported-language"

    def __init__(self, kernel: str, language: str, supported: Iterable[str]) -> None:
        known = ", ".join(supported)
        super().__init__(
            f"The kernel {kernel!r} is one for {language or 'no language'}; those for {known} can be asked"
        )


class NotLoggedIn(OpenbisError):
    """There is no session, and the user has to do something about it."""

    code = "not-logged-in"

    def __init__(self, connection: str, problem: str = "log in first") -> None:
        super().__init__(f"Not logged in to {connection}: {problem}")

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in the place of a traceback: the text says what to do."""
        return [f"{type(self).__name__}: {self}"]


class ConnectionClosed(OpenbisError):
    """A connection is used after it was closed."""

    code = "connection-closed"

    def __init__(self, connection: str) -> None:
        super().__init__(f"The connection to {connection} is closed; call connect() again")


class WrongUser(NotLoggedIn):
    """The only login that is available belongs to another user than was asked for."""

    code = "wrong-user"

    def __init__(self, connection: str, expected: str, actual: str) -> None:
        super().__init__(
            connection,
            f"the available login belongs to {actual or 'an unknown user'}, not to {expected}; "
            f"give the password or token of {expected}",
        )


class WrongCredentials(NotLoggedIn):
    """openBIS knows no such user, password or token."""

    code = "wrong-credentials"

    def __init__(self, connection: str) -> None:
        OpenbisError.__init__(self, f"Incorrect username or password for {connection}")


class MissingCredentials(NotLoggedIn):
    """User name or password is missing, and none is remembered."""

    code = "missing-credentials"

    def __init__(self, connection: str) -> None:
        super().__init__(connection, "enter user name and password")


class SessionExpired(NotLoggedIn):
    """openBIS has ended the session."""

    code = "session-expired"

    def __init__(self, connection: str) -> None:
        super().__init__(connection, "the session has expired, log in again")


class ConnectionFailed(OpenbisError):
    """The instance could not be talked to."""

    code = "connection-failed"

    def __init__(self, connection: str, problem: str) -> None:
        super().__init__(f"connection to {connection} could not be established: {problem}")


class InstanceUnreachable(ConnectionFailed):
    """No answer: wrong address, server down, network gone, time-out."""

    code = "instance-unreachable"


class UntrustedCertificate(InstanceUnreachable):
    """Its TLS certificate could not be verified; the message says which setting helps."""

    code = "untrusted-certificate"


class InstanceNonsense(ConnectionFailed):
    """Something answered, but not as openBIS does: a proxy, a login page, another program."""

    code = "instance-nonsense"


class RequestRefused(OpenbisError):
    """openBIS understood the request and refused it; the message is openBIS's own."""

    code = "request-refused"


class NoAccessTokens(RequestRefused):
    """This openBIS makes no personal access tokens: it is too old, or they are switched off."""

    code = "no-access-tokens"


class NotFound(OpenbisError):
    """openBIS has no such thing, or the user may not see it; it does not tell which."""

    code = "not-found"


class EntityNotFound(NotFound):
    """Nothing of the kinds that were looked for, as far as the user can see."""

    code = "entity-not-found"

    def __init__(self, reference: str, kinds: str = "sample or experiment") -> None:
        super().__init__(f"No such {kinds}: {reference}")


class DataSetNotFound(NotFound):
    """No such data set, as far as the user can see."""

    code = "data-set-not-found"

    def __init__(self, perm_id: str) -> None:
        super().__init__(f"No such dataSet found: {perm_id}")


class FileNotInDataSet(NotFound):
    """A data set has no file or folder of that name."""

    code = "file-not-in-data-set"

    def __init__(self, perm_id: str, path: str) -> None:
        super().__init__(f"data set {perm_id} has no file or folder {path!r}")


class UnknownJob(NotFound):
    """There is no such transfer, or it has ended so long ago that it is forgotten."""

    code = "unknown-job"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No such job: {job_id}")


class DataNotAvailable(OpenbisError):
    """The data set exists, but its files cannot be read now."""

    code = "data-not-available"


class DataSetArchived(DataNotAvailable):
    """Its files are in the archive."""

    code = "data-set-archived"

    def __init__(self, perm_id: str, status: str) -> None:
        super().__init__(
            f"data set {perm_id} is in the archive (status {status}): open it in openBIS and choose 'Unarchive' "
            "(in pyBIS: dataset.unarchive()), and try again when its status is AVAILABLE"
        )


class DataSetNotPhysical(DataNotAvailable):
    """It holds no files itself: a container of other data sets, or a link."""

    code = "data-set-not-physical"

    def __init__(self, perm_id: str, kind: str, place: str | None = None) -> None:
        hint = f"its files lie outside openBIS: {place or 'openBIS does not tell where'}"
        if kind == "CONTAINER":
            hint = "it has no components that you can see"
        super().__init__(f"data set {perm_id} is of kind {kind} and has no files of its own; {hint}")


class DataSetInAfs(DataNotAvailable):
    """Its files are in openBIS's file server (AFS)."""

    code = "data-set-in-afs"

    def __init__(self, perm_id: str) -> None:
        super().__init__(
            f"the files of {perm_id} are in openBIS's file server (AFS), which this version does not read: "
            "open them in openBIS"
        )


class IntegrityError(OpenbisError):
    """A file arrived with another size or checksum than the data store states."""

    code = "integrity"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class StorageError(OpenbisError):
    """The local file system refuses."""

    code = "storage"


class TargetNotWritable(StorageError):
    """A folder or file cannot be written."""

    code = "target-not-writable"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path} cannot be written: {problem}")


class DiskFull(StorageError):
    """No space left, or a quota is used up. Where sizes are given, it was known beforehand and nothing was written."""

    code = "disk-full"

    def __init__(self, path: str, needed: int | None = None, free: int | None = None) -> None:
        known = f": {needed:,} bytes are needed, {free:,} are free" if needed is not None and free is not None else ""
        super().__init__(f"no space left for {path}{known}; free some and try again")


class SourceNotReadable(StorageError):
    """A file of the user's is missing or cannot be read."""

    code = "source-not-readable"

    def __init__(self, path: str, problem: str = "File not found") -> None:
        super().__init__(f"{problem}: {path}")


class KeyringUnavailable(StorageError):
    """The operating system's keyring is not installed, not there, or locked."""

    code = "keyring-unavailable"

    def __init__(self, problem: str) -> None:
        super().__init__(f"The keyring cannot be used: {problem}")


class FilesInTheWay(OpenbisError):
    """Files with the names of the data set's lie in its folder, and must not be replaced. Nothing was changed."""

    code = "files-in-the-way"

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"these files are there already and differ from openBIS's: {', '.join(self.paths)}")


class DownloadFailed(OpenbisError):
    """A download ended early. Nothing incomplete lies under a final name. `cause` says why."""

    code = "download-failed"

    def __init__(self, perm_id: str, cause: OpenbisError) -> None:
        super().__init__(f"Data for DataSet {perm_id} could not be downloaded: {cause}")
        self.perm_id = perm_id
        self.cause = cause


class SomeDownloadsFailed(DownloadFailed):
    """Of several data sets some could not be downloaded.

    Attributes:
        failures: Which, and why.
        downloads: The others.
    """

    code = "some-downloads-failed"

    def __init__(self, failures: Iterable[DownloadFailed], downloads: Iterable[Download]) -> None:
        self.failures = tuple(failures)
        self.downloads = tuple(downloads)
        number = len(self.failures) + len(self.downloads)
        super().__init__(self.failures[0].perm_id, self.failures[0].cause)
        reasons = "; ".join(f"{each.perm_id}: {each.cause}" for each in self.failures)
        self.args = (f"{len(self.failures)} of {number} data sets could not be downloaded: {reasons}",)


class UploadFailed(OpenbisError):
    """An upload was valid but did not come through. Nothing is registered, unless it is an UploadUnconfirmed."""

    code = "upload-failed"

    def __init__(self, cause: OpenbisError | str) -> None:
        super().__init__(f"Error while saving the dataset: {cause}")


class UploadUnconfirmed(UploadFailed):
    """openBIS may have registered the data set or not: to upload it again may be to have it twice."""

    code = "upload-unconfirmed"


class MountError(OpenbisError):
    """The data store could not be mounted or unmounted."""

    code = "mount-error"


class MountFailed(MountError):
    """The data store could not be mounted."""

    code = "mount-failed"

    def __init__(self, problem: str) -> None:
        super().__init__(f"Mounting failed: {problem}")


class HostKeyRefused(MountFailed):
    """The server's SSH key is not the one that is known, or none is known where it must be. Nothing was sent."""

    code = "host-key-refused"


class MountingUnavailable(MountFailed):
    """This host cannot mount, whatever the connection: a program, a device or a permission is missing."""

    code = "mounting-unavailable"


class UnmountFailed(MountError):
    """The data store could not be unmounted."""

    code = "unmount-failed"

    def __init__(self, problem: str) -> None:
        super().__init__(f"Unmounting failed: {problem}")


class NotMounted(MountError):
    """Something is wanted of a mount that is not there."""

    code = "not-mounted"

    def __init__(self, connection: str) -> None:
        super().__init__(f"the data store of {connection} is not mounted; mount it first")


class KernelFailed(OpenbisError):
    """A kernel could not be asked."""

    code = "kernel-failed"

    def __init__(self, kernel: str, problem: str) -> None:
        super().__init__(f"The kernel {kernel!r} {problem}")


class KernelDied(KernelFailed):
    """A kernel has ended by itself."""

    code = "kernel-died"


class KernelTooSlow(KernelFailed):
    """A kernel has not answered in time; it was ended."""

    code = "kernel-too-slow"

    def __init__(self, kernel: str, seconds: float) -> None:
        super().__init__(kernel, f"has not answered within {seconds:g} seconds; give it more time")


class ConversionFailed(OpenbisError):
    """A notebook could not be turned into a page."""

    code = "conversion-failed"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(
            f"{path} could not be turned into HTML ({problem}); see whether Jupyter exports it (File menu)"
        )


class Cancelled(OpenbisError):
    """The work was asked to end, and did."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("cancelled")


class TooBusy(OpenbisError):
    """More work waits than is sensible."""

    code = "too-busy"

    def __init__(self, what: str) -> None:
        super().__init__(f"too many requests for {what} are waiting; try again in a moment")


class WorkerLost(OpenbisError):
    """Another process or machine was to download a data set, and never told what became of it."""

    code = "worker-lost"

    def __init__(self, perm_id: str, problem: str) -> None:
        super().__init__(
            f"the worker that was to download data set {perm_id} is lost ({problem}); the same download continues"
        )


class NoWorkers(OpenbisError):
    """Other processes or machines were to do the work, and none of them takes any."""

    code = "no-workers"

    def __init__(self, problem: str) -> None:
        super().__init__(f"no worker takes downloads any more ({problem}); with new ones, the same download continues")


class UnexpectedFailure(OpenbisError):
    """A defect of this program. The message says no more than its kind: what it holds is not known to be harmless."""

    code = "unexpected-failure"

    def __init__(self, error: Exception) -> None:
        super().__init__(f"something went wrong inside the program ({type(error).__name__}); its log knows more")
        self.__cause__ = error
