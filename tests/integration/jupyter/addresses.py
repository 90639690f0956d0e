"""The addresses of the extension below Jupyter's base URL, and what can be done with each."""

import re

from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
EXAMPLES = {
    "name": "lab",
    "identifier": "%2FA%2FB",
    "kind": "sample",
    "permId": "20200101000000000-1",
    "path": "%2Ftmp%2Fx",
    "job": "7f3c",
}

NOTHING = ["openbis", "openbis/nothing", "openbis/conns/", "openbis/unfinished/x"]
"""Unknown addresses below those of the extension."""

ALL_ROUTES = [re.sub(r"{(\w+)}", lambda match: EXAMPLES[match[1]], route.template).lstrip("/") for route in ROUTES]
OPERATIONS = [
    (verb.upper(), path, route.handler)
    for route, path in zip(ROUTES, ALL_ROUTES, strict=True)
    for verb in route.handler.operations
]
