"""Tasks for workers can be pickled and show no secret."""

import dataclasses
import pickle
import traceback

import pytest
from dask.base import tokenize

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import MASK, Secret
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask, PortableToken

TOKEN = "anna-240101120000000x0123456789ABCDEF0123456789ABCDEF"
LAB = Instance("lab", "https://openbis.example.org", ca_bundle="/etc/ssl/lab.pem")
REQUEST = DownloadRequest(("1-1",), "/shared", Selection(("**/*.csv",)), flat=True, overwrite=False)


@pytest.fixture
def task() -> DownloadTask:
    return DownloadTask(Access.through(Session(LAB, Secret(TOKEN), "anna"), 10.0, 60.0), REQUEST)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_task_is_equal(task, protocol):
    arrived = pickle.loads(pickle.dumps(task, protocol))
    assert arrived == task
    assert arrived.access.token.unpacked().reveal() == TOKEN
    assert hash(arrived.access) == hash(task.access), "tasks of one session have equal keys"


@pytest.mark.parametrize("show", [repr, str, "{}".format, "%r %%s".__mod__, dataclasses.asdict])
def test_string_representations_of_a_task_show_the_mask(task, show):
    shown = str(show(task))
    assert TOKEN not in shown
    assert MASK in shown


def test_a_traceback_with_all_variables_shows_the_mask(task):
    def fail(given: DownloadTask) -> None:
        raise ZeroDivisionError(given)

    with pytest.raises(ZeroDivisionError) as caught:
        fail(task)
    report = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "given = " in report
    assert TOKEN not in report


def test_dask_names_tasks_without_the_token(task, monkeypatch):
    def refuse(token: PortableToken) -> None:
        raise AssertionError("the token was opened")

    monkeypatch.setattr(PortableToken, "__reduce__", refuse)
    monkeypatch.setattr(Secret, "reveal", refuse)
    again = dataclasses.replace(task, number="another")
    assert tokenize(task) == tokenize(task)
    assert tokenize(task) != tokenize(again), "a second run does not get the cached outcome of the first"


def test_only_the_token_class_can_be_pickled():
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(Session(LAB, Secret(TOKEN), "anna"))


def test_tokens_are_equal_when_their_texts_are():
    assert PortableToken(Secret("a")) == PortableToken(Secret("a"))
    assert PortableToken(Secret("a")) != PortableToken(Secret("b"))
    assert PortableToken(Secret("a")) != Secret("a")
