"""The connection that OPENBIS_URL and OPENBIS_TOKEN define."""

import pytest

from jupyter_openbis_server.adapters.environment.connections import EnvironmentConnection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionEntries

TOKEN = "anna-20240401101530123"


def read(**environ: str) -> ConnectionEntries:
    return EnvironmentConnection(environ).read()


def only(entries: ConnectionEntries) -> ConnectionDefinition:
    assert entries.problems == ()
    (definition,) = entries.definitions
    return definition


@pytest.mark.parametrize("environ", [{}, {"OPENBIS_URL": ""}, {"OPENBIS_URL": " ", "OPENBIS_TOKEN": ""}])
def test_unset_variables_define_no_connection(environ: dict[str, str]) -> None:
    assert read(**environ) == ConnectionEntries()


@pytest.mark.parametrize(
    ("url", "name", "normalised"),
    [
        ("https://openbis.example.org", "openbis.example.org", "https://openbis.example.org"),
        ("openbis.example.org:8443", "openbis.example.org", "https://openbis.example.org:8443"),
        (" https://OpenBIS.example.org/openbis/ \n", "openbis.example.org", "https://openbis.example.org"),
    ],
)
def test_the_connection_is_named_after_the_host(url: str, name: str, normalised: str) -> None:
    definition = only(read(OPENBIS_URL=url, OPENBIS_TOKEN=TOKEN))
    assert (definition.name, definition.instance.url) == (name, normalised)


@pytest.mark.parametrize(
    ("token", "user"),
    [(TOKEN, "anna"), ("$pat-otto-4711", "otto"), (f"{TOKEN}\n", "anna"), ("lab-user-123", "lab-user")],
)
def test_the_token_logs_in_and_names_the_user(token: str, user: str) -> None:
    credentials = only(read(OPENBIS_URL="a.org", OPENBIS_TOKEN=token)).credentials
    assert credentials is not None
    assert credentials.is_token
    assert (credentials.username, credentials.secret.reveal()) == (user, token.strip())


def test_without_a_token_the_connection_has_no_credentials() -> None:
    assert only(read(OPENBIS_URL="https://a.org")).credentials is None


@pytest.mark.parametrize("default", [True, False])
def test_certificates_are_verified_as_configured(default: bool) -> None:
    source = EnvironmentConnection({"OPENBIS_URL": "a.org"}, verify_by_default=default)
    assert only(source.read()).instance.verify_certificates is default


@pytest.mark.parametrize(
    "url", [TOKEN + "!", f"https://{TOKEN}@a.org", f"https://a.org:{TOKEN}", f"ftp://{TOKEN}", "http://a.org"]
)
def test_a_bad_url_is_reported_without_the_token(url: str) -> None:
    entries = read(OPENBIS_URL=url, OPENBIS_TOKEN=TOKEN)
    assert entries.definitions == ()
    (problem,) = entries.problems
    assert "OPENBIS_URL is not the https address" in problem
    assert TOKEN not in problem


def test_a_token_without_a_url_is_reported() -> None:
    assert read(OPENBIS_TOKEN=TOKEN) == ConnectionEntries(problems=("OPENBIS_TOKEN is set without OPENBIS_URL",))


def test_printing_the_source_does_not_show_the_token() -> None:
    assert TOKEN not in repr(EnvironmentConnection({"OPENBIS_TOKEN": TOKEN}))


def test_fingerprints_of_certificates_are_read() -> None:
    first, second = (":".join([pair] * 32) for pair in ("AB", "01"))
    definition = only(read(OPENBIS_URL="a.org", OPENBIS_CERTIFICATE_FINGERPRINTS=f"{first.lower()}, sha256:{second}"))
    assert definition.instance.certificate_fingerprints == (first, second)


def test_invalid_fingerprints_define_no_connection() -> None:
    entries = read(OPENBIS_URL="a.org", OPENBIS_TOKEN=TOKEN, OPENBIS_CERTIFICATE_FINGERPRINTS="secret")
    assert entries.definitions == ()
    assert "OPENBIS_CERTIFICATE_FINGERPRINTS must be SHA-256 fingerprints" in entries.problems[0]
    assert "secret" not in entries.problems[0]
