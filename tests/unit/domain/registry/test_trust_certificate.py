"""Trust in certificates that servers present."""

from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.errors import (
    CertificateChanged,
    CertificateNotTrusted,
    InstanceUnreachable,
    OpenbisError,
)
from jupyter_openbis_server.domain.instances.certificate import Certificate, fingerprint_of
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.registry.trust_certificate import TrustCertificate, trusted_with

OLD, NEW, STORE = (fingerprint_of(each) for each in (b"old", b"new", b"store"))


@dataclass
class Presenting:
    """`Instances` whose servers present certificates."""

    fingerprint: str = NEW
    store: str | None = None
    error: OpenbisError | None = None
    seen: list[Instance] = field(default_factory=list)

    def api_version(self, instance):
        if self.error:
            raise self.error
        if self.fingerprint not in instance.certificate_fingerprints:
            raise _refused(instance, self.fingerprint, is_openbis=True)
        return (3, 6)

    def data_stores(self, session):
        known = session.instance.certificate_fingerprints
        is_unknown = self.store and self.store not in known
        return (DataStoreCheck("DSS1", "x", _refused(session.instance, self.store) if is_unknown else None),)

    def file_server(self, session):
        return None


def _refused(instance, fingerprint, *, is_openbis=False) -> CertificateNotTrusted:
    trusted = instance.certificate_fingerprints
    kind = CertificateChanged if is_openbis and trusted else CertificateNotTrusted
    return kind(instance.name, "server", Certificate(fingerprint), "it is not trusted", trusted)


class Edited:
    """`EditConnection` that records the changes."""

    def __init__(self, connections) -> None:
        self.connections, self.changes = connections, []

    def __call__(self, name, changes, *, save=False):
        self.changes.append((changes, save))
        return self.connections.get(name)


@pytest.fixture
def trusting(connections, session_manager):
    def make(instances, *fingerprints):
        entry = {"name": "lab", "url": "openbis.example.org", "certificate_fingerprints": list(fingerprints)}
        connections.add(Connection.defined(ConnectionDefinition.from_mapping(entry)))
        edit = Edited(connections)
        return TrustCertificate(connections, session_manager, instances, edit), edit

    return make


def test_the_presented_certificate_is_trusted_and_saved(trusting) -> None:
    trust, edit = trusting(Presenting())
    assert trust.refused("lab").certificate.fingerprint == NEW
    trust("lab", NEW)
    assert edit.changes == [({"certificate_fingerprints": [NEW]}, True)]


def test_a_certificate_that_is_not_presented_is_refused(trusting) -> None:
    trust, edit = trusting(Presenting())
    with pytest.raises(CertificateNotTrusted) as caught:
        trust("lab", OLD)
    assert caught.value.certificate.fingerprint == NEW
    assert edit.changes == []


def test_a_renewed_certificate_replaces_all(trusting) -> None:
    trust, edit = trusting(Presenting(), OLD, STORE)
    assert isinstance(trust.refused("lab"), CertificateChanged)
    trust("lab", NEW)
    assert edit.changes == [({"certificate_fingerprints": [NEW]}, True)]


def test_nothing_is_to_be_decided_if_all_are_trusted(trusting) -> None:
    trust, edit = trusting(Presenting(), NEW)
    assert trust.refused("lab") is None
    trust("lab", NEW)
    assert edit.changes == [({}, False)]


def test_other_errors_are_raised(trusting) -> None:
    trust, _ = trusting(Presenting(error=InstanceUnreachable("lab", "it is down")))
    with pytest.raises(InstanceUnreachable, match="it is down"):
        trust.refused("lab")


def test_that_of_a_data_store_is_added(trusting, session_manager, anna) -> None:
    trust, edit = trusting(Presenting(store=STORE), NEW)
    session_manager.log_in("lab", anna)
    assert trust.refused("lab").certificate.fingerprint == STORE
    trust("lab", STORE)
    assert edit.changes == [({"certificate_fingerprints": [NEW, STORE]}, True)]


def test_trusted_fingerprints_after_a_decision() -> None:
    instance = Instance("lab", "https://openbis.example.org", certificate_fingerprints=(OLD,))
    assert trusted_with(_refused(instance, NEW)) == (OLD, NEW)
    assert trusted_with(_refused(instance, NEW, is_openbis=True)) == (NEW,)
