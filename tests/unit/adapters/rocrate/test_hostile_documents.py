"""Documents with wrong values anywhere: they are refused, or read as far as they are valid."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_openbis_server.adapters.rocrate import RocrateElnReader, RocrateReader, RocrateWriter
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.contract.contracts.crate_documents import crate
from tests.support.eln_archive import graph

CURVE = "Growth - 1a2b/curve 1.csv"
FILES = {each.path: each.source for each in crate().files if each.source}
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 1e999, 10**400, "", "x", "\ud800", "../../x", "/etc/passwd", "./", "a\0b", "<!--" * 100,
    [], [[]], [None], {}, {"@id": "./"}, {"@id": 7}, [{"@id": "./"}] * 3, {"a": {"b": {}}},
]  # fmt: skip
KEYS = [
    "@id",
    "@type",
    "hasPart",
    "localPath",
    "identifier",
    "author",
    "contentSize",
    "sha256",
    "text",
    "mentions",
    "comment",
    "step",
    "variableMeasured",
    "license",
    "isBasedOn",
    "mainEntity",
    "about",
    "encodingFormat",
    "keywords",
    "instrument",
    "object",
    "result",
]


def damaged(document: dict[str, Any], number: int) -> Iterator[bytes]:
    """Yield documents, each with up to four wrong values, missing or repeated entities."""
    choose = random.Random(number)
    for _ in range(60):
        entities: list[Any] = json.loads(json.dumps(document["@graph"]))
        for _ in range(choose.randint(1, 4)):
            entity = choose.choice([each for each in entities if isinstance(each, dict)])
            action = choose.random()
            if action < 0.8:
                entity[choose.choice([*entity, *KEYS])] = choose.choice(ODD)
            elif action < 0.9:
                entities.append({**entity, "name": "again"})
            else:
                entities.remove(entity)
        yield json.dumps({"@graph": entities}).encode()


@pytest.mark.parametrize("number", range(2))
def test_research_objects_are_read_and_written_again_or_refused(number: int) -> None:
    read = 0
    for document in damaged(json.loads(RocrateWriter().document(crate())), number):
        try:
            found = RocrateReader().crate("crate.zip", document, FILES)
        except InvalidCrate:
            continue
        assert all(".." not in each.path.split("/") for data_set in found.inputs for each in data_set.files)
        RocrateWriter().document(found)
        read += 1
    assert read > 5


@pytest.mark.parametrize("number", range(2))
def test_entries_of_archives_are_read_or_refused(number: int) -> None:
    read = 0
    for document in damaged({"@graph": graph()}, number):
        try:
            entries = RocrateElnReader().archive("a.eln", document, {CURVE: ContentFile(CURVE, b"1")})
        except InvalidCrate:
            continue
        for each in entries:
            "".join(
                (each.code, each.name, each.text, each.formatted_text, *each.fields, *each.fields.values())
            ).encode()
        read += 1
    assert read > 5
