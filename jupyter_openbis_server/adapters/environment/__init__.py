"""Connections of the process's environment variables."""

from jupyter_openbis_server.adapters.environment.connections import EnvironmentConnection

__all__ = ["EnvironmentConnection"]
