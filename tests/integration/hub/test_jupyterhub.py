"""A real JupyterHub with the configuration of `deploy/`, behind nginx with a path prefix: two users, tokens, servers.

One hub for the module; the tests run in their order.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from ruamel.yaml import YAML

from jupyter_openbis_server.domain.instances.certificate import parsed_fingerprint
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from jupyter_openbis_server.fake_openbis.state.entities import PersonalAccessToken
from tests.e2e.wheels import PROJECT
from tests.integration.hub.hub import Browser, Hub, running_hub
from tests.support.certificates import fingerprint_in
from tests.support.waiting import until

BROWSE = "openbis/browse/127.0.0.1"
VARIABLE = "OPENBIS_CERTIFICATE_FINGERPRINTS"
HOUR = 3_600_000
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS, api_version="3.7") as server:
        yield server


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, openbis: FakeOpenbis) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    with running_hub(folder, openbis.url, fingerprint_in(openbis.tls_files)) as hub:
        yield hub


@pytest.fixture(scope="module")
def alice(hub: Hub) -> Browser:
    browser = Browser(hub, "alice")
    assert browser.sign_in(USERS["alice"]).status_code == 302
    browser.start_server()
    return browser


@pytest.fixture(scope="module")
def bob(hub: Hub, openbis: FakeOpenbis) -> Browser:
    """Signs in with a personal access token."""
    browser = Browser(hub, "bob")
    token = own_token(openbis, "bob")
    assert browser.sign_in(token.hash, "alice").status_code == 302, "the name beside a token does not count"
    browser.start_server()
    return browser


def own_token(openbis: FakeOpenbis, user: str) -> PersonalAccessToken:
    """A token that a user has created in openBIS."""
    now = openbis.laboratory.now()
    token = PersonalAccessToken(f"$pat-{user}-1", user, "own", now - HOUR, now + HOUR, user, now)
    return openbis.laboratory.put(token)


def tokens_of(openbis: FakeOpenbis, user: str) -> list[PersonalAccessToken]:
    return [each for each in openbis.laboratory.personal_access_tokens if each.owner == user]


def test_wrong_passwords_are_refused(hub: Hub) -> None:
    answer = Browser(hub, "alice").sign_in("wrong")
    assert not answer.is_redirect
    assert "Invalid username or password" in answer.text


def test_servers_are_signed_in_to_openbis(alice: Browser, bob: Browser, openbis: FakeOpenbis) -> None:
    for browser in (alice, bob):
        until(browser.is_connected)
        assert browser.connection["username"] == browser.name
    assert len(tokens_of(openbis, "alice")) == len(openbis.sessions.of_user("alice")) == 1
    assert len(tokens_of(openbis, "bob")) == 1, "the token of the user is used as it is"


def test_users_cannot_use_the_servers_of_others(alice: Browser, bob: Browser) -> None:
    for route in ("openbis/conns", "api/status", "openbis/open?permId=1"):
        assert alice.get(f"{bob.home}{route}").status_code == 403
    assert bob.get(f"{alice.home}openbis/conns").status_code == 403


def test_tokens_of_openbis_are_for_servers_only(alice: Browser, hub: Hub) -> None:
    url = f"{hub.url}hub/openbis/token"
    created = alice.ask_hub("POST", "hub/api/users/alice/tokens", {"note": "mine"}).json()["token"]
    attempts = [{}, {"Authorization": f"token {created}"}, {"Authorization": "token unknown"}]
    for headers in attempts:
        answer = requests.get(url, headers=headers, timeout=60)
        assert (answer.status_code, "$pat" in answer.text) == (403, False), headers
    assert alice.get("hub/openbis/token").status_code == 403


def test_a_token_that_has_ended_is_renewed_without_a_restart(alice: Browser, openbis: FakeOpenbis) -> None:
    (ended,) = tokens_of(openbis, "alice")
    openbis.laboratory.remove(ended)
    until(lambda: alice.ask("GET", BROWSE).ok)
    assert alice.connection["status"] == "connected"
    assert len(tokens_of(openbis, "alice")) == 1


def test_after_token_and_session_have_ended_a_new_sign_in_is_enough(alice: Browser, openbis: FakeOpenbis) -> None:
    for ended in tokens_of(openbis, "alice"):
        openbis.laboratory.remove(ended)
    openbis.sessions.end(*openbis.sessions.of_user("alice"))
    refused = alice.ask("GET", BROWSE)
    assert (refused.status_code, refused.json()["code"]) == (401, "token-expired")
    until(lambda: alice.ask("GET", BROWSE).status_code == 401 and "login" in alice.get("hub/home").url, pause=0.5)
    assert alice.sign_in(USERS["alice"]).status_code == 302
    until(lambda: alice.ask("GET", BROWSE).ok, pause=0.5)
    assert alice.is_connected()


def test_links_from_openbis_lead_through_sign_in_and_hub_to_the_server(hub: Hub, bob: Browser) -> None:
    fresh = Browser(hub, "bob")
    link = "hub/user-redirect/openbis/open?permId=20250101-7&kind=object"
    answer = fresh.sign_in(USERS["bob"], path=link)
    page = fresh.get(urljoin(hub.url, answer.headers["Location"]))
    assert page.url == f"{bob.home}lab?openbis-permid=20250101-7&openbis-kind=sample"


def test_other_sites_cannot_revoke_tokens(alice: Browser, openbis: FakeOpenbis) -> None:
    before = tokens_of(openbis, "alice")
    alice.get("hub/logout", headers={"Sec-Fetch-Site": "cross-site"})
    assert tokens_of(openbis, "alice") == before
    alice.sign_in(USERS["alice"])
    alice.open_server()
    assert [each.hash for each in tokens_of(openbis, "alice")] == [each.hash for each in before]


def test_a_transfer_outlives_a_restart_of_the_hub_and_the_culler_and_an_open_panel_does_not(
    hub: Hub, alice: Browser, bob: Browser, openbis: FakeOpenbis
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, times=None))
    before = alice.last_activity
    body = {"kind": "download", "connection": "127.0.0.1", "permIds": [lab.IMAGES], "folder": "data"}
    started = alice.ask("POST", "openbis/jobs", body)
    assert started.status_code == 202, started.text
    job = f"openbis/jobs/{started.json()['id']}"
    until(lambda: alice.last_activity > before, pause=0.2)
    hub.kill()
    hub.environ["HUB_CULL_SECONDS"] = "20"
    hub.start()
    assert alice.ask("GET", job).json()["state"] == "running"
    # Only the server's own report counts: the hub asks the proxy for its view each five minutes.
    until(lambda: bob.ask("GET", "openbis/jobs").status_code == 424, pause=0.5)  # the hub's answer without a server
    assert alice.ask("GET", job).json()["state"] == "running"
    openbis.faults.clear()
    openbis.faults.release()
    until(lambda: alice.ask("GET", job).json()["state"] == "done", pause=0.1)
    assert alice.get("hub/home").url.endswith("hub/home"), "users stay signed in"


def test_a_logout_revokes_the_token_of_this_user_only(alice: Browser, openbis: FakeOpenbis) -> None:
    alice.get("hub/logout")
    assert (tokens_of(openbis, "alice"), openbis.sessions.of_user("alice")) == ([], [])
    assert len(tokens_of(openbis, "bob")) > 0


def test_compose_trusts_the_certificate_that_its_fake_openbis_has_made(hub: Hub, openbis: FakeOpenbis) -> None:
    services = YAML(typ="safe").load((PROJECT / "deploy" / "compose.yaml").read_text())["services"]
    shell, option, script = services["hub"]["command"]
    host, _, port = openbis.url.removeprefix("https://").partition(":")
    here = script.replace("$$", "$").replace("('openbis', 8443)", f"('{host}', {port})")
    shown = here.replace("exec python -m jupyterhub -f /srv/jupyterhub/jupyterhub_config.py", f"printenv {VARIABLE}")
    assert shown.count(VARIABLE) == 2
    environ = {**hub.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    del environ[VARIABLE]
    answer = subprocess.run([shell, option, shown], env=environ, capture_output=True, text=True, check=True, timeout=60)
    assert parsed_fingerprint(answer.stdout) == fingerprint_in(openbis.tls_files)


def test_secrets_are_in_no_log(hub: Hub, openbis: FakeOpenbis, alice: Browser) -> None:
    logs = "\n".join(path.read_text(errors="replace") for path in Path(hub.folder).glob("*.log"))
    assert "openBIS: renewed the token of alice" in logs
    tokens = [each.hash for each in openbis.laboratory.personal_access_tokens]
    for secret in (*USERS.values(), *tokens, *openbis.sessions.of_user("alice")):
        assert secret not in logs
