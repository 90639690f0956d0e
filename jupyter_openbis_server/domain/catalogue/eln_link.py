"""Links to the ELN, the web application for users of openBIS."""

from __future__ import annotations

import json
import re
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

_APPLICATION = "/openbis/webapp/eln-lims/"
_VIEWS = {
    EntityKind.SPACE: "showSpacePage",
    EntityKind.PROJECT: "showProjectPageFromPermId",
    EntityKind.EXPERIMENT: "showExperimentPageFromIdentifier",
    EntityKind.SAMPLE: "showViewSamplePageFromPermId",
    EntityKind.DATA_SET: "showViewDataSetPageFromPermId",
}
_KINDS = {
    **{view: kind for kind, view in _VIEWS.items()},
    "showProjectPageFromIdentifier": EntityKind.PROJECT,
    "showExperimentPageFromPermId": EntityKind.EXPERIMENT,
    "showViewSamplePageFromIdentifier": EntityKind.SAMPLE,
}
_OTHER_APPLICATIONS_KINDS = {
    "PROJECT": EntityKind.PROJECT,
    "EXPERIMENT": EntityKind.EXPERIMENT,
    "SAMPLE": EntityKind.SAMPLE,
    "DATA_SET": EntityKind.DATA_SET,
}
PERM_ID = re.compile(r"(?<!\d)\d{17}-\d+")


def eln_url(instance_url: str, kind: EntityKind, perm_id: str, identifier: str = "") -> str:
    """Return the address of the page of the ELN for an entity or data set.

    Args:
        instance_url: URL of the openBIS installation, normalised.
        kind: The kind of the entity.
        perm_id: Its permId; for a space, its code.
        identifier: Its identifier; required for experiments only, because the ELN opens their page by nothing else.
    """
    shown = json.dumps([identifier, False], separators=(",", ":")) if kind is EntityKind.EXPERIMENT else perm_id
    # `null`: the ELN finds the entry in its menu itself; the format of `menuUniqueId` differs between versions.
    query = f"menuUniqueId=null&viewName={_VIEWS[kind]}&viewData={quote(shown, safe='')}"
    return f"{instance_url}{_APPLICATION}?{query}"


def parse_eln_link(link: str) -> tuple[EntityKind | None, str] | None:
    """Return the kind and reference in a link to openBIS; None if it is not a link or names no entity or data set.

    The host is not checked: users may use several host names for the same openBIS.

    Args:
        link: An address of the ELN, or of another web application of openBIS.

    Returns:
        Its kind, None if the link does not state it; and its permId, identifier, or (for a space) code.
    """
    link = link.strip()
    if not link[:8].lower().startswith(("http://", "https://")):  # before the work of parsing: mostly it is a permId
        return None
    parts = _split(link)
    if parts is None:
        return None
    parameters = {**parse_qs(parts.query), **parse_qs(parts.fragment.lstrip("?/"))}
    view, shown = parameters.get("viewName", [""])[0], parameters.get("viewData", [""])[0]
    if view in _KINDS and shown:
        return _KINDS[view], _first_text(shown)
    kind, perm_id = parameters.get("entity", [""])[0], parameters.get("permId", [""])[0]
    if kind in _OTHER_APPLICATIONS_KINDS and perm_id:
        return _OTHER_APPLICATIONS_KINDS[kind], perm_id
    found = PERM_ID.search(unquote(link))
    return (None, found[0]) if found else None


def _split(link: str) -> SplitResult | None:
    try:
        return urlsplit(link)
    except ValueError:
        return None


def _first_text(view_data: str) -> str:
    """Return the permId or identifier in `viewData` of the ELN: bare, in quotes, in a list, or in an object."""
    try:
        data = json.loads(unquote(view_data))
    except (ValueError, RecursionError):
        return view_data
    if isinstance(data, dict):
        data = data.get("permIdOrIdentifier")
    if isinstance(data, list) and data:
        data = data[0]
    return data if isinstance(data, str) else view_data


def data_set_perm_id(text: str) -> str:
    """Return the permId in a text of a user: the permId in a link of the ELN, else the stripped text itself."""
    linked = parse_eln_link(text)
    return linked[1] if linked else text.strip()
