"""The contract of `Environments`."""

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, EnvironmentFailed
from jupyter_openbis_server.domain.research_objects.reruns.ports import Environments
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class EnvironmentsContract:
    """Fixtures: `environments`, `failing` (environments whose packages cannot be installed), `requirements`."""

    def test_each_environment_is_a_new_one(self, environments: Environments, requirements: str) -> None:
        with environments.built(requirements, "3.11.7") as one, environments.built(requirements, "") as other:
            assert one != other

    def test_packages_that_cannot_be_installed_are_an_error(self, failing: Environments, requirements: str) -> None:
        with pytest.raises(EnvironmentFailed, match="No matching distribution"), failing.built(requirements, ""):
            raise AssertionError

    def test_a_cancelled_build_does_not_begin(self, environments: Environments, requirements: str) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled), cancellation.as_current(), environments.built(requirements, ""):
            raise AssertionError
