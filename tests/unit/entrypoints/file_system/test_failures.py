"""Conversion of domain errors to `OSError`."""

import errno
import inspect
import pickle

import pytest

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.entrypoints.fsspec.failures import raise_unless_missing, read_only, translate_errors

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.OpenbisError)]


def os_error_of(error: errors.OpenbisError) -> OSError:
    with pytest.raises(OSError) as caught, translate_errors("lab/1-1/x"):
        raise error
    return caught.value


@pytest.mark.parametrize(
    ("error", "kind", "number"),
    [
        (errors.UnknownConnection("lab"), FileNotFoundError, errno.ENOENT),
        (errors.DataSetNotFound("1-1"), FileNotFoundError, errno.ENOENT),
        (errors.FileNotInDataSet("1-1", "x"), FileNotFoundError, errno.ENOENT),
        (errors.MissingCredentials("lab"), PermissionError, errno.EACCES),
        (errors.SessionExpired("lab"), PermissionError, errno.EACCES),
        (errors.RequestRefused("no"), PermissionError, errno.EACCES),
        (errors.InstanceUnreachable("lab", "no route to host"), ConnectionError, errno.ECONNABORTED),
        (errors.DataSetArchived("1-1", "ARCHIVED"), OSError, errno.EIO),
        (errors.ReadOnly(), OSError, errno.EROFS),
        (errors.IntegrityError("x", "damaged"), OSError, errno.EIO),
        (errors.InvalidPath("../x", "leads outside"), OSError, errno.EINVAL),
        (errors.DiskFull("/tmp"), OSError, errno.ENOSPC),
        (errors.Cancelled(), OSError, errno.ECANCELED),
    ],
)
def test_text_path_and_cause_are_kept(error: errors.OpenbisError, kind: type[OSError], number: int) -> None:
    failure = os_error_of(error)
    assert isinstance(failure, kind)
    assert (failure.errno, failure.strerror, failure.filename) == (number, str(error), "lab/1-1/x")
    assert failure.__cause__ is error


@pytest.mark.parametrize("kind", CLASSES)
def test_every_domain_error_becomes_an_os_error(kind: type[errors.OpenbisError]) -> None:
    assert os_error_of(kind.__new__(kind)).__cause__ is not None


def test_other_exceptions_are_unchanged() -> None:
    with pytest.raises(ZeroDivisionError), translate_errors("x"):
        _ = 1 / 0


def test_os_error_can_be_pickled() -> None:
    failure = pickle.loads(pickle.dumps(os_error_of(errors.MissingCredentials("lab"))))
    assert isinstance(failure, PermissionError)
    assert "enter user name and password" in str(failure)


def test_only_missing_entries_are_ignored() -> None:
    raise_unless_missing(os_error_of(errors.DataSetNotFound("1-1")), top="lab")
    with pytest.raises(PermissionError):
        raise_unless_missing(os_error_of(errors.MissingCredentials("lab")), top="lab")


def test_data_set_without_files_is_ignored_below_the_start_only() -> None:
    error = os_error_of(errors.DataSetNotPhysical("1-1", "LINK", None))
    raise_unless_missing(error, top="lab")
    with pytest.raises(OSError, match="LINK"):
        raise_unless_missing(error, top="lab/1-1/x")


def test_error_for_writing_explains_how_to_register() -> None:
    assert (read_only("x").errno, "upload" in str(read_only("x"))) == (errno.EROFS, True)
