"""The contract of the port `Observer`."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound
from jupyter_openbis_server.domain.model import Action, ActionKind
from jupyter_openbis_server.domain.ports import Observer

NAMES = ["lab", "", "two\nlines", "\x00\x1b[31m\u202e\ud800", "x" * 100_000, '"quoted" \\ =', "日本"]
THREADS, TIMES = 8, 50


class ObserverContract:
    """Fixtures.

    - `observer`;
    - `told()`: how many actions it has been told of since the test began.
    """

    @pytest.mark.parametrize("kind", list(ActionKind))
    def test_every_kind_of_action_is_noted_once(
        self, observer: Observer, told: Callable[[], int], kind: ActionKind
    ) -> None:
        observer.acted(Action(kind, "lab", "jo", "alice", 0.5, files=1, bytes=2, job_id="7f"))
        assert told() == 1

    @pytest.mark.parametrize("error", [None, Cancelled(), DataSetNotFound("1-1")])
    def test_every_end_is_noted(self, observer: Observer, told: Callable[[], int], error: Exception | None) -> None:
        observer.acted(replace(Action(ActionKind.DOWNLOAD, "lab"), error=error))
        assert told() == 1

    @pytest.mark.parametrize("name", NAMES)
    def test_no_name_is_too_odd(self, observer: Observer, told: Callable[[], int], name: str) -> None:
        observer.acted(Action(ActionKind.LOGIN, name, name, name, error=DataSetNotFound(name)))
        observer.failed(DataSetNotFound(name))
        observer.asked(name, 0.0)
        assert told() == 1

    def test_several_threads_lose_nothing(self, observer: Observer, told: Callable[[], int]) -> None:
        def act() -> None:
            for _ in range(TIMES):
                observer.acted(Action(ActionKind.UPLOAD, "lab"))

        threads = [threading.Thread(target=act) for _ in range(THREADS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert told() == THREADS * TIMES
