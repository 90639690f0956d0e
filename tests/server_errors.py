"""One error of each kind as the server responds with it: the front end has its own texts for them.

`python -m tests.server_errors` writes them into `frontend/src/testing/serverErrors.json`, where the tests of the front
end read them.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import requests
import urllib3
from urllib3 import exceptions as urllib3_errors

from jupyter_openbis_server.adapters.openbis.api.afs.paths import problem_of_path
from jupyter_openbis_server.adapters.openbis.http.cancellable_sockets import InFlightRequest
from jupyter_openbis_server.adapters.openbis.http.certificates import not_trusted, other_certificate
from jupyter_openbis_server.adapters.openbis.http.errors import LargeRequestLost, TransientFailure, failure_of, overdue
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.peers import Peer
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.adapters.openbis.upload.registration import unconfirmed
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.connections.connection_fields import TOO_LONG
from jupyter_openbis_server.domain.errors import FieldProblem
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.instance_check import InstanceCheck
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.notebooks.publications import publication_remarks
from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage
from jupyter_openbis_server.domain.object_files import errors as object_files
from jupyter_openbis_server.domain.previews.no_preview import Reason, ReasonCode, parameters_of
from jupyter_openbis_server.domain.registry.check_instance import CheckInstance
from jupyter_openbis_server.domain.sync import errors as sync
from jupyter_openbis_server.domain.sync.planning.plan_sync import check_target
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.entrypoints.jupyter import request_errors
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.schemas.files import ReasonResponse
from jupyter_openbis_server.testing.fakes.workspace import MemorySourceFile, MemoryWorkspace

FILE = Path(__file__).parents[1] / "frontend" / "src" / "testing" / "serverErrors.json"
"""Where the tests of the front end read them."""

_URL = "https://openbis.example.org"
_INSTANCE = Instance("lab", _URL, ca_bundle="/etc/ssl/cacert.pem")
_PINNED = replace(_INSTANCE, certificate_fingerprints=(":".join(["AB"] * 32),))
_POOL = urllib3.HTTPSConnectionPool("openbis.example.org")
_DATA_STORE = Peer("https://data.example.org", ("the data store STANDARD",))
_PERM_ID = "20230315101500001-1001"
_REFUSED = errors.InstanceUnreachable("lab", f"connection refused ({_URL})")
_PROBLEMS = (
    FieldProblem("type", "choose a data set type"),
    FieldProblem("type", "No such data set type: NONE"),
    FieldProblem("entityIdentifier", "please provide a sample or experiment identifier"),
    FieldProblem("entityIdentifier", "No such sample or experiment: /A/B"),
    FieldProblem("entityIdentifier", str(errors.InvalidReference("nothing"))),
    FieldProblem("parent", f"Parent DataSet not found: {_PERM_ID}"),
    FieldProblem("file", "choose at least one file"),
    FieldProblem("file", str(errors.SourceNotReadable("work/a.csv"))),
    FieldProblem("file", str(errors.SourceNotReadable("work/a.csv", "File cannot be read"))),
    FieldProblem("file", str(errors.SourceNotReadable("work/pipe", "Not a file"))),
    FieldProblem(
        "file",
        f"{errors.SourceNotReadable('~/a.csv')}; "
        "~ has no meaning here: give the path relative to Jupyter's root folder",
    ),
    FieldProblem("file", str(errors.InvalidPath("../a.csv", "the path leads outside its folder"))),
    FieldProblem("file", "there is no file in it; a data set has at least one"),
    FieldProblem("file", "there is no file in it besides what is left out (.git/); name these, or send hidden ones"),
    FieldProblem("notebook", str(errors.TextNotebooksNotSupported("a.py"))),
    FieldProblem("notebook", str(errors.NotebookTooLarge("a.ipynb", "it has more than 100 MiB"))),
    FieldProblem("type", "No such data set type: RAW_DAT; did you mean RAW_DATA?"),
    FieldProblem("type", "openBIS has no data set type JUPYTER_NOTEBOOK; name one that it has"),
    FieldProblem("prop.NAME", "data sets of type RAW_DATA have no such property; did you mean $NAME?"),
    FieldProblem("prop.NOTES", "is given twice"),
    FieldProblem("prop.NOTES", "is mandatory"),
    FieldProblem("prop.COUNT", "'1.5' is not a whole number of at most 64 bits, e.g. 42"),
    FieldProblem("prop.OD", "'1,5' is not a number, e.g. 1.5 or 2.5e-3"),
    FieldProblem("prop.STAIN", "'X' is not one of GFP, DAPI"),
    FieldProblem("folder", f"a:b: {problem_of_path('a:b')}"),
    FieldProblem("file", f"raw /a.csv: {problem_of_path('raw /a.csv')}"),
    FieldProblem("file", "raw: there is a file of that name in openBIS"),
    FieldProblem("file", "2 files are called a.csv; an object or collection keeps one of them"),
)


def samples() -> Iterator[errors.OpenbisError]:
    """Yield errors that users of the panel can get."""
    yield from _of_connections()
    yield from _network_failures()
    yield from _of_data_sets()
    yield from _of_files()
    yield from _of_object_files()
    yield from _of_transfers()
    yield from _of_synchronisations()


def _of_connections() -> Iterator[errors.OpenbisError]:
    yield errors.UnknownConnection("lab", ["other"])
    yield errors.AmbiguousConnection(["lab", "other"])
    yield errors.InvalidConnection("url", "'my openbis' is not a host name")
    yield errors.InvalidConnection("ca_bundle", TOO_LONG.format(max=4096))
    yield errors.HttpNotAllowed()
    yield errors.NotLoggedIn("lab")
    yield errors.WrongUser("lab", "alice", "bob")
    yield errors.MissingCredentials("lab")
    yield errors.SessionExpired("lab")
    yield errors.WrongCredentials("lab")
    yield errors.NotAToken("lab")
    yield errors.SessionTokenAsPassword("lab")
    yield errors.TokenExpired("lab")
    yield errors.TokenExpired("lab", is_given_by_operator=True)
    yield _REFUSED
    yield errors.HostNotAllowed("lab", "openbis.example.org")
    yield errors.UnexpectedResponse("lab", "its answer has more than 1000 bytes")
    yield errors.UnexpectedResponse("lab", f"{_DATA_STORE} redirects to https://sso.example.org, as login pages do")
    yield errors.MountFailed("sshfs is missing")
    yield errors.UnmountFailed("it is in use")
    yield errors.NotMounted("lab")


def _of_data_sets() -> Iterator[errors.OpenbisError]:
    yield errors.EntityNotFound("/A/B")
    yield errors.EntityNotFound("/A", actual="space")
    yield errors.DataSetNotFound(_PERM_ID)
    yield errors.FileNotInDataSet(_PERM_ID, "original/a.csv")
    yield errors.NoPublishedNotebook(_PERM_ID)
    yield errors.UnknownJob("1")
    yield errors.DataSetArchived(_PERM_ID, "ARCHIVED")
    yield errors.DataSetNotPhysical(_PERM_ID, "CONTAINER")
    yield errors.DataSetNotPhysical(_PERM_ID, "LINK")
    yield errors.DataSetNotPhysical(_PERM_ID, "LINK", "/net/store")
    yield errors.DataSetInAfs(_PERM_ID)
    yield errors.DataSetInAfs(_PERM_ID, "openBIS has no file server")
    yield errors.NoFilesOfOwner("sample", "/A/B/C")
    yield errors.NoFilesOfOwner("experiment", "/A/B/C")
    yield errors.NoFilesMatch(_PERM_ID, ["*.csv"])
    yield from (_nothing_selected(text) for text in ("A.csv", "b.csv", "*.{csv,txt}"))
    yield _nothing_selected(*(f"{number}.txt" for number in range(12)))


def _of_files() -> Iterator[errors.OpenbisError]:
    yield errors.InvalidPath("../x", "it leads out of Jupyter's root folder")
    yield errors.InvalidUpload(_PROBLEMS)
    yield errors.NotANotebook("a.txt", "it is no JSON")
    yield errors.TextNotebooksNotSupported("a.py")
    yield errors.NotebookTooLarge("a.ipynb", "it takes more than 2048 MiB of memory")
    yield errors.NotebookTooLarge("a.ipynb", "it takes longer than 120 seconds")
    yield errors.IntegrityError("original/a.csv", "the checksum is wrong")
    yield errors.IntegrityError("original/a.csv", "3 bytes arrived instead of 5")
    yield errors.IntegrityError("a.csv, b.csv", "these files arrive with another content than the data store states")
    yield errors.TargetNotWritable("work", "permission denied")
    yield errors.DiskFull("work", 5_000_000, 1000)
    yield errors.DiskFull("work")
    yield errors.SourceNotReadable("work/a.csv")
    yield errors.FolderNotResponding("/net/share")
    yield errors.FileConflict(["original/a.csv"])
    yield errors.FileOfAnotherNotebook("requirements.txt", "b.ipynb", ["a.requirements.txt", "a.runtime.txt"])
    yield errors.FileOfAnotherNotebook("requirements.txt", None, ["a.requirements.txt"])


def _of_object_files() -> Iterator[errors.OpenbisError]:
    yield object_files.NoFileServer("openBIS has no file server")
    yield object_files.FilesExist(["raw/a.csv"])
    yield object_files.FilesChanged(["raw/a.csv"])
    yield object_files.ChangeLost("raw/a.csv")
    yield object_files.NoSuchFile("/A/B/C", "raw/a.csv")
    yield object_files.FilesNotUploaded(_REFUSED)
    yield object_files.FilesNotUploaded(object_files.FilesChanged(["raw/a.csv"]))
    for path in ("a:b", "raw /a.csv", "../a", ".afs/a", "x" * 300):
        yield errors.InvalidPath(path, str(problem_of_path(path)))


def _of_transfers() -> Iterator[errors.OpenbisError]:
    yield errors.DownloadFailed(_PERM_ID, _REFUSED)
    yield errors.DownloadFailed(_PERM_ID, _nothing_selected("A.csv"))
    yield errors.PartialDownloadFailure([errors.DownloadFailed(_PERM_ID, _REFUSED)], [])
    yield errors.UploadFailed(_REFUSED)
    yield errors.UploadFailed(_answered(413))
    yield unconfirmed(_REFUSED)
    yield errors.ConversionFailed("a.ipynb", "no template")
    yield errors.Cancelled()
    yield errors.ServerStopped()
    yield errors.ClientLeft()
    yield errors.ServerBusy("lab")
    yield errors.ServerBusy("a server that is about to stop")
    yield errors.InternalError(ValueError())


def _of_synchronisations() -> Iterator[errors.OpenbisError]:
    yield sync.SyncRunning("/home/alice/data", "/home/alice/data/.openbis-sync/owner")
    try:
        check_target("/home/alice/data", SyncTarget(_URL, "1-1", "/A/B/C"), SyncTarget(_URL, "2-2", "/A/B/D"))
    except sync.InvalidSyncState as error:
        yield error
    yield sync.LocalFileChanged("curve.csv")
    yield sync.TooManyDeletions(12, 20, "in openBIS")
    yield sync.TooManyDeletions(12, 20, "here")
    yield sync.NotSynchronised("/home/alice/data")
    yield sync.PartialSyncFailure(2, [("a.csv", _REFUSED)])
    yield sync.FolderNotKept("/home/alice/data")
    yield sync.FolderAlreadyKept("/home/alice/data/raw", "/home/alice/data", "/A/B/C")
    yield sync.TooManyKeptFolders(20)
    yield sync.KeptFoldersTooLong(1048576)
    yield sync.SyncFolderMissing("/home/alice/data")


def _network_failures() -> Iterator[errors.OpenbisError]:
    """Yield errors for requests that no server, another server or a proxy answers."""
    refused = urllib3_errors.NewConnectionError(_POOL, "refused")
    refused.__cause__ = ConnectionRefusedError(111, "Connection refused")
    refusal = OSError("Tunnel connection failed: 403 Forbidden")
    login = OSError("Tunnel connection failed: 407 Proxy Authentication Required")
    untrusted = ssl.SSLCertVerificationError()
    untrusted.verify_message = "unable to get local issuer certificate"
    for peer in (Peer(_URL), _DATA_STORE):
        yield _failure(requests.exceptions.SSLError(untrusted), peer)
        yield not_trusted(_INSTANCE, peer, untrusted.verify_message, b"certificate")
        yield other_certificate(_PINNED, peer, b"certificate")
        yield _failure(urllib3_errors.NameResolutionError(_URL, _POOL, socket.gaierror()), peer)
        yield _failure(requests.ConnectionError(refused), peer)
        yield _failure(requests.ConnectTimeout(), peer)
        yield _failure(requests.ReadTimeout(), peer)
        yield _failure(requests.ConnectionError(), peer)
        yield overdue(_INSTANCE, 300, peer)
        yield from (_answered(status, peer) for status in (200, 413, 429, 502))
    for cause in (refused, refusal, login, urllib3_errors.ConnectTimeoutError()):
        yield _failure(urllib3_errors.ProxyError("", cause), Peer(_URL, ("through the proxy http://proxy:3128",)))
    yield overdue(_INSTANCE, 300)
    yield LargeRequestLost(TransientFailure("lab", f"the connection broke off ({_DATA_STORE.aside})"))


def _failure(error: Exception, peer: Peer) -> errors.OpenbisError:
    return failure_of(error, _INSTANCE, peer, 60)


def _answered(status: int, peer: Peer = _DATA_STORE) -> errors.OpenbisError:
    """Return the error for a response in another format than openBIS's."""
    response = urllib3.HTTPResponse(b"", {"Content-Type": "text/html"}, status)
    return HttpResponse(_INSTANCE, lambda: peer, response, 60, cast("InFlightRequest", None), HttpLimits()).unexpected()


