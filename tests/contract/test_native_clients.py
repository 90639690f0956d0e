"""The contract of `NativeClients`: pyBIS, and its fake."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.session_pybis import PybisClients
from jupyter_openbis_server.domain.connections.ports import NativeClients
from jupyter_openbis_server.domain.errors import InvalidInput, OpenbisError, RequestRefused
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.testing.fakes.library.native_clients import MemoryNativeClients
from tests.contract.contracts.openbis import OpenbisContract
from tests.contract.over_openbis import OverOpenbis
from tests.support.world import World


class Current:
    """The current session of a connection: another one after `renew`."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, action: Any, *arguments: Any) -> Any:
        return action(self.session, *arguments)


class NativeClientsContract(OpenbisContract):
    """Fixtures: `native_clients`, `sessions`, `instance`, `credentials`."""

    def test_the_client_uses_the_current_session(self, native_clients: NativeClients, session: Session) -> None:
        current = Current(session)
        client: Any = native_clients.client(session, current)
        assert client.token == session.token.reveal()
        current.session = replace(session, token=Secret("alice-240101000000000x0123456789ABCDEF0123456789ABCDEF"))
        assert client.token == current.session.token.reveal()


class TestMemoryNativeClients(NativeClientsContract):
    @pytest.fixture
    def session(self) -> Session:
        return Session(Instance("lab", "https://openbis.example.org"), Secret("anna-1"), "anna")

    @pytest.fixture
    def native_clients(self) -> MemoryNativeClients:
        return MemoryNativeClients()


@pytest.mark.uses_pybis
class TestPybisClients(OverOpenbis, NativeClientsContract):
    @pytest.fixture
    def native_clients(self, clients: Clients) -> PybisClients:
        return PybisClients(clients)

    @pytest.fixture
    def openbis(self, native_clients: PybisClients, session: Session) -> Any:
        return native_clients.client(session, Current(session))

    def test_creating_it_sends_no_request(
        self, native_clients: PybisClients, session: Session, fake: FakeOpenbis
    ) -> None:
        fake.requests.clear()
        native_clients.client(session, Current(session))
        assert fake.requests.counts() == {}

    def test_requests_built_for_an_earlier_session_are_sent_in_the_current_one(
        self,
        native_clients: PybisClients,
        sessions: Sessions,
        instance: Instance,
        credentials: Credentials,
        session: Session,
    ) -> None:
        current = Current(session)
        openbis: Any = native_clients.client(session, current)
        old = openbis.token
        current.session = sessions.open(instance, credentials)
        sessions.close(session)
        request = {"method": "getSessionInformation", "params": [old]}
        assert openbis._post_request(openbis.as_v3, request)["userName"] == credentials.username

    def test_entities_are_read_and_created(self, openbis: Any, world: World) -> None:
        assert openbis.get_sample(lab.WILD_TYPE).identifier == lab.WILD_TYPE
        assert openbis.is_session_active()

    @pytest.mark.sends_invalid_requests(
        "pyBIS 1.37 asks for a field that openBIS 7 ignores", sometimes=True, by_product=True
    )
    def test_files_are_downloaded_with_the_certificates_of_the_connection(self, openbis: Any, tmp_path: Path) -> None:
        openbis.get_dataset(lab.REPORT).download(destination=str(tmp_path), wait_until_finished=True)
        assert [each.name for each in tmp_path.rglob("report.txt")] == ["report.txt"]

    @pytest.mark.usefixtures("world")
    @pytest.mark.sends_invalid_requests("openBIS refuses a method that does not exist", by_product=True)
    def test_refusals_are_domain_errors(self, openbis: Any) -> None:
        with pytest.raises(OpenbisError) as caught:
            openbis._post_request(openbis.as_v3, {"method": "noSuchMethod", "params": [openbis.token]})
        assert isinstance(caught.value, RequestRefused)

    def test_the_session_cannot_be_ended_or_replaced(self, openbis: Any, sessions: Sessions, session: Session) -> None:
        for change in (
            openbis.logout,
            lambda: openbis.login("bob", "secret"),
            lambda: openbis.set_token("x"),
            lambda: setattr(openbis, "token", "x"),
        ):
            with pytest.raises(InvalidInput):
                change()
        assert sessions.is_alive(session)

    def test_the_token_is_not_displayed(self, openbis: Any, session: Session) -> None:
        token = session.token.reveal()
        assert token not in repr(openbis)
        assert token not in openbis._repr_html_()

    def test_the_home_folder_is_not_touched(
        self, openbis: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        openbis.get_spaces()
        assert openbis._save_token_to_disk() is None
        assert list(tmp_path.iterdir()) == []
