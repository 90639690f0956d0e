"""Connections: credentials, session and definition."""

from dataclasses import dataclass, field, replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import MissingCredentials
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import MASK, Secret

LAB = Instance("lab", "https://openbis.example.org")
ANNA = Credentials("anna", Secret("correct horse"))
ACCESS_TOKEN = Secret("$pat-anna-smith-240101000000000xABCDEF")
SESSION_TOKEN = Secret("anna-smith-240101000000000xABCDEF")
SESSION = Session(LAB, SESSION_TOKEN, "anna")


@dataclass(frozen=True)
class Noted(Instance):
    """An instance with a note, an attribute that requests to openBIS do not depend on."""

    note: str | None = field(default=None, compare=False)


NOTED = Noted(LAB.name, LAB.url, note="a note")


# --- credentials


def test_a_typed_password_is_a_password():
    assert Credentials.typed("anna", Secret("pat-1")) == Credentials("anna", Secret("pat-1"), is_token=False)


def test_access_token_is_accepted_as_password():
    assert Credentials.typed("other", ACCESS_TOKEN) == Credentials("anna-smith", ACCESS_TOKEN, is_token=True)


def test_white_space_around_an_access_token_is_removed_and_kept_in_a_password():
    assert Credentials.typed("anna", Secret(f" {ACCESS_TOKEN.reveal()}\n")) == Credentials.of_token(ACCESS_TOKEN)
    assert Credentials.typed("anna", Secret(" secret ")) == Credentials("anna", Secret(" secret "))


@pytest.mark.parametrize("token", [ACCESS_TOKEN, SESSION_TOKEN])
def test_user_name_with_hyphens_is_read_from_the_token(token):
    assert Credentials.of_token(token).username == "anna-smith"


@pytest.mark.parametrize("text", ["", "nothing", "-x", "$pat-", "$pat-odd"])
def test_a_token_of_another_shape_leaves_the_user_as_given(text):
    assert Credentials.of_token(Secret(text), "bert") == Credentials("bert", Secret(text), is_token=True)


# --- credentials of a login


@pytest.mark.parametrize("password", [None, Secret(""), Secret(MASK)])
@pytest.mark.parametrize("username", [None, "", "anna"])
def test_no_password_or_the_mask_means_the_remembered_one(username, password):
    assert Connection(LAB, "anna", ANNA).credentials_or(username, password) == ANNA


def test_the_remembered_password_can_be_tried_for_another_user():
    chosen = Connection(LAB, "anna", ANNA).credentials_or("bert", Secret(MASK))
    assert chosen == Credentials("bert", ANNA.secret)


def test_remembered_token_is_used_for_any_typed_user():
    remembered = Credentials.of_token(ACCESS_TOKEN)
    assert Connection(LAB, "anna", remembered).credentials_or("bert", Secret(MASK)) == remembered


@pytest.mark.parametrize("password", [None, Secret(""), Secret(MASK)])
def test_the_mask_is_never_sent_as_a_password(password):
    with pytest.raises(MissingCredentials):
        Connection(LAB, "anna").credentials_or("anna", password)


def test_typed_password_overrides_the_remembered_one():
    chosen = Connection(LAB, "anna", ANNA).credentials_or(None, Secret("new"))
    assert chosen == Credentials("anna", Secret("new"))


def test_typed_user_overrides_the_known_one():
    chosen = Connection(LAB, "anna", ANNA).credentials_or("bert", Secret("new"))
    assert chosen == Credentials("bert", Secret("new"))


def test_a_password_without_any_user_is_not_enough():
    with pytest.raises(MissingCredentials, match="lab"):
        Connection(LAB).credentials_or("", Secret("new"))


def test_a_typed_token_needs_no_user():
    assert Connection(LAB).credentials_or(None, ACCESS_TOKEN).username == "anna-smith"
    assert Connection(LAB).credentials_or(None, Secret("$pat-odd")) == Credentials("", Secret("$pat-odd"), True)


# --- session


def test_a_new_connection_is_not_connected():
    connection = Connection(LAB)
    assert connection.status is ConnectionStatus.NOT_CONNECTED
    assert connection.name == "lab"


def test_a_login_connects_and_is_remembered():
    connection = Connection(LAB, problem="wrong password", auto_login=False).connected(SESSION, ANNA)
    assert connection == Connection(LAB, "anna", ANNA, SESSION)
    assert connection.status is ConnectionStatus.CONNECTED


