"""The commands of the operators' page lead to a hub with two users who see their data."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import requests

from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.e2e.wheels import PROJECT
from tests.integration.hub.hub import Browser, Hub, end_servers, hub_environment, proxy_command
from tests.real_parts import need
from tests.support.free_port import free_port
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(300)
PAGE = (PROJECT / "docs" / "operators" / "hub.md").read_text()
INSTALLATION = ("pip install", "npm install")
"""Commands that are left out: the environment of the tests has what they install."""


def commands(ports: dict[str, int]) -> list[str]:
    """Return the scripts of the section about this computer, with other ports."""
    section = PAGE.partition("## Try it on this computer")[2].partition("\n## ")[0]
    scripts = re.findall(r"```bash\n(.*?)```", section, re.DOTALL)
    found = []
    for script in scripts:
        kept = [line for line in script.splitlines() if not line.startswith(INSTALLATION)]
        found.append(re.sub(r"\b8\d{3}\b", lambda match: str(ports[match[0]]), "\n".join(kept)))
    return found


def is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def end(shell: subprocess.Popen[bytes]) -> None:
    """End a shell with all programs that it has started."""
    os.killpg(shell.pid, signal.SIGTERM)
    shell.wait(60)
    until(lambda: not is_group(shell.pid), pause=0.1)


def is_group(process_id: int) -> bool:
    """Return whether a group has any processes."""
    with suppress(ProcessLookupError):
        os.killpg(process_id, 0)
        return True
    return False


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    need("openssl")
    ports = {port: free_port() for port in ("8000", "8001", "8081", "8443")}
    programs = [str(Path(sys.executable).parent), str(proxy_command().parent), os.environ["PATH"]]
    url = f"http://127.0.0.1:{ports['8000']}/"
    environ = hub_environment(tmp_path, url, ports["8081"], ports["8001"]) | {"PATH": os.pathsep.join(programs)}
    hub = Hub(url, tmp_path, environ)
    with ExitStack() as cleaning, (tmp_path / "page.log").open("wb") as log:
        first, second = commands(ports)
        for script, port in ((first, ports["8443"]), (second, ports["8000"])):
            shell = subprocess.Popen(
                ["bash", "-c", f"{script}\nwait"],
                cwd=PROJECT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            cleaning.callback(end, shell)
            until(lambda port=port: is_open(port), pause=0.1)
        cleaning.callback(end_servers, tmp_path)
        until(lambda: requests.get(f"{hub.url}hub/api/", timeout=5).status_code == 200, pause=0.1)
        yield hub


def test_the_commands_of_the_page_lead_to_two_users_with_their_data(hub: Hub) -> None:
    named = dict(re.findall(r"`(alice|bob)` (?:signs in )?with `([\w-]+)`", PAGE))
    assert named.items() <= USERS.items()
    for name, password in named.items():
        browser = Browser(hub, name)
        assert browser.sign_in(password).status_code == 302
        browser.start_server()
        assert "YEAST_LAB" in browser.ask("GET", "openbis/browse/127.0.0.1").text
    assert len(named) == 2
