"""JupyterHub as the issuer of openBIS tokens for this server."""

from jupyter_openbis_server.adapters.jupyterhub.token_issuer import HubTokenIssuer

__all__ = ["HubTokenIssuer"]
