"""Links into the ELN, the web application in which openBIS's users work."""

from __future__ import annotations

import json
from urllib.parse import quote

from jupyter_openbis_server.domain.model.entity import EntityKind

_APPLICATION = "/openbis/webapp/eln-lims/"
_VIEWS = {
    EntityKind.SPACE: "showSpacePage",
    EntityKind.PROJECT: "showProjectPageFromPermId",
    EntityKind.EXPERIMENT: "showExperimentPageFromIdentifier",
    EntityKind.SAMPLE: "showViewSamplePageFromPermId",
    EntityKind.DATA_SET: "showViewDataSetPageFromPermId",
}


def eln_url(instance_url: str, kind: EntityKind, perm_id: str, identifier: str = "") -> str:
    """Return the address at which the ELN shows something.

    Args:
        instance_url: Of the openBIS installation, normalised.
        kind: What it is.
        perm_id: Its permId; of a space, its code.
        identifier: Its identifier; only experiments need it, whose page the ELN opens by nothing else.
    """
    shown = json.dumps([identifier, False], separators=(",", ":")) if kind is EntityKind.EXPERIMENT else perm_id
    # The ELN finds the place in its menu by itself; what it would be told there differs from version to version.
    query = f"menuUniqueId=null&viewName={_VIEWS[kind]}&viewData={quote(shown, safe='')}"
    return f"{instance_url}{_APPLICATION}?{query}"
