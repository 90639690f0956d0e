"""Display of values of the ELN's word processor and spreadsheet."""

import base64
import json

import pytest

from jupyter_openbis_server.entrypoints.cli.output.rich_values import readable


def sheet(**content: object) -> str:
    return f"<DATA>{base64.b64encode(json.dumps(content).encode()).decode()}</DATA>"


def test_a_table_of_the_word_processor_has_columns() -> None:
    html = (
        '<figure class="table"><table><tbody><tr><td>Strain</td><td>OD&nbsp;600</td></tr>'
        "<tr><td><p>BY4741</p></td><td>0.8 &lt; 1</td></tr></tbody></table></figure><p>Grown over night.</p>"
    )
    assert readable(html) == ["Strain  OD 600", "BY4741  0.8 < 1", "Grown over night."]


def test_paragraphs_lists_and_pictures_are_lines() -> None:
    html = '<?xml version="1.0"?><html><head><title>t</title></head><body><h2>Day <b>1</b></h2><p>a<br>b</p>'
    html += '<ul><li>x</li><li>y</li></ul><script>alert(1)</script><p><img src="a.png" alt="gel"></p></body></html>'
    assert readable(html) == ["Day 1", "a", "b", "- x", "- y", "[gel]"]


@pytest.mark.parametrize("html", ["<p>open <b>never", "<table><tr><td>a<td>b", "<p", "<div>" * 5000 + "x"])
def test_invalid_html_is_no_error(html: str) -> None:
    assert all("\n" not in line for line in readable(html))


def test_a_spreadsheet_is_a_table_without_its_empty_edges() -> None:
    values = [["1", "2", ""], ["x", "", ""], ["", "", ""]]
    assert readable(sheet(headers=["A", "B", "C"], data=[["=1", "", ""]], values=values)) == ["A  B", "1  2", "x"]
    assert readable(sheet(headers=["A"], data=[["7"]])) == ["A", "7"]
    assert readable(sheet(headers=["A"], data=[[""]], values=[[""]])) == ["(an empty spreadsheet)"]


@pytest.mark.parametrize("text", ["<DATA>====</DATA>", "<DATA></DATA>", sheet(values=7), "<DATA>bm8=</DATA>"])
def test_invalid_spreadsheet_is_no_error(text: str) -> None:
    assert readable(text) == ["(an empty spreadsheet)"]


def test_other_texts_are_unchanged() -> None:
    assert readable("a < b\nc") == ["a < b", "c"]
    assert readable("<unknown>") == ["<unknown>"]
    assert readable("") == [""]
