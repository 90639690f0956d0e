"""Reading of `.eln` archives, as the programs of the ELN consortium write them."""

import json
import time
from typing import Any

import pytest

from jupyter_openbis_server.adapters.rocrate import RocrateElnReader, eln
from jupyter_openbis_server.adapters.rocrate.eln_texts import is_html, plain, rich
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.support.eln_archive import METADATA, graph

CURVE = "Growth - 1a2b/curve 1.csv"


def read(*paths: str, entities: list[dict[str, Any]]) -> ArchiveResults[ElnEntry]:
    document = json.dumps({"@graph": entities}).encode()
    return RocrateElnReader().archive("a.eln", document, {path: ContentFile(path, b"1") for path in paths})


def archive_of(*entities: dict[str, Any], parts: tuple[str, ...] = ("./a/",)) -> list[dict[str, Any]]:
    """Return a description with entities; some are its parts."""
    descriptor = {"@id": METADATA, "about": {"@id": "./"}}
    root = {"@id": "./", "@type": "Dataset", "hasPart": [{"@id": each} for each in parts]}
    return [descriptor, root, *({"@type": "Dataset", **each} for each in entities)]


def names_of(entry: ElnEntry) -> list[str]:
    return [each.name for each in entry.files]


def test_entries_have_texts_fields_and_the_files_that_are_there():
    first, second = read(CURVE, entities=graph())
    assert first.name == "Growth"
    assert first.text == "Aim\nGrow <yeast> at 30 °C\ntwice\none"
    assert first.formatted_text == ("<h1>Aim</h1><p>Grow &lt;yeast&gt; at 30\xa0°C<br>twice</p><ul><li>one</li></ul>")
    assert first.fields == {
        "keywords": "yeast,growth",
        "category": "Demo",
        "genre": "experiment",
        "status": "Success",
        "created": "2024-05-17T14:30:00+02:00",
        "author": "Ada Lovelace",
        "Temperature": "30 °C",
        "created 2": "May, true",
        "steps": "[x] Weigh",
        "comments": "Ada Lovelace: Well done",
        "links": "Empty",
    }
    assert names_of(first) == ["curve 1.csv"]
    assert (first.missing, first.digests) == (("Growth - 1a2b/missing.csv",), {})
    assert (second.name, second.text, second.files) == ("Empty", "", ())


def test_a_byte_order_mark_is_no_part_of_the_document():
    document = b"\xef\xbb\xbf" + json.dumps({"@graph": graph()}).encode()
    assert len(RocrateElnReader().archive("a.eln", document, {})) == 2


def test_several_authors_and_lists_of_keywords_are_kept():
    people = [{"@id": "#1", "name": "Ada"}, {"@id": "#2", "email": "bert@example.org"}]
    entry = {"@id": "./a/", "authors": [{"@id": "#1"}, {"@id": "#2"}], "keywords": ["x", "y", {"name": "z"}]}
    (found,) = read(entities=archive_of(entry, *people))
    assert (found.fields["author"], found.fields["keywords"]) == ("Ada, bert@example.org", "x, y, z")


@pytest.mark.parametrize(
    ("text", "media_type", "expected"),
    [
        ("# a\n\n- b < c & d", "text/markdown", "# a\n\n- b < c & d"),
        ("if a <b> c", "text/plain", "if a <b> c"),
        ("<p>a</p>", "text/html", "a"),
        ("<p>a</p>", "", "a"),
        ("a &lt; b", "", "a < b"),
        ("a < b & c", "", "a < b & c"),
    ],
)
def test_only_html_is_read_as_html(text: str, media_type: str, expected: str):
    (found,) = read(entities=archive_of({"@id": "./a/", "text": text, "encodingFormat": media_type}))
    assert found.text == expected


def test_a_description_may_be_an_entity_of_its_own_as_in_kadi4mat():
    text = {"@id": "#d", "@type": "TextObject", "encodingFormat": "text/markdown", "text": "a <b"}
    (found,) = read(entities=archive_of({"@id": "./a/", "description": {"@id": "#d"}}, text))
    assert (found.text, found.formatted_text) == ("a <b", "<p>a &lt;b</p>")