def test_user_is_that_of_the_session():
    token = Credentials("", ACCESS_TOKEN, is_token=True)
    assert Connection(LAB).connected(SESSION, token).username == "anna"
    assert Connection(LAB).connected(Session(LAB, SESSION_TOKEN, ""), ANNA).username == "anna"


def test_a_disconnected_connection_keeps_the_credentials():
    connection = Connection(LAB).connected(SESSION, ANNA).disconnected("the session has expired")
    assert connection == Connection(LAB, "anna", ANNA, None, "the session has expired")


def test_connection_with_a_problem_keeps_its_session_and_is_not_connected():
    connected = Connection(LAB).connected(SESSION, ANNA)
    failing = connected.with_problem("no answer")
    assert failing.session == SESSION
    assert failing.status is ConnectionStatus.NOT_CONNECTED
    assert failing.with_problem(None) == connected


def test_status_is_the_text_that_published_clients_compare():
    assert [status.value for status in ConnectionStatus] == ["connected", "not connected"]


def test_a_connection_never_shows_its_secrets():
    shown = repr(Connection(LAB).connected(SESSION, ANNA))
    assert ANNA.secret.reveal() not in shown
    assert SESSION_TOKEN.reveal() not in shown


# --- definitions


def test_a_defined_connection_has_no_session_but_may_open_one():
    assert Connection.defined(ConnectionDefinition(LAB, "anna", ANNA)) == Connection(LAB, "anna", ANNA)
    assert Connection.defined(ConnectionDefinition(LAB, "anna")) == Connection(LAB, "anna")


def test_the_user_of_a_defined_connection_is_the_one_of_its_token():
    definition = ConnectionDefinition(LAB, "", Credentials.of_token(ACCESS_TOKEN))
    assert Connection.defined(definition).username == "anna-smith"


def test_definition_without_credentials_takes_those_of_one_with_the_same_address():
    bare = ConnectionDefinition(LAB, "anna")
    assert bare.completed_by(ConnectionDefinition(LAB, "", ANNA)).credentials == ANNA


def test_a_definition_gives_no_credentials_to_another_address():
    other = ConnectionDefinition(Instance("lab", "https://evil.example.org"), "", ANNA)
    assert ConnectionDefinition(LAB).completed_by(other).credentials is None


def test_a_definition_keeps_its_own_credentials():
    own = ConnectionDefinition(LAB, "anna", ANNA)
    assert own.completed_by(ConnectionDefinition(LAB, "", Credentials("bert", Secret("x")))) == own


def test_a_definition_takes_no_credentials_for_another_sftp_host():
    other = ConnectionDefinition(LAB, "anna", mounting=MountSettings("evil.example.org"))
    assert other.completed_by(ConnectionDefinition(LAB, "", ANNA)).credentials is None


def test_a_definition_with_the_same_credentials_keeps_the_session():
    connected = Connection(LAB, "anna", ANNA).connected(SESSION, ANNA)
    mounted = ConnectionDefinition(LAB, "anna", ANNA, MountSettings(port=22))
    assert connected.merged_with(mounted).session == SESSION
    assert connected.merged_with(ConnectionDefinition(LAB, "anna", Credentials("anna", Secret("new")))).session is None


def test_a_refused_password_is_not_tried_again_because_another_setting_has_changed():
    refused = Connection(LAB, "anna", ANNA).disconnected("wrong password", auto_login=False)
    assert not refused.merged_with(ConnectionDefinition(LAB, "anna", ANNA, MountSettings(port=22))).auto_login


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (replace(NOTED, note="another note"), True),
        (replace(NOTED, name="new"), True),
        (replace(NOTED, url="https://other.example.org"), False),
        (replace(NOTED, verify_certificates=False), False),
    ],
)
def test_a_changed_name_or_note_keeps_the_session(other, is_same):
    session = Session(NOTED, SESSION_TOKEN, "anna")
    merged = Connection(NOTED, "anna", ANNA).connected(session, ANNA).merged_with(ConnectionDefinition(other, "anna"))
    assert NOTED.is_same_target(other) == is_same
    assert (merged.session is not None) == is_same
    assert merged.instance.is_identical_to(other)


def test_a_changed_note_is_a_change_of_the_definition():
    definition, other = (ConnectionDefinition(replace(NOTED, note=text)) for text in ("a", "b"))
    assert definition == other
    assert not definition.is_identical_to(other)
    assert definition.is_identical_to(replace(definition))
    assert not definition.is_identical_to(None)


def test_missing_notes_are_those_of_the_known_instance():
    assert replace(NOTED, note=None).with_notes_of(NOTED).note == "a note"
    assert replace(NOTED, note="new").with_notes_of(NOTED).note == "new"
