"""Fake of the port `Instances`."""

from __future__ import annotations

from jupyter_openbis_server.domain.catalogue.data_set import AFS
from jupyter_openbis_server.domain.errors import ConnectionFailed, InstanceUnreachable
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


class MemoryInstances:
    """`Instances` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network
        self._stated: dict[str, bool] = {}

    def facts(self, session: Session) -> InstanceFacts:
        """See `Instances.facts`."""
        openbis = self._network.used_by(session)
        self._stated[session.instance.url] = openbis.makes_access_tokens
        return InstanceFacts(
            openbis.version, openbis.api_version, openbis.clock(), has_fast_download=openbis.has_fast_download
        )

    def data_stores(self, session: Session) -> tuple[DataStoreCheck, ...]:
        """See `Instances.data_stores`."""
        openbis = self._network.used_by(session)
        return tuple(_check(openbis, session.instance, code) for code in sorted(openbis.stores))

    def file_server(self, session: Session) -> DataStoreCheck | None:
        """See `Instances.file_server`. It lists files, and cannot be reached."""
        if not self._network.used_by(session).afs_owners:
            return None
        return DataStoreCheck(AFS, error=InstanceUnreachable(session.instance.name, "its file server does not answer"))

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """See `Instances.api_version`."""
        openbis = self._network.at(instance)
        openbis.must_be_up(instance)
        return openbis.api_version

    def makes_access_tokens(self, instance: Instance) -> bool | None:
        """See `Instances.makes_access_tokens`."""
        return self._stated.get(instance.url)


def _check(openbis: MemoryOpenbis, instance: Instance, code: str) -> DataStoreCheck:
    url = openbis.stores[code]
    try:
        openbis.store_must_be_up(instance, code, url)
    except ConnectionFailed as error:
        return DataStoreCheck(code, url, error)
    return DataStoreCheck(code, url)
