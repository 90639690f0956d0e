"""The programs that are measured."""

from __future__ import annotations

from benchmarks.contenders.commands import running_aria2c, running_curl
from benchmarks.contenders.jupyter import running_extension, running_published_server
from benchmarks.contenders.workers import running_batch, running_pybis
from benchmarks.servers import FAST, SERVLET
from benchmarks.tasks import DOWNLOAD, REPEAT, UPLOAD, Contender

_EVERYTHING = frozenset({(FAST, DOWNLOAD), (FAST, REPEAT), (FAST, UPLOAD), (SERVLET, DOWNLOAD)})
_ALL_BUT_REPEATING = _EVERYTHING - {(FAST, REPEAT)}

EXTENSION = Contender("extension", "this project, in Jupyter", _EVERYTHING, running_extension)
BATCH = Contender("batch", "this project, in a script", _EVERYTHING, running_batch)
PYBIS = Contender("pybis", "pyBIS 1.37.5", _EVERYTHING, running_pybis)
PUBLISHED = Contender("published", "jupyter-openbis-server 0.5.0", _ALL_BUT_REPEATING, running_published_server)
CURL = Contender("curl", "curl", frozenset({(SERVLET, DOWNLOAD), (FAST, UPLOAD)}), running_curl)
ARIA2C = Contender("aria2c", "aria2c", frozenset({(SERVLET, DOWNLOAD)}), running_aria2c)

CONTENDERS = (EXTENSION, BATCH, PYBIS, PUBLISHED, CURL, ARIA2C)
