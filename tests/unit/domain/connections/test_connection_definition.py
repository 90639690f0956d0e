"""Parsing of connection definitions from files, settings and requests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionEntries
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import MASK, Secret

MINIMAL = {"name": "lab", "url": "openbis.example.org"}
TOKEN = "$pat-anna-240101000000000xABCDEF"


def test_name_and_url_are_enough():
    definition = ConnectionDefinition.from_mapping(MINIMAL)
    assert definition == ConnectionDefinition(Instance("lab", "https://openbis.example.org"))
    assert definition.name == "lab"


def test_all_keys_are_read_and_unknown_keys_ignored():
    definition = ConnectionDefinition.from_mapping(
        {
            "name": " Labor / Zürich #1 ",
            "url": "http://localhost:8888/openbis",
            "http_only": True,
            "verify_certificates": False,
            "ca_bundle": "/etc/ssl/lab.pem",
            "username": "anna",
            "password": "correct horse",
            "colour": "green",
        }
    )
    instance = Instance("Labor / Zürich #1", "http://localhost:8888", False, "/etc/ssl/lab.pem")
    assert definition == ConnectionDefinition(instance, "anna", Credentials("anna", Secret("correct horse")))


def test_number_is_accepted_for_a_text():
    definition = ConnectionDefinition.from_mapping({**MINIMAL, "name": 1, "username": 2, "password": 345})
    assert definition.name == "1"
    assert definition.credentials == Credentials("2", Secret("345"))


def test_certificates_are_verified_unless_the_entry_or_the_operator_says_otherwise():
    def verified(entry: dict[str, object], **settings: bool) -> bool:
        return ConnectionDefinition.from_mapping({**MINIMAL, **entry}, **settings).instance.verify_certificates

    assert verified({})
    assert not verified({"verify_certificates": False})
    assert not verified({}, verify_by_default=False)
    assert verified({"verify_certificates": True}, verify_by_default=False)
    assert verified({"verify_certificates": None})


@pytest.mark.parametrize(
    ("entry", "credentials"),
    [
        ({}, None),
        ({"username": "anna"}, None),
        ({"password": "correct horse"}, None),
        ({"username": "anna", "password": None}, None),
        ({"username": "anna", "password": ""}, None),
        ({"username": "anna", "password": MASK}, None),
        ({"username": "anna", "password": "x"}, Credentials("anna", Secret("x"))),
        ({"password": TOKEN}, Credentials("anna", Secret(TOKEN), is_token=True)),
        ({"token": TOKEN}, Credentials("anna", Secret(TOKEN), is_token=True)),
        ({"token": "odd", "username": "bert"}, Credentials("bert", Secret("odd"), is_token=True)),
        ({"token": TOKEN, "username": "anna", "password": "x"}, Credentials("anna", Secret(TOKEN), is_token=True)),
    ],
)
def test_incomplete_credentials_are_ignored(entry, credentials):
    assert ConnectionDefinition.from_mapping({**MINIMAL, **entry}).credentials == credentials


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "  "}, "name"),
        ({"name": ["lab"]}, "name"),
        ({"name": True}, "name"),
        ({"url": None}, "url"),
        ({"url": ""}, "url"),
        ({"url": "http://openbis.example.org"}, "url"),
        ({"url": {}}, "url"),
        ({"username": 1.5}, "username"),
        ({"password": ["s3cret"]}, "password"),
        ({"token": {"s3cret": 1}}, "token"),
        ({"ca_bundle": True}, "ca_bundle"),
        ({"verify_certificates": "no"}, "verify_certificates"),
        ({"http_only": 1}, "http_only"),
    ],
)
def test_invalid_value_is_named_by_its_key_and_not_shown(wrong, field):
    with pytest.raises(InvalidConnection) as caught:
        ConnectionDefinition.from_mapping({**MINIMAL, **wrong})
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")
    assert "s3cret" not in str(caught.value)


def test_a_missing_key_is_named():
    with pytest.raises(InvalidConnection, match="url: is missing"):
        ConnectionDefinition.from_mapping({"name": "lab"})
    with pytest.raises(InvalidConnection, match="name: is missing"):
        ConnectionDefinition.from_mapping({"url": "openbis.example.org"})


# --- lists of entries


def test_invalid_entry_is_reported_with_position_and_reason_and_others_are_used():
    entries = ConnectionEntries.read(
        [MINIMAL, {"name": "no url"}, {"url": "x.example.org"}, "text", {**MINIMAL, "name": "last"}], "lab.yaml"
    )
    assert [each.name for each in entries.definitions] == ["lab", "last"]
    assert entries.problems == (
        "lab.yaml: connection 'no url': url: is missing",
        "lab.yaml: connection number 3: name: is missing",
        "lab.yaml: connection number 4: entry: must have keys, at least 'name' and 'url'",
    )


@pytest.mark.parametrize("content", [None, "text", {"name": "lab"}, 7])
def test_value_that_is_no_list_is_reported_once(content):
    entries = ConnectionEntries.read(content, "lab.yaml")
    assert entries.definitions == ()
    assert entries.problems == ("lab.yaml: a list of connections is expected",)


def test_default_of_the_operator_applies_to_every_entry():
    entries = ConnectionEntries.read([MINIMAL], "lab.yaml", verify_by_default=False)
    assert not entries.definitions[0].instance.verify_certificates


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\ud800", "http://[::1", "a.org"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_KEYS = ("name", "url", "username", "password", "token", "verify_certificates", "ca_bundle", "http_only")
_MOUNT = ("host", "port", "path", "mountpoint", "read_only", "options")
_ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(_KEYS, _VALUES),
        "mount": st.fixed_dictionaries({}, optional=dict.fromkeys(_MOUNT, _VALUES)) | _VALUES,
    },
)


@given(entries=st.lists(_ENTRIES.map(lambda entry: {**MINIMAL, **entry}) | _VALUES, max_size=3) | _VALUES)
def test_arbitrary_entries_never_make_parsing_fail(entries: object):
    read = ConnectionEntries.read(entries, "here")
    assert all(definition.name for definition in read.definitions)
    assert all(problem.startswith("here: ") for problem in read.problems)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("ca_bundel", "did you mean 'ca_bundle'?"),
        ("verfiy_certificates", "did you mean 'verify_certificates'?"),
        ("mout", "did you mean 'mount'?"),
        ("URL", "did you mean 'url'?"),
        ("colour", "known are name, url, "),
        (7, "known are name, url, "),
    ],
)
def test_unknown_keys_are_reported_and_the_definition_is_used(key, words):
    read = ConnectionEntries.read([{**MINIMAL, key: "s3cret"}], "file.yaml")
    assert [each.name for each in read.definitions] == ["lab"]
    assert read.problems == ()
    (remark,) = read.remarks
    assert remark.startswith(f"file.yaml: connection 'lab': the key {str(key)!r} is not known and is ignored; ")
    assert words in remark
    assert "s3cret" not in remark
