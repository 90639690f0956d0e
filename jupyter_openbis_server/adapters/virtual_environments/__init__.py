"""Environments for notebooks in Python, by uv or by venv and pip."""

from jupyter_openbis_server.adapters.virtual_environments.environments import VirtualEnvironments

__all__ = ["VirtualEnvironments"]
