"""JupyterHub with sign-in by openBIS, behind a proxy that runs by itself.

compose.yaml and tests/integration/hub use this file as it is. What differs between installations comes from the
environment:

    OPENBIS_URL                       address of openBIS, https
    OPENBIS_CERTIFICATE_FINGERPRINTS  only for a certificate that no authority has signed
    JUPYTERHUB_CRYPT_KEY              `openssl rand -hex 32`: encrypts the stored tokens
    CONFIGPROXY_AUTH_TOKEN            the same for hub and proxy
    HUB_DATA                          folder of the database and of the cookie secret
    HUB_HOMES                         folder of the users' homes
    HUB_BIND_URL, HUB_CONNECT_URL     where the hub listens, and how proxy and servers reach it
    HUB_PUBLIC_URL                    where the proxy listens, with the path prefix, if there is one
    HUB_PROXY_API_URL                 where the proxy listens for the hub
    HUB_SERVERS_IP                    where the users' servers listen, if the proxy is on another computer
    HUB_CULL_SECONDS                  seconds after which idle servers are stopped; needs jupyterhub-idle-culler
    HUB_SERVER_OPTIONS                further options of the users' servers
"""

# ruff: noqa: INP001
import os
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - JupyterHub defines it

data = Path(os.environ.get("HUB_DATA", "."))
fingerprints = os.environ.get("OPENBIS_CERTIFICATE_FINGERPRINTS", "")

# Sign-in. The short name of this class is "openbis".
c.JupyterHub.authenticator_class = "jupyter_openbis_server.entrypoints.hub.OpenbisAuthenticator"
c.OpenbisAuthenticator.server_url = os.environ["OPENBIS_URL"]
c.OpenbisAuthenticator.certificate_fingerprints = [each for each in fingerprints.split(",") if each]
c.OpenbisAuthenticator.allow_all = True  # all users of openBIS; else list them in allowed_users

# Addresses
c.JupyterHub.bind_url = os.environ.get("HUB_PUBLIC_URL", "http://:8000/")
c.JupyterHub.hub_bind_url = os.environ.get("HUB_BIND_URL", "http://:8081")
if connect_url := os.environ.get("HUB_CONNECT_URL"):
    c.JupyterHub.hub_connect_url = connect_url
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = os.environ.get("HUB_PROXY_API_URL", "http://127.0.0.1:8001")

# A restart of the hub leaves the users' servers and their transfers alone.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.db_url = f"sqlite:///{data / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(data / "jupyterhub_cookie_secret")

# All users share one account of the operating system, and so can read each other's files: for a demonstration only.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{os.environ.get('HUB_HOMES', '/tmp')}/{{username}}"  # noqa: S108
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.ip = os.environ.get("HUB_SERVERS_IP", "127.0.0.1")
c.Spawner.args = os.environ.get("HUB_SERVER_OPTIONS", "").split()
c.Spawner.default_url = "/lab"

if seconds := os.environ.get("HUB_CULL_SECONDS"):
    scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    c.JupyterHub.load_roles = [{"name": "idle-culler", "scopes": scopes, "services": ["idle-culler"]}]
    c.JupyterHub.services = [
        {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={seconds}"]}
    ]
