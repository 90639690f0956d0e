"""Contract of the port `TokenIssuer`."""

from abc import ABC, abstractmethod
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.connections.ports import TokenIssuer
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.secret import Secret

URL = "https://openbis.example.org"


class TokenIssuerContract(ABC):
    @pytest.fixture
    @abstractmethod
    def issuer(self) -> TokenIssuer:
        """An issuer for the openBIS at `URL`."""

    @pytest.fixture
    @abstractmethod
    def issue(self, issuer: TokenIssuer) -> Callable[[str | None], None]:
        """Set the text of the current token; None if the user has to sign in again."""

    def test_the_current_token_is_issued(self, issuer, issue):
        issue("$pat-anna-1")
        assert issuer.token(Instance("any name", URL)) == Secret("$pat-anna-1")
        issue("$pat-anna-2")
        assert issuer.token(Instance("any name", URL)) == Secret("$pat-anna-2")

    def test_a_user_who_has_to_sign_in_again_gets_none(self, issuer, issue):
        issue(None)
        assert issuer.token(Instance("lab", URL)) is None

    @pytest.mark.parametrize("url", ["https://other.example.org", "https://openbis.example.org:8443", "http://x"])
    def test_tokens_are_for_one_openbis_only(self, issuer, issue, url):
        issue("$pat-anna-1")
        assert issuer.token(Instance("lab", url)) is None
