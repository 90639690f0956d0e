"""The page with the reference of the HTTP API."""

import json
import re

from tests.unit.site.extensions import ROOT, extension

openapi_page = extension("openapi_page")
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())


def test_each_operation_has_a_section() -> None:
    page = openapi_page.openapi_page(DOCUMENT)
    operations = [
        f"### {verb.upper()} `{path}`"
        for path, item in DOCUMENT["paths"].items()
        for verb in item
        if verb != "parameters"
    ]
    assert len(operations) > 30
    assert [each for each in operations if f"\n{each}\n" not in page] == []


def test_links_to_schemas_lead_to_their_sections() -> None:
    page = openapi_page.openapi_page(DOCUMENT)
    linked = set(re.findall(r"\]\(#(\w+)\)", page))
    assert len(linked) > 50
    assert linked <= {each.lower() for each in DOCUMENT["components"]["schemas"]}


def test_types_are_named_with_alternatives_items_and_formats() -> None:
    schema = {"type": ["array", "null"], "items": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}}
    assert openapi_page.type_of(schema) == "list of [A](#a) or string or null"
    assert openapi_page.type_of({"type": "string", "format": "date-time"}) == "string (date-time)"
    assert openapi_page.type_of({"type": "object", "additionalProperties": {"type": "integer"}}) == "object of integer"
    assert openapi_page.type_of({"type": "string", "enum": ["a", "b"]}) == "`a` or `b`"