def _nothing_selected(*texts: str) -> errors.NoFilesMatch:
    try:
        Selection(texts).of(_PERM_ID, [DataSetFile("original/a.csv"), DataSetFile("original/deep/b.csv")])
    except errors.NoFilesMatch as error:
        return error
    raise AssertionError(texts)


@dataclass(frozen=True)
class _Failing:
    """Instances that fail to answer."""

    error: errors.OpenbisError

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        raise self.error

    def data_stores(self, session: Session) -> tuple[DataStoreCheck, ...]:
        raise self.error


def checks() -> Iterator[InstanceCheck]:
    """Yield the results of checks of addresses that the panel receives."""
    for error in (_REFUSED, _answered(200, Peer(_URL))):
        for url in (_URL, f"{_URL}/labA"):
            yield CheckInstance(_Failing(error), ConnectionRegistry())(url)


def remarks() -> Iterator[str]:
    """Yield remarks on publications."""
    workspace = MemoryWorkspace()
    notebook, text, page = (MemorySourceFile(workspace, name, name) for name in ("a.ipynb", "a.py", "a.html"))
    yield from publication_remarks.on_page(NotebookPage(notebook, page, is_trusted=False, missing_pictures=("a.png",)))
    yield from publication_remarks.on_page(NotebookPage(text, page, is_trusted=True))
    yield publication_remarks.on_pairing("work/a.ipynb", "work/a.py")
    yield publication_remarks.on_file_of_another("requirements.txt", "b.ipynb")
    yield from publication_remarks.on_properties(["$NAME", "NOTES"], "RAW_DATA")


