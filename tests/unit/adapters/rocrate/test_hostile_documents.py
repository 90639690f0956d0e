"""Documents with wrong values anywhere: they are refused, or read as far as they are valid."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_openbis_server.adapters.rocrate import RocrateElnReader, RocrateReader, RocrateWriter, work_limit
from jupyter_openbis_server.domain.errors import Cancelled, InvalidCrate
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
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


def repeated(shared: dict[str, Any], key: str, number: int = 300) -> bytes:
    """Return a document whose entries all refer to the same entity."""
    parts = [{"@id": f"./{each}/"} for each in range(number)]
    entries = [{**each, "@type": "Dataset", key: {"@id": "#shared"}} for each in parts]
    root = {"@id": "./", "@type": "Dataset", "hasPart": parts}
    descriptor = {"@id": "ro-crate-metadata.json", "about": {"@id": "./"}}
    return json.dumps({"@graph": [descriptor, root, {"@id": "#shared", **shared}, *entries]}).encode()


REPEATED = [
    ({"value": [""] * 300}, "variableMeasured"),
    ({"unitText": [None] * 300}, "variableMeasured"),
    ({"author": [None] * 300}, "comment"),
    ({"text": "<b>" * 1000}, "comment"),
    ({"text": [None] * 300}, "description"),
    ({"itemListElement": [{"@id": "#shared"}] * 300}, "step"),
    ({"@type": ["x"] * 300}, "hasPart"),
    ({"name": [[]] * 300}, "about"),
]


@pytest.mark.parametrize(("shared", "key"), REPEATED)
def test_long_lists_and_texts_that_all_entries_repeat_are_refused(
    monkeypatch: pytest.MonkeyPatch, shared: dict[str, Any], key: str
) -> None:
    """Empty values leave no text, so the limit of texts does not apply."""
    monkeypatch.setattr(work_limit, "MAX_WORK", 600_000)
    assert len(RocrateElnReader().archive("a.eln", repeated(shared, key, 30), {})) == 30
    with pytest.raises(InvalidCrate, match="repeat too many values"):
        RocrateElnReader().archive("a.eln", repeated(shared, key), {})


def test_reading_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_limit, "_CHECKED_AFTER", 1000)
    cancellation = Cancellation()
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        RocrateElnReader().archive("a.eln", repeated(*REPEATED[0]), {})


def test_the_beginning_of_a_shared_text_is_enough_for_a_name() -> None:
    found = RocrateElnReader().archive("a.eln", repeated({"name": "x" * 20_000}, "about", 3), {})
    assert [len(each.fields["category"]) for each in found] == [10_000] * 3
