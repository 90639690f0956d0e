"""Keeping tokens out of everything that people may read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from urllib.parse import quote

from jupyter_openbis_server.domain.shared.secret import MASK

_IN_TOKENS = r"[^\s'\"\[\]=/<>,;]"
# It is looked for at the beginning of words only: within a long one, looking everywhere would take hours.
_TOKEN = re.compile(rf"(?<!{_IN_TOKENS}){_IN_TOKENS}+-\d{{15}}x[0-9A-Fa-f]{{32}}")
_IN_QUERY = re.compile(r"(session(?:ID|Token)=)[^&\s\"'#]+", re.IGNORECASE)
_TOKEN_PARAMETERS = ("sessionid=", "sessiontoken=")
_LOGGERS = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry")


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without the given secrets, and without anything that looks like a session token."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK).replace(quote(secret, safe="", errors="surrogatepass"), MASK)
    return _TOKEN.sub(MASK, _IN_QUERY.sub(rf"\g<1>{MASK}", text))


class _UrlFilter(logging.Filter):
    """urllib3 logs the URL of each request; some hold the session token."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if any(each in text.lower() for each in _TOKEN_PARAMETERS):
            record.msg, record.args = redacted(text), ()
        return True


_FILTER = _UrlFilter()


def keep_tokens_out_of_logs() -> None:
    """Redact what urllib3 logs. Repeating it changes nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