def test_data_sets_inside_an_entry_are_a_part_of_it_unless_they_are_entries_themselves():
    entities = archive_of(
        {"@id": "./a/", "text": "top", "hasPart": [{"@id": "./m/"}, {"@id": "./b/"}, {"@id": "./a/"}]},
        {"@id": "./b/", "text": "own"},
        {"@id": "./m/", "text": "<p>message</p>", "hasPart": [{"@id": "./m/x.txt"}, {"@id": "./a/"}]},
        {"@id": "./m/x.txt", "@type": "File"},
        parts=("./a/", "./b/"),
    )
    first, second = read("m/x.txt", "m/y.txt", "b/z.txt", entities=entities)
    assert (first.text, first.formatted_text) == ("top\nmessage", "<p>top</p><p>message</p>")
    assert names_of(first) == ["m/x.txt", "m/y.txt"]
    assert (second.text, names_of(second)) == ("own", ["z.txt"])


def test_files_in_the_folder_of_an_entry_belong_to_it_though_it_does_not_list_them():
    entities = archive_of(
        {"@id": "./a/", "hasPart": [{"@id": "./a/1"}, {"@id": "./2"}]},
        {"@id": "./a/b/"},
        {"@id": "./a/1", "@type": "File"},
        {"@id": "./2", "@type": "File"},
        parts=("./a/", "./a/b/"),
    )
    first, second = read("a/1", "a/2", "2", "a/b/3", "far/4", entities=entities)
    assert (names_of(first), names_of(second)) == (["1", "2", "other/2"], ["3"])


@pytest.mark.parametrize("written", ["./a/50%25 x.txt", "./a/50% x.txt", "a/50%25%20x.txt", "./a//50% x.txt"])
def test_ids_of_files_may_be_encoded_or_not(written: str):
    file = {"@id": written, "@type": "File"}
    (found,) = read("a/50% x.txt", entities=archive_of({"@id": "./a/", "hasPart": [{"@id": written}]}, file))
    assert names_of(found) == ["50% x.txt"]


def test_texts_that_many_entries_refer_to_are_limited(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(eln, "_MAX_CHARACTERS", 1000)
    parts = tuple(f"./{number}/" for number in range(20))
    entries = [{"@id": each, "comment": {"@id": "#c"}} for each in parts]
    entities = archive_of(*entries, {"@id": "#c", "text": "x" * 100}, parts=parts)
    with pytest.raises(InvalidCrate, match="million characters"):
        read(entities=entities)


def test_data_sets_inside_several_entries_are_a_part_of_the_first_one():
    parts = tuple(f"./{number}/" for number in range(3))
    entries = [{"@id": each, "hasPart": {"@id": "./m/"}} for each in parts]
    found = read(entities=archive_of(*entries, {"@id": "./m/", "text": "x"}, parts=parts))
    assert [each.text for each in found] == ["x", "", ""]


def test_an_archive_without_entries_is_refused():
    with pytest.raises(InvalidCrate, match="no entries"):
        read(entities=archive_of(parts=()))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<style>p{}</style>a<script>b()</script>c", "ac"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("a < b & c", "a < b & c"),
        ("a <b c", "a <b c"),
        ("a<!-- b --><!doctype x>c", "ac"),
        ("</script>" * 3 + "a", "a"),
        ("a &#" + "9" * 5000 + ";", "a &#" + "9" * 5000 + ";"),
        ("<img src='data:image/png;base64," + "A" * 2_000_000 + "'>a", "a"),
    ],
)
def test_markup_becomes_lines(html: str, expected: str):
    assert plain(html) == expected


def test_a_text_that_is_too_long_says_so():
    assert plain("a" * 1_000_001).endswith("a\n[The rest was left out: the text has more than 1,000,000 characters]")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>a</h1><p>b <b>c</b> <em>d</em></p>", "<h1>a</h1><p>b <b>c</b> <em>d</em></p>"),
        ("<a href='https://a.example/?b=1&amp;c' onclick='x()'>d</a>", '<a href="https://a.example/?b=1&amp;c">d</a>'),
        ('<td colspan="2" style="x">a</td>', '<td colspan="2">a</td>'),
        ("<ul><li>a", "<ul><li>a</li></ul>"),
        ("a</p></div>b", "ab"),
        ("<b><i>a</b>c</i>", "<b><i>a</i></b>c"),
        ("&lt;script&gt;a()&lt;/script&gt;", "&lt;script&gt;a()&lt;/script&gt;"),
        ("<script>a()</script>b<script>c", "b"),
        ("<img src=x onerror=a()>b", "b"),
        ("<a href='java\tscript:a()'>b</a>", "<a>b</a>"),
        ('<a href="https://a.example/&quot; onclick=&quot;b()">c</a>', "<a>c</a>"),
        ("<a href='data:text/html,<script>'>b</a>", "<a>&#x27;&gt;b</a>"),
        ("<p title='</p><script>a()</script>'>b", "<p>&#x27;&gt;b</p>"),
        ("<noscript><p title='</noscript><img src=x onerror=a()>'>", "<p>&#x27;&gt;</p>"),
        ("<svg/onload=a()><p/onclick=b()>c", "<p>c</p>"),
        ("<" * 3 + "p>", "&lt;&lt;<p></p>"),
        ("<!--><script>a()</script>-->b", "--&gt;b"),
    ],
)
def test_rich_texts_have_nothing_that_a_browser_executes(html: str, expected: str):
    assert rich(html) == expected


