"""The contract of the port `Instances`."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.ports import Instances
from jupyter_openbis_server.domain.instances.session import Instance, Session
from tests.contract.contracts.openbis import OpenbisContract


class InstancesContract(OpenbisContract):
    """Fixtures: `instances`, `sessions`, `instance`, `dead_instance`, `credentials`."""

    def test_versions_and_clock_of_the_server_are_returned(self, instances: Instances, session: Session) -> None:
        before = dt.datetime.now(dt.timezone.utc)
        facts = instances.facts(session)
        assert facts.version == "20.10.7"
        assert facts.api_version >= (3, 5)
        assert facts.has_fast_download is (facts.api_version >= (3, 6))
        assert facts.clock is not None
        assert abs(facts.clock - before) < dt.timedelta(seconds=30)

    def test_each_data_store_responds(self, instances: Instances, session: Session) -> None:
        assert [(each.code, each.error) for each in instances.data_stores(session)] == [("DSS1", None)]

    def test_data_stores_require_a_session(self, instances: Instances, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            instances.data_stores(dead_session)

    def test_server_without_file_server_has_none(self, instances: Instances, session: Session) -> None:
        assert instances.file_server(session) is None

    def test_expired_session_is_an_error(self, instances: Instances, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            instances.facts(dead_session)

    def test_unreachable_host_is_an_error(self, instances: Instances, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable):
            instances.facts(unreachable_session)

    def test_api_version_needs_no_session(self, instances: Instances, instance: Instance) -> None:
        assert (3, 5) <= instances.api_version(instance) < (4,)

    def test_access_tokens_are_known_once_the_server_has_stated_them(
        self, instances: Instances, session: Session, dead_instance: Instance
    ) -> None:
        facts = instances.facts(session)
        namesake = replace(session.instance, name="another connection")
        assert instances.makes_access_tokens(namesake) is (facts.api_version >= (3, 6))
        assert instances.makes_access_tokens(dead_instance) is None

    def test_unreachable_host_has_no_api_version(self, instances: Instances, dead_instance: Instance) -> None:
        with pytest.raises(InstanceUnreachable):
            instances.api_version(dead_instance)
