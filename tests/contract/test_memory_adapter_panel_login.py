"""The contract of `PanelLogin` for the fake."""

import pytest

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.errors import NotLoggedIn
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.panel_login import MemoryPanelLogin
from tests.contract.contracts.panel_login import PanelLoginContract


class _Panel:
    lab = Instance("lab", "https://lab.example.org")
    token = Secret("alice-1")

    def __init__(self) -> None:
        self.login = MemoryPanelLogin(ConnectionDefinition(self.lab, "alice"))
        self.login.sessions["lab"] = Session(self.lab, self.token, "alice")

    def expire(self) -> None:
        self.login.renewed["lab"] = Session(self.lab, Secret("alice-2"), "alice")

    def log_out(self) -> None:
        self.login.sessions.clear()

    def refuse(self) -> None:
        self.login.problem = "the Jupyter server does not answer"
        self.login.failure = NotLoggedIn("lab", self.login.problem)

    def stop(self) -> None:
        self.login.failure = NotLoggedIn("lab", "the Jupyter server does not answer")


class TestMemoryPanelLogin(PanelLoginContract):
    @pytest.fixture
    def panel(self) -> _Panel:
        return _Panel()

    @pytest.fixture
    def panel_login(self, panel: _Panel) -> MemoryPanelLogin:
        return panel.login
