"""Reading of `.eln` archives."""

import json

import pytest

from jupyter_openbis_server.adapters.rocrate import RocrateElnReader
from jupyter_openbis_server.adapters.rocrate.eln import plain
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.support.eln_archive import graph

CURVE = "Growth - 1a2b/curve 1.csv"


def test_entries_have_texts_fields_and_the_files_that_are_there():
    document = json.dumps({"@graph": graph()}).encode()
    first, second = RocrateElnReader().entries("a.eln", document, {CURVE: ContentFile(CURVE, b"1")})
    assert first.name == "Growth"
    assert first.text == "Aim\nGrow <yeast> at 30 °C\ntwice\none"
    assert first.fields == {
        "keywords": "yeast,growth",
        "category": "experiment",
        "created": "2024-05-17T14:30:00+02:00",
        "author": "Ada Lovelace",
        "Temperature": "30 °C",
    }
    assert [each.name for each in first.files] == ["curve 1.csv"]
    assert (second.name, second.text, second.files) == ("Empty", "", ())


def test_an_archive_without_entries_is_refused():
    found = [{"@id": "ro-crate-metadata.json", "about": {"@id": "./"}}, {"@id": "./", "@type": "Dataset"}]
    with pytest.raises(InvalidCrate, match="no entries"):
        RocrateElnReader().entries("a.eln", json.dumps({"@graph": found}).encode(), {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain  text\n\nstays", "plain  text\n\nstays"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<style>p{}</style>a<script>b()</script>c", "ac"),
        ("<table><tr><td>1</td></tr></table>", "1"),
        ("a < b & c", "a < b & c"),
        ("<" * 10_000, "<" * 10_000),
        ("</script>" * 3 + "a", "a"),
    ],
)
def test_markup_becomes_lines(text: str, expected: str):
    assert plain(text) == expected
