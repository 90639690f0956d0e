"""The Littlest JupyterHub with sign-in by openBIS: copy to /opt/tljh/config/jupyterhub_config.d/openbis.py.

The key encrypts the tokens in the database of the hub. Make it once, as root; only root can read that folder:

    openssl rand -hex 32 | install -m 600 /dev/stdin /opt/tljh/state/openbis.key
"""

# ruff: noqa: INP001
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - JupyterHub defines it

c.CryptKeeper.keys = [Path("/opt/tljh/state/openbis.key").read_text().strip()]
c.JupyterHub.authenticator_class = "openbis"
c.OpenbisAuthenticator.server_url = "https://openbis.example.org"
c.OpenbisAuthenticator.allow_all = True
