"""Links into the ELN, the web application in which openBIS's users work."""

from __future__ import annotations

import json
import re
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from jupyter_openbis_server.domain.model.entity import EntityKind

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
_PERM_ID = re.compile(r"(?<!\d)\d{17}-\d+")


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


def linked_thing(link: str) -> tuple[EntityKind | None, str] | None:
    """Return what a link into openBIS shows; None if it is no link, or shows nothing in particular.

    Of the host nothing is asked: people use several names for the same openBIS.

    Args:
        link: An address of the ELN, or of another web application of openBIS.

    Returns:
        What it is, as far as the link tells; and its permId, identifier, or (of a space) code.
    """
    parts = _split(link.strip())
    if parts is None or parts.scheme not in ("http", "https"):
        return None
    told = {**parse_qs(parts.query), **parse_qs(parts.fragment.lstrip("?/"))}
    view, shown = told.get("viewName", [""])[0], told.get("viewData", [""])[0]
    if view in _KINDS and shown:
        return _KINDS[view], _first_text(shown)
    kind, perm_id = told.get("entity", [""])[0], told.get("permId", [""])[0]
    if kind in _OTHER_APPLICATIONS_KINDS and perm_id:
        return _OTHER_APPLICATIONS_KINDS[kind], perm_id
    found = _PERM_ID.search(unquote(link))
    return (None, found[0]) if found else None


def _split(link: str) -> SplitResult | None:
    try:
        return urlsplit(link)
    except ValueError:
        return None


def _first_text(view_data: str) -> str:
    """Return the permId or identifier in what the ELN's views are told: bare, in quotes, in a list, or in an object."""
    try:
        data = json.loads(unquote(view_data))
    except (ValueError, RecursionError):
        return view_data
    if isinstance(data, dict):
        data = data.get("permIdOrIdentifier")
    if isinstance(data, list) and data:
        data = data[0]
    return data if isinstance(data, str) else view_data
