import itertools
import json
import math
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.shared import incremental_json
from jupyter_openbis_server.adapters.shared.incremental_json import TooLarge, read_json

PLENTY = 1 << 40
WINDOW = 64

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('"\\/,:[]{}\n\x7f\ud83d\ude00é\U0001f600'), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=60)


@pytest.fixture(autouse=True, scope="module")
def small_steps() -> Iterator[None]:
    """Parse short documents in parts as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incremental_json, "SMALL_BYTES", 1)
        patch.setattr(incremental_json, "_WINDOW", WINDOW)
        patch.setattr(incremental_json, "_BATCH", WINDOW // 2)
        yield


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def parsed(text: str, size: int = 7) -> Any:
    return read_json(pieces(text.encode(errors="surrogatepass"), size), PLENTY)


def texts_of(value: Any) -> Iterator[str]:
    for ascii_, indent in itertools.product((True, False), (None, 2)):
        yield json.dumps(value, ensure_ascii=ascii_, indent=indent)
    yield json.dumps(value, separators=(",", ":"))


@given(value=VALUES, size=st.integers(1, 90))
@example(value=["\\" * 300, "\U0001f600" * 100, "é" * 200, '"' * 150, "\ud83d" * 70], size=11)
@example(value=[{"a": [{"b": 1}, {"c": "},{"}]}] * 30, size=50)
@example(value=[[], [[]], [[], []]] * 40, size=50)
@example(value={str(number): number for number in range(100)}, size=50)
def test_values_are_those_of_json_loads(value: Any, size: int) -> None:
    for text in texts_of(value):
        assert parsed(text, size) == json.loads(text)


@given(value=VALUES, chance=st.randoms(use_true_random=False))
def test_documents_that_json_loads_refuses_are_refused(value: Any, chance: Any) -> None:
    text = json.dumps([value, value], separators=(",", ":"))
    at, more = chance.randrange(len(text)), chance.choice(("", ",", '"', "\\", "}", "]", "[", "x", "\x01", "-", " "))
    broken = text[:at] + more + text[at + 1 :]
    try:
        expected = json.loads(broken)
    except ValueError:
        with pytest.raises(ValueError):
            parsed(broken)
    else:
        assert parsed(broken) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[1",
        "[1,",
        "[1,]",
        "[[1],",
        '{"a"}',
        '{"a":1,}',
        "{1:2}",
        "[1 2]",
        "nul",
        '"abc',
        '["\n"]',
        "[1] x",
        "[" * 100,
        "{}{}",
    ],
)
@pytest.mark.parametrize("filling", ["", " " * 3 * WINDOW])
def test_invalid_json_is_refused(text: str, filling: str) -> None:
    with pytest.raises(ValueError):
        parsed(filling + text + filling)


@pytest.mark.parametrize("depth", [70, 900, 100_000])
@pytest.mark.parametrize("brackets", ["[]", '{"k":}'])
def test_deeply_nested_documents_are_refused(brackets: str, depth: int) -> None:
    opening, closing = brackets[:-1], brackets[-1]
    filled = '"' + "x" * 2 * WINDOW + '"'
    with pytest.raises(ValueError, match="nested"):
        parsed(opening * depth + filled + closing * depth, 50)


@pytest.mark.parametrize("content", [b'["\xff"]', b'["' + b"x" * 200 + b"\xc3", '["é"]'.encode("utf-16")])
def test_only_utf_8_is_read(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_json(pieces(content, 3), PLENTY)


def test_a_byte_order_mark_is_skipped() -> None:
    assert read_json([b"\xef\xbb\xbf[1", b",2]"], PLENTY) == [1, 2]


@pytest.mark.parametrize("small", [1, 1000])
def test_constants_that_json_does_not_know_can_be_refused(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_json, "SMALL_BYTES", small)
    assert math.isnan(parsed("[NaN]")[0])
    seen: list[str] = []
    assert read_json([b'[[-Infinity],"NaN",', b" NaN]"], PLENTY, parse_constant=seen.append) == [[None], "NaN", None]
    assert seen[-1] == "NaN"


def test_last_of_duplicate_keys_is_used() -> None:
    assert parsed('{"a":' + '"x' * 1 + "x" * 200 + '","a":2}') == {"a": 2}


@settings(max_examples=50)
@given(rows=st.lists(st.dictionaries(TEXTS, SCALARS, max_size=3)), more=VALUES, size=st.integers(1, 90))
def test_rows_are_converted_in_order_and_each_once(rows: list[Any], more: Any, size: int) -> None:
    seen: list[Any] = []

    def row(value: Any) -> int:
        seen.append(value)
        return len(seen)

    text = json.dumps({"a": more, "result": {"b": [1, 2], "objects": rows, "c": more}, "objects": [3]})
    value = read_json(pieces(text.encode(), size), PLENTY, rows=("result", "objects"), row=row)
    assert seen == json.loads(json.dumps(rows))
    assert value["result"]["objects"] == list(range(1, len(rows) + 1))
    assert value["objects"] == [3]
    assert value["result"]["b"] == [1, 2]


@pytest.mark.parametrize(
    "text", ["7", "[]", '{"result":7}', '{"result":{"objects":{}}}', '{"result":[{"objects":[1]}]}']
)
@pytest.mark.parametrize("small", [1, 1000])
def test_without_rows_nothing_is_converted(text: str, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_json, "SMALL_BYTES", small)
    found = read_json([text.encode()], PLENTY, rows=("result", "objects"), row=pytest.fail)
    assert found == json.loads(text)


def test_rows_of_a_small_document_are_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_json, "SMALL_BYTES", 1000)
    found = read_json([b'{"result":{"objects":[1,2]}}'], PLENTY, rows=("result", "objects"), row=str)
    assert found == {"result": {"objects": ["1", "2"]}}


class TestLargeDocuments:
    @pytest.fixture(autouse=True)
    def usual_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(incremental_json, "SMALL_BYTES", 256 * 1024)
        monkeypatch.setattr(incremental_json, "_WINDOW", 64 * 1024)
        monkeypatch.setattr(incremental_json, "_BATCH", 32 * 1024)

    @pytest.mark.parametrize(
        "element",
        ["[]", "{}", "[[[]]]", '{"":0}', "1.5", "12345", '"ab"', '{"result":{"objects":[]}}', '[{"a":[{"b":{}}]}]'],
    )
    def test_memory_is_bounded_for_all_values(self, element: str) -> None:
        """The estimate is never below the actual use."""
        limit = 4 << 20
        block = ("," + element) * 10_000

        def endless() -> Iterator[bytes]:
            yield b'{"result":[' + element.encode()
            yield from itertools.repeat(block.encode(), 1000)

        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                read_json(endless(), limit)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < limit + (4 << 20), "besides the values: the text that is being parsed"

    def test_memory_of_rows_is_that_of_the_converted_values(self) -> None:
        row = '{"path":"a","more":[' + ",".join(["{}"] * 100) + "]}"
        text = '{"result":{"objects":[' + ",".join([row] * 10_000) + "]}}"
        kept = read_json(
            pieces(text.encode(), 100_000), 3_100_000, rows=("result", "objects"), row=lambda each: each["path"]
        )
        assert kept["result"]["objects"] == ["a"] * 10_000
        with pytest.raises(TooLarge):
            read_json(
                pieces(text.encode(), 100_000), 2_900_000, rows=("result", "objects"), row=lambda each: each["path"]
            )

    def test_a_row_is_bounded_too(self) -> None:
        text = '{"result":{"objects":[[' + ",".join(["[]"] * 200_000) + "]]}}"
        with pytest.raises(TooLarge):
            read_json(pieces(text.encode(), 100_000), 8 << 20, rows=("result", "objects"), row=len)

    @pytest.mark.parametrize("char", ["x", "é", "\\u00e9", "\\n", "\U0001f600"])
    def test_long_strings_are_read_in_parts(self, char: str) -> None:
        text = '["' + char * 300_000 + '",1]'
        assert read_json(pieces(text.encode(), 100_000), PLENTY) == json.loads(text)

    def test_text_per_step_is_limited(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Other threads can run between steps: the text that one C call parses is limited."""
        steps: list[int] = []
        scan = json.JSONDecoder.raw_decode

        def watched(decoder: json.JSONDecoder, text: str, at: int) -> Any:
            try:
                value, end = scan(decoder, text, at)
            except ValueError:
                steps.append(len(text) - at)
                raise
            steps.append(end - at)
            return value, end

        monkeypatch.setattr(json.JSONDecoder, "raw_decode", watched)
        text = json.dumps(
            {"result": {"objects": [{"a": [number] * 40} for number in range(20_000)]}, "more": [[0] * 400_000]}
        )
        found = read_json(pieces(text.encode(), 256 * 1024), PLENTY)
        monkeypatch.undo()
        assert found == json.loads(text)
        assert max(steps) < 512 * 1024
        assert sum(steps) < 3 * len(text)
