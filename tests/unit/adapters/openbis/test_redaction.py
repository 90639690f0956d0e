import logging

import pytest

from jupyter_openbis_server.adapters.openbis.http.redaction import keep_tokens_out_of_logs, redacted
from tests.unit.adapters.openbis.wire import TOKEN


@pytest.mark.parametrize(
    "text",
    [
        f"Session token '{TOKEN}' is invalid: user is not logged in.",
        f"GET /datastore_server/1-1/original/a.txt?sessionID={TOKEN} HTTP/1.1",
        f"https://host/x?filename=a&sessionID=%24pat-{TOKEN}&id=1",
        f"https://host/afs-server/api?method=hash&sessionToken=%24pat-{TOKEN}&owner=1-1",
        f"Personal access token $pat-{TOKEN} is no longer valid.",
        f"java.util.HashMap {{user={TOKEN}, a=b}}",
    ],
)
def test_tokens_are_masked_at_any_position(text: str) -> None:
    shown = redacted(text)
    assert TOKEN.rpartition("-")[2] not in shown
    assert "******" in shown


def test_a_token_within_a_longer_word_is_masked() -> None:
    word = f"x-1{TOKEN}y{TOKEN}z"
    assert TOKEN.rpartition("-")[2] not in redacted(word)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["a", "-1", "$", "%24", "sessionID=", "-230317133255245x"])
def test_long_texts_are_redacted_in_linear_time(piece: str) -> None:
    redacted(piece * 500_000)


def test_given_secret_is_masked_in_its_encoded_forms() -> None:
    assert redacted("pa$$ word, pa%24%24%20word", ["pa$$ word"]) == "******, ******"


def test_other_texts_are_unchanged() -> None:
    text = "Object with DataSetPermId = [20230315101500001-1001] has not been found."
    assert redacted(text, [""]) == text


def test_the_log_lines_of_urllib3_keep_everything_but_the_token(caplog: pytest.LogCaptureFixture) -> None:
    keep_tokens_out_of_logs()
    keep_tokens_out_of_logs()
    with caplog.at_level(logging.DEBUG):
        logger = logging.getLogger("urllib3.connectionpool")
        logger.debug('%s "%s %s" %d', "https://host:443", "GET", f"/a?sessionID={TOKEN}&id=1", 200)
        logger.debug("Starting new HTTPS connection (%d): %s", 1, "host")
    assert [record.getMessage() for record in caplog.records] == [
        'https://host:443 "GET /a?sessionID=******&id=1" 200',
        "Starting new HTTPS connection (1): host",
    ]
