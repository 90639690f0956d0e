"""The contract of the port `TokenKeeper`."""

import datetime as dt
from dataclasses import replace

from jupyter_openbis_server.domain.model import Instance, KeptToken, Secret
from jupyter_openbis_server.domain.ports import TokenKeeper

LAB = Instance("Lab / Zürich", "https://lab.example.org")
UNTIL = dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc)
TOKEN = KeptToken(Secret("$pat-anna-240101000000000x1A"), "anna", UNTIL)


class TokenKeeperContract:
    """Fixtures: `token_keeper`, which is empty."""

    def test_nothing_is_kept_at_first(self, token_keeper: TokenKeeper) -> None:
        assert token_keeper.get(LAB) is None
        assert token_keeper.remove(LAB) is None

    def test_what_is_kept_is_found_again(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        assert token_keeper.get(LAB) == TOKEN

    def test_an_end_may_be_unknown(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, replace(TOKEN, valid_until=None))
        assert token_keeper.get(LAB) == replace(TOKEN, valid_until=None)

    def test_the_later_token_counts(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        token_keeper.put(LAB, replace(TOKEN, token=Secret("anna-2")))
        assert token_keeper.get(LAB) == replace(TOKEN, token=Secret("anna-2"))

    def test_a_token_never_goes_to_another_host_of_the_same_name(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        assert token_keeper.get(replace(LAB, url="https://evil.example.org")) is None

    def test_each_connection_has_its_own(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        assert token_keeper.get(replace(LAB, name="Lab - Zürich")) is None
        assert token_keeper.get(replace(LAB, name="Lab / Zürich ")) is None

    def test_how_it_is_reached_does_not_matter(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        assert token_keeper.get(replace(LAB, verify_certificates=False, ca_bundle="/ca.pem")) == TOKEN

    def test_what_is_removed_is_told_and_gone(self, token_keeper: TokenKeeper) -> None:
        token_keeper.put(LAB, TOKEN)
        assert token_keeper.remove(LAB) == TOKEN
        assert token_keeper.get(LAB) is None
