"""The error hierarchy: codes for programs, messages for people."""

import datetime as dt
import inspect
import pickle
import re
from collections.abc import Iterable

import pytest

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.errors import FieldProblem, InstanceUnreachable, OpenbisError

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, OpenbisError)]
_BRANCH = re.compile(r"[├└]── (\w+)")


def _drawn_parents() -> dict[str, str]:
    """Each error of the drawing in the module's docstring, with the one above it."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        for branch in _BRANCH.finditer(line):
            above = [(column, name) for column, name in above if column < branch.start()]
            parents[branch[1]] = above[-1][1] if above else "OpenbisError"
            above.append((branch.start(), branch[1]))
    return parents


def test_the_drawing_in_the_docstring_shows_the_classes_as_they_are():
    assert _drawn_parents() == {each.__name__: each.__base__.__name__ for each in CLASSES if each is not OpenbisError}


def test_each_class_has_its_own_code():
    codes = [vars(each).get("code") for each in CLASSES]
    assert None not in codes
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error_class", CLASSES)
def test_a_code_is_a_few_words_in_lower_case(error_class):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error_class.code)


@pytest.mark.parametrize("error_class", CLASSES)
def test_each_class_has_a_docstring(error_class):
    assert error_class.__doc__


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (errors.UnknownConnection("lab"), "No such connection: lab"),
        (errors.UnknownConnection("lab", ["a", "b"]), "No such connection: lab; known are: a, b"),
        (errors.AmbiguousConnection(["lab", "test"]), "Name the connection; known are: lab, test"),
        (errors.AmbiguousConnection([]), "No connection is registered"),
        (errors.NotLoggedIn("lab"), "Not logged in to lab: log in first"),
        (errors.WrongCredentials("lab"), "Incorrect username or password for lab"),
        (errors.MissingCredentials("lab"), "Not logged in to lab: enter user name and password"),
        (errors.SessionExpired("lab"), "Not logged in to lab: the session has expired, log in again"),
        (InstanceUnreachable("lab", "time-out"), "connection to lab could not be established: time-out"),
        (errors.DataSetNotFound("1-1"), "No such dataSet found: 1-1"),
        (errors.EntityNotFound("/A/B"), "No such sample or experiment: /A/B"),
        (errors.SourceNotReadable("a.csv"), "File not found: a.csv"),
        (errors.UploadFailed("no such type"), "Error while saving the dataset: no such type"),
        (errors.MountFailed("no sshfs"), "Mounting failed: no sshfs"),
        (errors.UnmountFailed("busy"), "Unmounting failed: busy"),
        (errors.Cancelled(), "cancelled"),
        (errors.ServerBusy("lab"), "too many requests for lab are waiting; try again in a moment"),
    ],
)
def test_messages_known_to_users_and_published_clients_are_unchanged(error, sentence):
    assert str(error) == sentence


_MADE_OF = {
    "fields": [errors.ChangedField("prop.NOTES", "old", None)],
    "modified": dt.datetime(2024, 5, 17, tzinfo=dt.timezone.utc),
    "problems": [FieldProblem("type", "is missing")],
    "cause": errors.DiskFull("/data", 2000, 1000),
    "failures": [errors.DownloadFailed("1-1", errors.SessionExpired("lab"))],
    "downloads": [],
    "needed": 2000,
    "free": 1000,
    "seconds": 60.0,
    "error": ValueError("of another package"),
}


_MADE_OF_FOR = {errors.InvalidUploads: {"problems": [errors.RowProblem(1, "type", "is missing")]}}


def _made(kind: type[OpenbisError]) -> OpenbisError:
    """Return an error of a class with valid arguments: names and texts unless `_MADE_OF` has a value."""
    if kind.__init__ is Exception.__init__:
        return kind("some text")
    wanted = list(inspect.signature(kind).parameters.values())
    some_texts = {each.name: ["one", "two"] for each in wanted if "Iterable" in str(each.annotation)}
    given = {**some_texts, **_MADE_OF, **_MADE_OF_FOR.get(kind, {})}
    return kind(**{each.name: given.get(each.name, f"the {each.name}") for each in wanted})


def _looks(error: BaseException) -> tuple[object, ...]:
    """Return the content of an error, with that of its causes."""
    return type(error), str(error), error.args, {key: _plain(value) for key, value in vars(error).items()}


def _plain(value: object) -> object:
    if isinstance(value, BaseException):
        return _looks(value)
    return [_plain(each) for each in value] if isinstance(value, Iterable) and not isinstance(value, str) else value


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error_class", CLASSES)
def test_errors_are_pickled_without_loss(error_class, protocol):
    error = _made(error_class)
    travelled = pickle.loads(pickle.dumps(error, protocol))
    assert _looks(travelled) == _looks(error)


def test_container_and_link_have_different_messages():
    assert "no components that you can see" in str(errors.DataSetNotPhysical("1-1", "CONTAINER"))
    assert "outside openBIS" in str(errors.DataSetNotPhysical("1-1", "LINK"))


def test_an_invalid_upload_has_all_its_problems():
    problems = (FieldProblem("type", "is missing"), FieldProblem("prop.$NAME", "is mandatory"))
    error = errors.InvalidUpload(iter(problems))
    assert error.problems == problems
    assert str(error) == "type: is missing; prop.$NAME: is mandatory"


def test_a_failed_download_keeps_its_cause():
    cause = errors.DiskFull("/data")
    error = errors.DownloadFailed("1-1", cause)
    assert error.cause is cause
    assert str(cause) in str(error)
