import pytest

from jupyter_openbis_server.domain import errors as e
from jupyter_openbis_server.entrypoints.jupyter.error_table import status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (e.UnknownConnection("lab"), 404),
        (e.DataSetNotFound("1-2"), 404),
        (e.EntityNotFound("/A/B"), 404),
        (e.WrongCredentials("lab"), 401),
        (e.SessionExpired("lab"), 401),
        (e.MissingCredentials("lab"), 401),
        (e.AmbiguousConnection(["a", "b"]), 400),
        (e.InvalidConnection("url", "is missing"), 400),
        (e.InvalidReference("?"), 400),
        (e.InvalidPath("..", "leads outside"), 400),
        (e.InvalidSearch("text", "is missing"), 400),
        (e.KindNotAllowedHere("data set", "a space", ["project"]), 400),
        (e.InvalidUpload([]), 400),
        (e.NoFilesMatch("1-2", ["*.csv"]), 400),
        (e.NotANotebook("a.txt", "it is not JSON"), 400),
        (e.KernelNotSpecified("a.ipynb"), 400),
        (e.UnknownKernel("ir", []), 400),
        (e.UnsupportedLanguage("julia", "julia", ["python"]), 400),
        (e.KernelDied("ir", "has exited unexpectedly"), 500),
        (e.KernelTimeout("ir", 60), 500),
        (e.UnknownJob("7f3c"), 404),
        (e.FileConflict(["a.csv"]), 409),
        (e.InternalError(KeyError("x")), 500),
        (e.InstanceUnreachable("lab", "no answer"), 500),
        (e.UntrustedCertificate("lab", "self-signed"), 500),
        (e.UnexpectedResponse("lab", "a login page"), 500),
        (e.RequestRefused("Access denied"), 500),
        (e.DownloadFailed("1-2", e.DiskFull("/data")), 500),
        (e.PartialDownloadFailure([e.DownloadFailed("1-2", e.DiskFull("/data"))], []), 500),
        (e.UploadFailed("no reply"), 500),
        (e.MountFailed("no sshfs"), 500),
        (e.UnmountFailed("busy"), 500),
        (e.TargetNotWritable("/data", "read-only"), 500),
        (e.FolderNotResponding("/mnt/share"), 503),
        (e.Cancelled(), 503),
        (e.ServerBusy("lab"), 503),
    ],
)
def test_each_error_has_its_status(error: e.OpenbisError, status: int):
    assert status_of(error) == status
