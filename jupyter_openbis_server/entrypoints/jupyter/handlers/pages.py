"""Pages for the address bar: links from openBIS into JupyterLab."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.escape import xhtml_escape
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Services

KINDS = {
    "dataSet": "dataSet",
    "sample": "sample",
    "object": "sample",
    "experiment": "experiment",
    "collection": "experiment",
}
"""Maps the kinds of a link, also by the names that openBIS's ELN shows, to those of the panel."""
_PERM_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
_MAX_SHOWN = 100
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>openBIS</title></head>
<body><h1>This link cannot be opened</h1><p>{message}</p></body></html>
"""


class OpenHandler(JupyterHandler):
    """`openbis/open?permId=…`: leads to JupyterLab, whose panel then shows that object or data set.

    Other sites link to it, so it changes nothing and asks nothing of openBIS: it checks the link, and redirects.
    """

    auth_resource = "jupyter_openbis_server:openbis"

    def initialize(self, services: Services) -> None:
        """Store the services that the extension passes to every handler."""
        self.services = services

    def set_default_headers(self) -> None:
        """Forbid scripts, frames, content sniffing and caching: the message repeats parts of the link."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    @authenticated
    @authorized
    async def get(self) -> None:
        """Redirect to JupyterLab; a page with the reason if the link is wrong."""
        perm_id, kind = self.get_query_argument("permId", ""), self.get_query_argument("kind", "")
        connection = self.get_query_argument("connection", "")
        if not _PERM_ID.fullmatch(perm_id):
            await self._refuse(400, f"“{_shown(perm_id)}” is no permId of openBIS.")
        elif kind and kind not in KINDS:
            await self._refuse(400, f"“{_shown(kind)}” is no kind; kinds are {', '.join(KINDS)}.")
        elif connection and connection not in self.services.use_cases.connections.known.names():
            reason = f"There is no openBIS connection of the name “{_shown(connection)}” here."
            await self._refuse(404, f"{reason} Add it in the openBIS panel of JupyterLab.")
        else:
            wanted = {"openbis-permid": perm_id, "openbis-kind": KINDS.get(kind), "openbis-connection": connection}
            query = urlencode({name: value for name, value in wanted.items() if value})
            self.redirect(f"{url_path_join(self.base_url, 'lab')}?{query}")

    async def _refuse(self, status: int, message: str) -> None:
        self.set_status(status)
        await self.finish(_PAGE.format(message=xhtml_escape(message)))


def _shown(text: str) -> str:
    """Return a part of the link for the message; not escaped."""
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
