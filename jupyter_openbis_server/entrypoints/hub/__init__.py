"""JupyterHub: users sign in with their openBIS account, and their servers get a token of openBIS.

Configuration: `c.JupyterHub.authenticator_class = "openbis"`; see docs/operators/hub.md.
"""

from jupyter_openbis_server.entrypoints.hub.authenticator import OpenbisAuthenticator

__all__ = ["OpenbisAuthenticator"]
