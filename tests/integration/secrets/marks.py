"""Credentials that can be recognised wherever they turn up."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

USER = "marker"
PASSWORD = "MARKED password: with 'quotes', ü & <b>?=%/"
WRONG_PASSWORD = "MARKED-but-mistyped"

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
    + rb"|MARKED"  # also parts of a password
    + rb"|(?:\$pat-|%24pat-)?"
    + USER.encode()
    + rb"-\d{15}x[0-9A-Fa-f]{32}"  # how session tokens and access tokens look
)
"""The passwords in all the forms in which they might be written, and every token of the user."""


def marked(files: Iterable[Path]) -> list[str]:
    """Return where marks are, with what stands around them."""
    found = []
    for file in files:
        content = file.read_bytes()
        found += [
            f"{file}: {content[max(0, mark.start() - 80) : mark.end() + 20]!r}" for mark in MARKS.finditer(content)
        ]
    return found
