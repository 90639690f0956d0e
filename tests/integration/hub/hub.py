"""A real JupyterHub with the configuration of `deploy/`, behind its proxy and nginx, each in a process of its own."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.e2e.wheels import CACHE, PROJECT, digest, locked, remove
from tests.real_parts import missing, need
from tests.support.free_port import free_port
from tests.support.one_extension import ONE_EXTENSION
from tests.support.waiting import until

TIMEOUT = 60
_PROXY = "configurable-http-proxy@5.3.0"
_ALLOW_ROOT = ["--allow-root"] if os.geteuid() == 0 else []
SERVER_OPTIONS = " ".join([*ONE_EXTENSION, "--JupyterHubSingleUser.hub_activity_interval=1", *_ALLOW_ROOT])
"""Of the users' servers."""
_NGINX_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_NO_PROXY = f"npm could not install {_PROXY}"


def proxy_command() -> Path:
    """Return the program of the proxy, installed by npm into the cache of the tests; see `missing`."""
    npm = shutil.which("npm")
    if npm is None:
        missing("npm is not installed (Node 20 or newer)")
    with locked("proxy"):
        folder = CACHE / f"proxy-{digest([_PROXY.encode()])}"
        command = folder / "node_modules" / ".bin" / "configurable-http-proxy"
        if not command.exists():
            remove(CACHE.glob("proxy-*"))
            options = ["--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
            try:
                subprocess.run([npm, "install", *options, _PROXY], check=True, capture_output=True, timeout=300)
            except (subprocess.SubprocessError, OSError):
                missing(_NO_PROXY)
    return command


@dataclass
class Hub:
    """A JupyterHub.

    Attributes:
        url: The public address, of nginx, with trailing slash.
        folder: Where it stores its data.
        environ: The environment of its process.
    """

    url: str
    folder: Path
    environ: dict[str, str] = field(repr=False)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, and wait until it answers."""
        config = PROJECT / "deploy" / "jupyterhub_config.py"
        with (self.folder / "hub.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(config)],
                cwd=self.folder,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(self._answers, pause=0.1)

    def kill(self) -> None:
        """End the process as a crash does; servers and proxy go on."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(TIMEOUT)

    def stop(self) -> None:
        """End the process, if it has been started."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()

    @property
    def log(self) -> str:
        return (self.folder / "hub.log").read_text(errors="replace")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log[-3000:]
        try:
            return requests.get(f"{self.url}hub/api/", timeout=1).status_code == 200
        except requests.RequestException:
            return False


class Browser:
    """The browser of one user: cookies, and the XSRF token of the page that it has opened."""

    def __init__(self, hub: Hub, name: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self.hub = hub
        self.name = name
        self.home = f"{hub.url}user/{name}/"

    def sign_in(self, password: str, name: str = "", path: str = "hub/login") -> requests.Response:
        """Send the login form, to which a page leads; return the answer, which redirects if the user is signed in."""
        page = self.get(path)
        form = {"username": name or self.name, "password": password, "_xsrf": _xsrf(page)}
        headers = {"Sec-Fetch-Mode": "navigate", "Referer": page.url}
        return self._session.post(page.url, form, headers=headers, timeout=TIMEOUT, allow_redirects=False)

    def get(self, path: str, **options: Any) -> requests.Response:
        """Request a page below the hub's address, or a whole address."""
        return self._session.get(self._url(path), timeout=TIMEOUT, **options)

    def start_server(self) -> None:
        """Start the user's server, and open it: that signs in there, too."""
        page = self.get("hub/home")
        assert page.status_code == 200, page.text[:2000]
        answer = self._session.post(
            self._url(f"hub/api/users/{self.name}/server"), headers=self._headers(page), timeout=TIMEOUT
        )
        assert answer.status_code in (201, 202), answer.text
        progress = self.get(f"hub/api/users/{self.name}/server/progress")  # ends when the server is ready
        assert '"ready": true' in progress.text, progress.text
        self.open_server()

    def open_server(self) -> None:
        """Open a page of the running server: that signs in there."""
        self.get("hub/user-redirect/openbis/open?permId=1")
        status = self.get(f"{self.home}api/status")
        assert status.status_code == 200, status.text

    def ask(self, method: str, route: str, body: Any = None) -> requests.Response:
        """Send a request to the user's server as the panel does."""
        cookie = next((each.value for each in self._session.cookies if _is_xsrf_of(each, self.home)), "")
        headers = {"X-XSRFToken": cookie or "", "Referer": f"{self.home}lab", "Sec-Fetch-Mode": "cors"}
        return self._session.request(method, f"{self.home}{route}", json=body, headers=headers, timeout=TIMEOUT)

    def ask_hub(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Send a request to the API of the hub, as the pages of the hub do."""
        headers = self._headers(self.get("hub/home"))
        return self._session.request(method, self._url(path), json=body, headers=headers, timeout=TIMEOUT)

    @property
    def connection(self) -> dict[str, Any]:
        """The only connection that the panel shows."""
        (found,) = self.ask("GET", "openbis/conns").json()["connections"]
        return dict(found)

    @property
    def last_activity(self) -> str:
        """When the server was active, as the hub has it."""
        return str(self.get("hub/api/user").json()["servers"][""]["last_activity"])

    def is_connected(self) -> bool:
        """Return whether the panel shows that its only connection has a session."""
        return bool(self.connection["status"] == "connected")

    def _headers(self, page: requests.Response) -> dict[str, str]:
        return {"X-XSRFToken": _xsrf(page), "Referer": page.url, "Sec-Fetch-Mode": "cors"}

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else self.hub.url + path


def _xsrf(page: requests.Response) -> str:
    found = re.search(r'xsrf_token: "([^"]+)"', page.text) or re.search(r'name="_xsrf" value="([^"]+)"', page.text)
    assert found, page.text[:2000]
    return found[1]


def _is_xsrf_of(cookie: Any, home: str) -> bool:
    return cookie.name == "_xsrf" and home.endswith(cookie.path.rstrip("/") + "/") and "/user/" in cookie.path


def hub_environment(folder: Path, public_url: str, own: str | int, api: str | int) -> dict[str, str]:
    """Return the environment of the configuration in `deploy/`, without secrets and openBIS.

    Args:
        folder: For all files of the hub.
        public_url: Where the proxy listens.
        own: The port of the hub.
        api: The port of the proxy for the hub.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")])),
        "HUB_DATA": str(folder),
        "HUB_HOMES": str(folder / "homes"),
        "HUB_PUBLIC_URL": public_url,
        "HUB_BIND_URL": f"http://127.0.0.1:{own}",
        "HUB_PROXY_API_URL": f"http://127.0.0.1:{api}",
        "HUB_SERVER_OPTIONS": SERVER_OPTIONS,
    }


@contextmanager
def running_hub(folder: Path, openbis_url: str, fingerprint: str) -> Iterator[Hub]:
    """Run nginx, the proxy, a hub and, when users start them, servers; end them all."""
    web, public, api, own = (free_port() for _ in range(4))
    environ = hub_environment(folder, f"http://127.0.0.1:{public}/science/", own, api) | {
        "OPENBIS_URL": openbis_url,
        "OPENBIS_CERTIFICATE_FINGERPRINTS": fingerprint,
        "JUPYTERHUB_CRYPT_KEY": secrets.token_hex(32),
        "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16),
    }
    hub = Hub(f"http://127.0.0.1:{web}/science/", folder, environ)
    options = ["--ip=127.0.0.1", f"--port={public}", "--api-ip=127.0.0.1", f"--api-port={api}"]
    with ExitStack() as cleaning:
        for name, command in {
            "proxy": [str(proxy_command()), *options],
            "nginx": _nginx_command(folder, web, public),
        }.items():
            with (folder / f"{name}.log").open("wb") as log:
                process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
            cleaning.callback(process.wait, TIMEOUT)
            cleaning.callback(process.terminate)
        cleaning.callback(end_servers, folder)
        cleaning.callback(hub.stop)
        hub.start()
        yield hub


def _nginx_command(folder: Path, port: int, public: int) -> list[str]:
    """Return the command of a web server as institutes have it in front of the hub, with usual limits."""
    need("nginx")
    configuration = folder / "nginx.conf"
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    places = "".join(f"{each}_temp_path {folder}/nginx-{each};" for each in _NGINX_FOLDERS)
    configuration.write_text(
        f"""{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
        events {{ }}
        http {{
            access_log off; {places}
            map $http_upgrade $kept_connection {{ default upgrade; '' close; }}
            server {{
                listen 127.0.0.1:{port}; client_max_body_size 1m; proxy_read_timeout 30s;
                location /science/ {{
                    proxy_pass http://127.0.0.1:{public};
                    proxy_http_version 1.1;
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $kept_connection;
                }}
            }}
        }}"""
    )
    return [shutil.which("nginx") or "nginx", "-c", str(configuration), "-e", str(folder / "nginx-error.log")]


def end_servers(folder: Path) -> None:
    """End the servers that a hub leaves alone; their homes are in `homes` below the folder."""
    for file in folder.glob("homes/*/.local/share/jupyter/runtime/jpserver-*.json"):
        try:
            os.kill(int(file.stem.rpartition("-")[2]), signal.SIGTERM)
        except ProcessLookupError:
            continue
