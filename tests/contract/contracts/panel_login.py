"""The contract of the port `PanelLogin`."""

from __future__ import annotations

from typing import Protocol

import pytest

from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.connections.ports import PanelLogin
from jupyter_openbis_server.domain.errors import NotLoggedIn
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.secret import Secret


class Panel(Protocol):
    """A panel whose user is alice, with the connection `lab`."""

    @property
    def lab(self) -> Instance:
        """The instance of the connection."""

    @property
    def token(self) -> Secret:
        """The token of the session that is open."""

    def expire(self) -> None:
        """End the session in openBIS without the panel."""

    def log_out(self) -> None:
        """Log out in the panel."""

    def refuse(self) -> None:
        """Make requests to the panel fail."""

    def stop(self) -> None:
        """End the panel."""


class PanelLoginContract:
    """Fixtures: `panel`, which is logged in; `panel_login`, which sends requests to it."""

    def test_connections_have_no_credentials(self, panel_login: PanelLogin, panel: Panel) -> None:
        answer = panel_login.connections()
        (definition,) = answer.definitions
        assert (answer.is_answered, answer.problem) == (True, "")
        assert (definition.instance, definition.username, definition.credentials) == (panel.lab, "alice", None)

    def test_the_session_is_shared(self, panel_login: PanelLogin, panel: Panel) -> None:
        session = panel_login.session("lab")
        assert (session.instance, session.token, session.username) == (panel.lab, panel.token, "alice")
        assert session.is_shared

    def test_an_expired_session_is_renewed_once(self, panel_login: PanelLogin, panel: Panel) -> None:
        expired = panel_login.session("lab").token
        panel.expire()
        renewed = panel_login.session("lab", expired)
        assert renewed.token not in (expired, Secret(""))
        assert panel_login.session("lab", expired) == renewed
        assert panel_login.session("lab", Secret("another one")) == renewed

    def test_error_without_a_login_has_a_hint(self, panel_login: PanelLogin, panel: Panel) -> None:
        panel.log_out()
        with pytest.raises(NotLoggedIn, match=r"Not logged in to lab: log in in the openBIS panel, or run `jupyter"):
            panel_login.session("lab")

    def test_error_for_an_unsaved_connection_names_the_panel_only(self, panel_login: PanelLogin, panel: Panel) -> None:
        panel.log_out()
        with pytest.raises(NotLoggedIn, match=r"^Not logged in to lab: log in in the openBIS panel$"):
            panel_login.session("lab", is_saved=False)

    def test_unavailable_panel_is_reported_with_the_reason(self, panel_login: PanelLogin, panel: Panel) -> None:
        panel.refuse()
        answer = panel_login.connections()
        assert (answer.definitions, answer.is_answered) == ((), False)
        assert answer.problem
        assert "\n" not in answer.problem
        with pytest.raises(NotLoggedIn):
            panel_login.session("lab")

    def test_unknown_connection_has_no_login(self, panel_login: PanelLogin, panel: Panel) -> None:
        with pytest.raises(NotLoggedIn, match="nowhere"):
            panel_login.session("nowhere")

    def test_stopped_panel_has_no_connections_and_sessions(self, panel_login: PanelLogin, panel: Panel) -> None:
        panel.stop()
        assert panel_login.connections() == PanelConnections.none()
        with pytest.raises(NotLoggedIn) as caught:
            panel_login.session("lab")
        assert "\n" not in str(caught.value)
