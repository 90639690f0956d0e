"""Domain errors in the words of Python's file functions."""

import errno
import inspect
import pickle

import pytest

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.entrypoints.file_system.failures import read_only, told_as_os_errors, unless_missing

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.OpenbisError)]


def told(error: errors.OpenbisError) -> OSError:
    with pytest.raises(OSError) as caught, told_as_os_errors("lab/1-1/x"):
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
        (errors.InstanceUnreachable("lab", "gone"), ConnectionError, errno.ECONNABORTED),
        (errors.DataSetArchived("1-1", "ARCHIVED"), OSError, errno.EIO),
        (errors.IntegrityError("x", "damaged"), OSError, errno.EIO),
        (errors.InvalidPath("../x", "leads outside"), OSError, errno.EINVAL),
        (errors.DiskFull("/tmp"), OSError, errno.ENOSPC),
        (errors.Cancelled(), OSError, errno.ECANCELED),
    ],
)
def test_text_path_and_cause_are_kept(error: errors.OpenbisError, kind: type[OSError], number: int) -> None:
    failure = told(error)
    assert isinstance(failure, kind)
    assert (failure.errno, failure.strerror, failure.filename) == (number, str(error), "lab/1-1/x")
    assert failure.__cause__ is error


@pytest.mark.parametrize("kind", CLASSES)
def test_every_domain_error_becomes_an_os_error(kind: type[errors.OpenbisError]) -> None:
    assert told(kind.__new__(kind)).__cause__ is not None


def test_what_is_no_domain_error_is_left_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError), told_as_os_errors("x"):
        _ = 1 / 0


def test_a_failure_travels_between_processes() -> None:
    failure = pickle.loads(pickle.dumps(told(errors.MissingCredentials("lab"))))
    assert isinstance(failure, PermissionError)
    assert "enter user name and password" in str(failure)


def test_only_what_is_missing_is_passed_over() -> None:
    unless_missing(told(errors.DataSetNotFound("1-1")))
    with pytest.raises(PermissionError):
        unless_missing(told(errors.MissingCredentials("lab")))


def test_who_writes_is_told_how_to_register() -> None:
    assert (read_only("x").errno, "upload" in str(read_only("x"))) == (errno.EROFS, True)
