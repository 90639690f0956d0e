"""The contract of `Observer` for the fake, the log and Prometheus."""

import logging
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from jupyter_openbis_server.adapters.logs import LoggedActions
from jupyter_openbis_server.adapters.prometheus import PrometheusObserver
from jupyter_openbis_server.testing.fakes.observer import MemoryObserver
from tests.contract.contracts.observers import ObserverContract


class TestMemoryObserver(ObserverContract):
    @pytest.fixture
    def observer(self) -> MemoryObserver:
        return MemoryObserver()

    @pytest.fixture
    def observed(self, observer: MemoryObserver) -> Callable[[], int]:
        return lambda: len(observer.actions)


class TestLoggedActions(ObserverContract):
    @pytest.fixture
    def lines(self) -> list[str]:
        return []

    @pytest.fixture
    def observer(self, lines: list[str]) -> LoggedActions:
        log = logging.getLogger("contract.observers")
        log.setLevel(logging.INFO)
        log.handlers.clear()
        handler = logging.Handler()
        handler.emit = lambda record: lines.extend(record.getMessage().splitlines())
        log.addHandler(handler)
        return LoggedActions(log)

    @pytest.fixture
    def observed(self, lines: list[str]) -> Callable[[], int]:
        return lambda: len(lines)


class TestPrometheusObserver(ObserverContract):
    @pytest.fixture
    def observer(self) -> PrometheusObserver:
        return PrometheusObserver()

    @pytest.fixture
    def observed(self) -> Callable[[], int]:
        before = _actions()
        return lambda: int(_actions() - before)


def _actions() -> float:
    names = ("openbis_jobs_total", "openbis_actions_total")
    return sum(sample.value for metric in REGISTRY.collect() for sample in metric.samples if sample.name in names)
