"""Files in deploy/: they parse, name settings that exist, and follow the rules for images."""

import importlib
import os
import re
import shlex
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
import pytest
from jupyterhub.app import JupyterHub
from jupyterhub.crypto import CryptKeeper
from jupyterhub.proxy import ConfigurableHTTPProxy
from jupyterhub.spawner import SimpleLocalProcessSpawner, Spawner
from ruamel.yaml import YAML
from traitlets.config import Config, PyFileConfigLoader

from jupyter_openbis_server.entrypoints.cli.root import openbis
from jupyter_openbis_server.entrypoints.hub import OpenbisAuthenticator

DEPLOY = Path(__file__).parents[2] / "deploy"
CLASSES = {
    each.__name__: each
    for each in (
        ConfigurableHTTPProxy,
        CryptKeeper,
        JupyterHub,
        OpenbisAuthenticator,
        SimpleLocalProcessSpawner,
        Spawner,
    )
}
DOCKERFILES = sorted(DEPLOY.glob("Dockerfile*"))
PINNED = re.compile(r"[\w./-]+:(?!latest)[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?")


def loaded(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text())


@pytest.fixture
def hub_config(monkeypatch: pytest.MonkeyPatch) -> Config:
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OPENBIS_URL", "https://openbis.example.org")
    monkeypatch.setenv("HUB_CULL_SECONDS", "3600")
    return PyFileConfigLoader("jupyterhub_config.py", str(DEPLOY)).load_config()


@pytest.fixture
def littlest_config(tmp_path: Path) -> Config:
    (tmp_path / "openbis.key").write_text("5e1f" * 16 + "\n")
    source = (DEPLOY / "tljh" / "openbis.py").read_text().replace("/opt/tljh/state", str(tmp_path))
    (tmp_path / "openbis.py").write_text(source)
    return PyFileConfigLoader("openbis.py", str(tmp_path)).load_config()


def unknown_settings(config: dict[str, dict[str, Any]]) -> list[str]:
    """Return the settings of classes that do not have them."""
    return [
        f"{name}.{trait}"
        for name, traits in config.items()
        for trait in traits
        if trait not in CLASSES[name].class_trait_names(config=True)
    ]


def test_settings_of_the_hub_exist(hub_config: Config) -> None:
    assert unknown_settings(hub_config) == []
    assert len(hub_config) >= 5


def test_the_littlest_hub_has_a_usable_key_and_known_settings(littlest_config: Config) -> None:
    assert unknown_settings(littlest_config) == []
    (key,) = CryptKeeper(config=littlest_config).keys
    assert len(key) == 32
    assert OpenbisAuthenticator(config=littlest_config).allow_all


def test_the_authenticator_of_the_hub_is_a_class_that_takes_its_settings(hub_config: Config) -> None:
    module, _, name = hub_config.JupyterHub.authenticator_class.rpartition(".")
    authenticator = getattr(importlib.import_module(module), name)(config=hub_config)
    assert authenticator.server_url == "https://openbis.example.org"
    assert authenticator.certificate_fingerprints == []


def test_scopes_of_the_culler_exist(hub_config: Config) -> None:
    scopes = importlib.import_module("jupyterhub.scopes").scope_definitions
    (role,) = hub_config.JupyterHub.load_roles
    assert set(role["scopes"]) <= scopes.keys()


def test_variables_of_compose_are_those_of_the_configuration() -> None:
    config = (DEPLOY / "jupyterhub_config.py").read_text()
    environment = loaded(DEPLOY / "compose.yaml")["services"]["hub"]["environment"]
    read = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", config))
    described = set(re.findall(r"\b((?:HUB|OPENBIS)_[A-Z_]+)\b", config.split('"""')[1]))
    assert read == described
    assert environment.keys() - described == {"JUPYTERHUB_CRYPT_KEY", "CONFIGPROXY_AUTH_TOKEN"}, "read by JupyterHub"


def images() -> Iterator[str]:
    for service in loaded(DEPLOY / "compose.yaml")["services"].values():
        if "build" not in service:
            yield service["image"]
    for path in DOCKERFILES:
        yield from re.findall(r"^ARG BASE=(\S+)$", path.read_text(), re.MULTILINE)


def test_images_have_versions() -> None:
    found = list(images())
    assert len(found) == 3
    assert [each for each in found if not PINNED.fullmatch(each)] == []


def test_services_of_compose_have_no_rights_of_the_host() -> None:
    for name, service in loaded(DEPLOY / "compose.yaml")["services"].items():
        assert not service.keys() & {"privileged", "cap_add", "devices", "network_mode", "pid"}, name
        assert not any("docker.sock" in str(volume) for volume in service.get("volumes", ())), name
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", ())), name


def instructions(path: Path) -> list[str]:
    """Return the instructions of a Dockerfile, each on one line, without comments."""
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return [each.strip() for each in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines() if each.strip()]


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_images_follow_the_rules(path: Path) -> None:
    steps = instructions(path)
    assert steps[0].startswith("ARG BASE=")
    assert steps[1] == "FROM ${BASE}"
    users = [step.split()[1] for step in steps if step.startswith("USER ")]
    assert users[-1] in ("${NB_UID}", "1000"), "the image runs as root"
    assert not [step for step in steps if step.startswith(("ADD ", "EXPOSE 22"))]
    assert not [step for step in steps if re.match(r"(?:ENV|ARG) \w*(?:TOKEN|KEY|PASSWORD|SECRET)", step)]
    for step in steps:
        assert "sudo " not in step
        if "apt-get install" in step:
            assert "--no-install-recommends" in step
            assert "rm -rf /var/lib/apt/lists/*" in step
        if "pip install" in step:
            assert "--no-cache-dir" in step


def test_values_for_kubernetes_name_settings_and_parts_of_the_chart() -> None:
    values = loaded(DEPLOY / "zero-to-jupyterhub.yaml")
    assert values.keys() <= {"cull", "hub", "ingress", "prePuller", "proxy", "scheduling", "singleuser"}
    assert unknown_settings(values["hub"]["config"]) == []
    for part in ("hub", "singleuser"):
        assert values[part]["image"].keys() == {"name", "tag"}
    authenticator = OpenbisAuthenticator(config=Config(values["hub"]["config"]))
    assert authenticator.server_url == values["hub"]["config"]["OpenbisAuthenticator"]["server_url"]


def test_extras_of_images_exist() -> None:
    project = (DEPLOY.parent / "pyproject.toml").read_text()
    named = {
        extra
        for path in DOCKERFILES
        for extras in re.findall(r"\$1\[([\w,]+)\]", path.read_text())
        for extra in extras.split(",")
    }
    assert "hub" in named
    assert [each for each in named if not re.search(rf"^{each} = \[", project, re.MULTILINE)] == []


def test_the_service_runs_a_command_that_exists() -> None:
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((DEPLOY / "openbis-sync@.service").read_text())
    program, command, *arguments = shlex.split(unit["Service"]["ExecStart"].replace("%I", "data").replace("%i", "data"))
    assert program.endswith("/bin/jupyter-openbis")
    # with the parent's settings: commands keep the help option that they are first asked for
    parent = click.Context(openbis, **openbis.context_settings)
    context = openbis.get_command(parent, command).make_context(command, arguments, parent)  # type: ignore[union-attr]
    assert context.params["watch"] is True
    assert context.params["direction"] == "up"
    assert unit["Service"]["KillSignal"] == "SIGINT"
