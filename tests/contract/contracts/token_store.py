"""The contract of the port `TokenStore`."""

import datetime as dt
from dataclasses import replace

from jupyter_openbis_server.domain.connections.ports import TokenStore
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret

LAB = Instance("Lab / Zürich", "https://lab.example.org")
UNTIL = dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc)
TOKEN = StoredToken(Secret("$pat-anna-240101000000000x1A"), "anna", UNTIL)


class TokenStoreContract:
    """Fixtures: `token_store`, which is empty."""

    def test_new_store_is_empty(self, token_store: TokenStore) -> None:
        assert token_store.get(LAB) is None
        assert token_store.remove(LAB) is None

    def test_check_leaves_the_store_unchanged(self, token_store: TokenStore) -> None:
        token_store.check()
        assert token_store.get(LAB) is None
        token_store.put(LAB, TOKEN)
        token_store.check()
        assert token_store.get(LAB) == TOKEN

    def test_stored_token_is_returned(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        assert token_store.get(LAB) == TOKEN

    def test_time_of_renewal_and_creator_are_stored(self, token_store: TokenStore) -> None:
        own = replace(TOKEN, renew_from=UNTIL - dt.timedelta(days=5), is_own=True)
        token_store.put(LAB, own)
        assert token_store.get(LAB) == own

    def test_expiry_may_be_unknown(self, token_store: TokenStore) -> None:
        token_store.put(LAB, replace(TOKEN, valid_until=None))
        assert token_store.get(LAB) == replace(TOKEN, valid_until=None)

    def test_later_token_replaces_the_earlier_one(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        token_store.put(LAB, replace(TOKEN, token=Secret("anna-2")))
        assert token_store.get(LAB) == replace(TOKEN, token=Secret("anna-2"))

    def test_token_is_not_returned_for_another_host_with_the_same_name(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        assert token_store.get(replace(LAB, url="https://evil.example.org")) is None

    def test_each_connection_has_its_own_token(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        assert token_store.get(replace(LAB, name="Lab - Zürich")) is None
        assert token_store.get(replace(LAB, name="Lab / Zürich ")) is None

    def test_tls_settings_do_not_matter(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        assert token_store.get(replace(LAB, verify_certificates=False, ca_bundle="/ca.pem")) == TOKEN

    def test_removed_token_is_returned_and_deleted(self, token_store: TokenStore) -> None:
        token_store.put(LAB, TOKEN)
        assert token_store.remove(LAB) == TOKEN
        assert token_store.get(LAB) is None
