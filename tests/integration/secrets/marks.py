"""Credentials that can be recognised in any output."""

import base64
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

_RUN = secrets.token_hex(4)  # other runs on this host have other marks
_MARK = f"MARKED{_RUN}"
USER = f"marker{_RUN}"
PASSWORD = f"{_MARK} password: with 'quotes', ü & <b>?=%/"
WRONG_PASSWORD = f"{_MARK}-but-mistyped"

_FORMS = {
    form
    for password in (PASSWORD, WRONG_PASSWORD)
    for text in (password, quote(password), quote(password, safe=""), password.encode("unicode_escape").decode())
    for form in (
        text,
        base64.b64encode(f"{USER}:{password}".encode()).decode(),
        base64.b64encode(text.encode()).decode(),
    )
}
MARKS = re.compile(
    b"|".join(re.escape(form.encode()) for form in sorted(_FORMS))
    + f"|{_MARK}".encode()  # also parts of a password
    + rb"|(?:\$pat-|%24pat-)?"
    + USER.encode()
    + rb"-\d{15}x[0-9A-Fa-f]{32}"  # format of session tokens and access tokens
)
"""The passwords in all encodings in which they might be written, and every token of the user."""


def marked(files: Iterable[Path]) -> list[str]:
    """Return files and surrounding texts of marks."""
    found = []
    for file in files:
        content = file.read_bytes()
        found += [
            f"{file}: {content[max(0, mark.start() - 80) : mark.end() + 20]!r}" for mark in MARKS.finditer(content)
        ]
    return found
