"""Provenance of a notebook that is published as files, which have no properties, as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.properties.property_value import is_unset

_FORMAT = "jupyter-openbis-publication/1"


@dataclass(frozen=True)
class Provenance:
    """What openBIS records of a data set: its origin, time, user, parents and properties.

    Attributes:
        notebook: Name of the notebook, in the same folder.
        page: Name of its HTML page.
        published: When, with a time zone.
        published_by: Name of the openBIS user.
        program: Name and version of this program.
        url: openBIS's address.
        owner: The sample or experiment that the files are stored with.
        parents: PermIds of the data sets that the notebook has used.
        properties: Maps the property code of a data set to a value.
    """

    notebook: str
    page: str
    published: dt.datetime
    published_by: str
    program: str
    url: str
    owner: Entity
    parents: tuple[str, ...]
    properties: Mapping[str, object]

    def as_json(self) -> bytes:
        """Return the document in UTF-8, without properties that are not set. Values that JSON lacks are texts."""
        owner = self.owner
        document = {
            "format": _FORMAT,
            "notebook": self.notebook,
            "page": self.page,
            "published": self.published.astimezone(dt.timezone.utc).isoformat(timespec="seconds"),
            "publishedBy": self.published_by,
            "program": self.program,
            "openbis": self.url,
            "owner": {"kind": owner.kind.value, "permId": owner.perm_id, "identifier": owner.identifier},
            "parents": list(self.parents),
            "properties": {
                code.strip().upper(): value for code, value in self.properties.items() if not is_unset(value)
            },
        }
        return (json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8", "replace")
