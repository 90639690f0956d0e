"""Terms of RO-Crate 1.2 and of the Process Run Crate profile, as far as research objects of notebooks use them."""

from __future__ import annotations

import datetime as dt
import mimetypes
import posixpath

VERSION = "1.2"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
PROFILE_NAME = "Process Run Crate"
PROFILE_VERSION = "0.5"

ORCID = "https://orcid.org/"
COMPLETED, FAILED = "http://schema.org/CompletedActionStatus", "http://schema.org/FailedActionStatus"
RUN = "#run"

LANGUAGES = {"python": "https://www.python.org/", "r": "https://www.r-project.org/", "julia": "https://julialang.org/"}
"""Pages of programming languages; one without a page is described by its name only."""

EXTRA_TERMS = {
    "crc32": "https://sissource.ethz.ch/sispub/jupyter-openbis-server/-/blob/master/docs/users/research-objects.md#crc32",
    "md5": "https://w3id.org/ro/terms/workflow-run#md5",
}
"""Checksums besides SHA-256. openBIS knows the CRC32 of most files, as eight hexadecimal digits."""

_TYPES = {
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".r": "text/plain",
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
}


def media_type(path: str) -> str | None:
    """Return the media type of a file by its name; None if it is unknown."""
    extension = posixpath.splitext(path)[1].lower()
    return _TYPES.get(extension) or mimetypes.guess_type(f"file{extension}")[0]


def iso(time: dt.datetime) -> str:
    """Return a time as the profile expects it, in UTC."""
    return time.astimezone(dt.timezone.utc).isoformat(timespec="seconds")
