"""The contract of the port `Instances`."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import Instance, Session
from jupyter_openbis_server.domain.ports import Instances

from .openbis import OpenbisContract


class InstancesContract(OpenbisContract):
    """Fixtures: `instances`, `sessions`, `instance`, `dead_instance`, `credentials`."""

    def test_an_installation_tells_its_versions_and_the_time(self, instances: Instances, session: Session) -> None:
        before = dt.datetime.now(dt.timezone.utc)
        facts = instances.facts(session)
        assert facts.version == "20.10.7"
        assert facts.api_version >= (3, 5)
        assert facts.clock is not None
        assert abs(facts.clock - before) < dt.timedelta(seconds=30)

    def test_an_expired_session_is_said_to_be_expired(self, instances: Instances, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            instances.facts(dead_session)

    def test_a_dead_host_is_said_to_be_unreachable(self, instances: Instances, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable):
            instances.facts(unreachable_session)

    def test_the_version_of_the_api_is_told_to_everybody(self, instances: Instances, instance: Instance) -> None:
        assert (3, 5) <= instances.api_version(instance) < (4,)

    def test_a_dead_host_tells_no_version(self, instances: Instances, dead_instance: Instance) -> None:
        with pytest.raises(InstanceUnreachable):
            instances.api_version(dead_instance)