@pytest.mark.parametrize("part", ["<!--", "<!", "<a ", "</", "<script", "<td>", "<b x='", "&#", "<ul><li>"])
def test_unfinished_html_is_read_in_a_short_time(part: str):
    """Python's parser takes minutes for some of these."""
    html = part * (40_000 // len(part))
    begun = time.process_time()
    assert is_html(html, "text/html")
    plain(html), rich(html)
    assert time.process_time() - begun < 2


def test_checksums_are_those_of_the_files_under_their_names():
    sums = {"sha256": "A" * 64, "contentSize": "7"}
    files = [{"@id": "./a/b%20c.csv", "@type": "File", **sums}, {"@id": "a/d.csv", "@type": "File", "sha256": "short"}]
    entry = {"@id": "./a/", "hasPart": [{"@id": each["@id"]} for each in files]}
    (found,) = read("a/b c.csv", "a/d.csv", entities=archive_of(entry, *files))
    assert found.digests == {"b c.csv": (Digest(7, sha256="a" * 64),)}
    without_size = [{key: value for key, value in each.items() if key != "contentSize"} for each in files]
    (found,) = read("a/b c.csv", entities=archive_of(entry, *without_size))
    assert (found.digests, found.missing) == ({"b c.csv": (Digest(1, sha256="a" * 64),)}, ("a/d.csv",))


def test_files_on_other_servers_are_not_missing():
    entry = {"@id": "./a/", "hasPart": [{"@id": "https://example.org/pollen.jpg"}, {"@id": "a/x.csv"}]}
    files = [{"@id": each["@id"], "@type": "File"} for each in entry["hasPart"]]
    (found,) = read(entities=archive_of(entry, *files))
    assert found.missing == ("a/x.csv",)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"contentSize": "7"}, (Digest(7),)),
        ({"contentSize": 7}, (Digest(7),)),
        ({}, None),
        ({"contentSize": "7 KB"}, None),
    ],
)
def test_sizes_are_stated_also_without_checksums(stated: dict[str, Any], expected: tuple[Digest, ...] | None):
    file = {"@id": "./a/1", "@type": "File", **stated}
    (found,) = read("a/1", entities=archive_of({"@id": "./a/", "hasPart": [{"@id": "./a/1"}]}, file))
    assert found.digests.get("1") == expected


def test_a_file_has_all_that_its_descriptions_state():
    entry = {"@id": "./a/", "hasPart": [{"@id": "./a/1"}, {"@id": "a/1"}]}
    files = ({"@id": "./a/1", "@type": "File", "md5": "0" * 32}, {"@id": "a/1", "@type": "File", "contentSize": "7"})
    (found,) = read("a/1", entities=archive_of(entry, *files))
    assert found.digests == {"1": (Digest(1, md5="0" * 32), Digest(7))}


def test_files_of_no_entry_are_named():
    root = {"@id": "./", "hasPart": [{"@id": "raw.dat"}, {"@id": "lost.dat"}, {"@id": "https://example.org/x"}]}
    files = [{"@id": each["@id"], "@type": "File"} for each in root["hasPart"]]
    entry = {"@id": "./a/", "hasPart": [{"@id": "shared/s.txt"}]}
    shared = {"@id": "shared/s.txt", "@type": "File"}
    descriptor, described, *rest = archive_of(entry, shared, *files)
    described["hasPart"] += root["hasPart"]
    paths = ("raw.dat", "a/1", "shared/s.txt", "shared/t.txt", "other/g.txt")
    of_archive = (METADATA, "ro-crate-preview.html", "ro-crate-preview_files/x.css")
    found = read(*paths, *of_archive, entities=[descriptor, described, *rest])
    assert names_of(found[0]) == ["shared/s.txt", "1"]
    assert found.unused == ("raw.dat", "shared/t.txt", "other/g.txt")
    assert found.missing == ("lost.dat",)


def test_an_archive_has_no_other_files_than_those_of_its_entries():
    found = read(CURVE, entities=graph())
    assert (found.unused, found.missing) == ((), ())
