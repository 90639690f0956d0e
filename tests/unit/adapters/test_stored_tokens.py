import datetime as dt
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.shared.stored_tokens import read, written
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret

TEXTS = st.text() | st.just("\ud800")
TIMES = st.datetimes(timezones=st.just(dt.timezone.utc)).filter(lambda time: 1 < time.year < 9999)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@given(token=TEXTS, username=TEXTS, until=st.none() | TIMES, renew_from=st.none() | TIMES, is_own=st.booleans())
def test_token_is_read_as_written(
    token: str, username: str, until: dt.datetime | None, renew_from: dt.datetime | None, *, is_own: bool
) -> None:
    kept = StoredToken(Secret(token), username, until, renew_from, is_own)
    assert read(written(kept)) == kept


@given(st.text())
@example("[" * 100_000)
@example('{"username": "a", "token": "b", "valid_until": ' + "9" * 5000 + "}")
def test_arbitrary_text_is_no_token(text: str) -> None:
    assert read(text) is None


@given(st.fixed_dictionaries({"username": VALUES, "token": VALUES, "valid_until": VALUES}))
def test_arbitrary_fields_are_a_usable_token_or_none(fields: dict[str, object]) -> None:
    kept = read(json.dumps(fields))
    if kept is not None:
        assert kept.credentials.secret.reveal() == fields["token"]


@pytest.mark.parametrize("time", ["2024-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon"])
def test_token_with_an_invalid_time_is_not_read(time: str) -> None:
    assert read(json.dumps({"username": "a", "token": "b", "valid_until": time})) is None
