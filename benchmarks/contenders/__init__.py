"""The programs that are measured."""

from __future__ import annotations

from benchmarks.contenders.commands import running_aria2c, running_curl
from benchmarks.contenders.jupyter import running_extension, running_published_server
from benchmarks.contenders.workers import running_batch, running_pybis, running_pybis7
from benchmarks.servers import AFS, FAST, SERVLET
from benchmarks.tasks import DOWNLOAD, REPEAT, UPLOAD, Contender

_EVERYTHING = frozenset({(FAST, DOWNLOAD), (FAST, REPEAT), (FAST, UPLOAD), (SERVLET, DOWNLOAD)})
_FILE_SERVER = frozenset({(AFS, DOWNLOAD), (AFS, UPLOAD)})
_ALL_BUT_REPEATING = _EVERYTHING - {(FAST, REPEAT)}

EXTENSION = Contender("extension", "this project, in Jupyter", _EVERYTHING | _FILE_SERVER, running_extension)
BATCH = Contender("batch", "this project, in a script", _EVERYTHING | _FILE_SERVER, running_batch)
PYBIS = Contender("pybis", "pyBIS 1.37.5", _EVERYTHING, running_pybis)
PYBIS7 = Contender("pybis7", "pyBIS 7.0.0rc6", _FILE_SERVER, running_pybis7)
PUBLISHED = Contender("published", "jupyter-openbis-server 0.5.0", _ALL_BUT_REPEATING, running_published_server)
CURL = Contender("curl", "curl", frozenset({(SERVLET, DOWNLOAD), (FAST, UPLOAD)}), running_curl)
ARIA2C = Contender("aria2c", "aria2c", frozenset({(SERVLET, DOWNLOAD)}), running_aria2c)

CONTENDERS = (EXTENSION, BATCH, PYBIS, PYBIS7, PUBLISHED, CURL, ARIA2C)