def preview_reasons() -> Iterator[dict[str, Any]]:
    """Yield reasons of all kinds why a file cannot be shown."""
    for code in ReasonCode:
        numbers = {name: number for number, name in enumerate(sorted(parameters_of(code)), 1001)}
        yield cast("dict[str, Any]", ReasonResponse().dump(Reason(code, numbers)))


def codes() -> set[str]:
    """Return the codes of all errors that the server answers."""
    named = [*vars(errors).values(), *vars(object_files).values(), *vars(sync).values()]
    kinds = [each for each in named if isinstance(each, type) and issubclass(each, errors.OpenbisError)]
    requests = [request_errors.BadRequest({}), request_errors.CrossSite(), request_errors.KernelLoginRefused("")]
    refused = [request_errors.error_response_to_any(status, None) for status in (400, 403, 404, 405, 500)]
    answers = [each.response for each in requests] + refused
    return {each.code for each in kinds} | {str(each["code"]) for each in answers}


def answers() -> dict[str, Any]:
    """Return the content of the file: all codes, the responses for the samples, remarks, and reasons of previews."""
    checked = [{"reason": each.problem, "code": each.error.code} for each in checks() if each.error]
    answered = [error_response(each) for each in samples()]
    return {
        "codes": sorted(codes()),
        "answers": answered + checked,
        "remarks": list(remarks()),
        "previewReasons": list(preview_reasons()),
    }


def written() -> str:
    """Return the text of the file."""
    return json.dumps(answers(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
