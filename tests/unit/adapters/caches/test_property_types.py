"""Cache of property types."""

import pytest

from jupyter_openbis_server.adapters.caches.property_types import CachedPropertyTypes
from jupyter_openbis_server.domain.errors import InstanceUnreachable
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.types import MemoryPropertyTypes


class Counted(MemoryPropertyTypes):
    """Counts the requests."""

    requests = 0

    def named(self, session, codes):
        self.requests += 1
        return super().named(session, codes)


@pytest.fixture
def openbis() -> MemoryOpenbis:
    openbis = MemoryOpenbis(users={"anna": "a", "bert": "b"})
    openbis.add_property_type(PropertyType("SIZE", data_type="INTEGER"))
    return openbis


@pytest.fixture
def counted(openbis) -> Counted:
    return Counted(MemoryNetwork(openbis))


def session_of(openbis: MemoryOpenbis, user: str) -> Session:
    token = openbis.log_in(user, Secret(openbis.users[user]))
    assert token is not None
    return Session(Instance("lab", openbis.url), token, user)


def test_types_are_requested_once_per_user_until_they_expire(openbis, counted):
    now = 0.0
    cached = CachedPropertyTypes(counted, 300, lambda: now)
    anna, bert = session_of(openbis, "anna"), session_of(openbis, "bert")
    for _ in range(3):
        assert cached.named(anna, ["SIZE"])["SIZE"].data_type == "INTEGER"
    assert counted.requests == 1
    cached.named(bert, ["SIZE"])
    assert counted.requests == 2
    now = 301.0
    cached.named(anna, ["SIZE"])
    assert counted.requests == 3


def test_a_property_that_is_missing_is_looked_up_again(openbis, counted):
    cached, anna = CachedPropertyTypes(counted), session_of(openbis, "anna")
    assert cached.named(anna, ["SIZE", "COLOUR"]).keys() == {"SIZE"}
    openbis.add_property_type(PropertyType("COLOUR"))
    assert cached.named(anna, ["SIZE", "COLOUR"]).keys() == {"SIZE", "COLOUR"}
    assert cached.codes(anna) == ("COLOUR", "SIZE")


def test_failures_are_not_cached(openbis, counted):
    cached, anna = CachedPropertyTypes(counted), session_of(openbis, "anna")
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        cached.named(anna, ["SIZE"])
    openbis.come_back()
    assert cached.named(anna, ["SIZE"]).keys() == {"SIZE"}
