"""The contract of the port `Observer`."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.diagnostics.action import Action, ActionKind
from jupyter_openbis_server.domain.diagnostics.ports import Observer
from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound

NAMES = ["lab", "", "two\nlines", "\x00\x1b[31m\u202e\ud800", "x" * 100_000, '"quoted" \\ =', "日本"]
THREADS, TIMES = 8, 50


class ObserverContract:
    """Fixtures.

    - `observer`;
    - `observed()`: the number of actions reported since the start of the test.
    """

    @pytest.mark.parametrize("kind", list(ActionKind))
    def test_every_kind_of_action_is_observed_once(
        self, observer: Observer, observed: Callable[[], int], kind: ActionKind
    ) -> None:
        observer.on_action(Action(kind, "lab", "jo", "alice", 0.5, files=1, bytes=2, job_id="7f"))
        assert observed() == 1

    @pytest.mark.parametrize("error", [None, Cancelled(), DataSetNotFound("1-1")])
    def test_every_result_is_observed(
        self, observer: Observer, observed: Callable[[], int], error: Exception | None
    ) -> None:
        observer.on_action(replace(Action(ActionKind.DOWNLOAD, "lab"), error=error))
        assert observed() == 1

    @pytest.mark.parametrize("name", NAMES)
    def test_unusual_names_are_observed(self, observer: Observer, observed: Callable[[], int], name: str) -> None:
        observer.on_action(Action(ActionKind.LOGIN, name, name, name, error=DataSetNotFound(name)))
        observer.on_error(DataSetNotFound(name))
        observer.on_request(name, 0.0)
        assert observed() == 1

    def test_concurrent_actions_are_all_observed(self, observer: Observer, observed: Callable[[], int]) -> None:
        def act() -> None:
            for _ in range(TIMES):
                observer.on_action(Action(ActionKind.UPLOAD, "lab"))

        threads = [threading.Thread(target=act) for _ in range(THREADS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert observed() == THREADS * TIMES
