"""What the surroundings of the process say."""

from jupyter_openbis_server.adapters.environment.connections import EnvironmentConnection

__all__ = ["EnvironmentConnection"]
