import json
import tracemalloc
from typing import Any

import pytest
from marshmallow import Schema, fields
from tornado.escape import json_encode

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.downloads.download import (
    NOTHING_THERE,
    DataSetPlan,
    Download,
    DownloadPlan,
)
from jupyter_openbis_server.entrypoints.jupyter.encoding import json_parts
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadPlanResponse, DownloadResponse


class Row(Schema):
    number = fields.Integer()
    missing = fields.String(attribute="no.such")


class Nested(Schema):
    rows = fields.List(fields.Nested(Row))
    texts = fields.Function(lambda each: each["texts"], metadata={"type": "array"})


class Answer(Schema):
    constant = fields.Constant(200)
    data = fields.List(fields.Nested(Nested), attribute="inner.data", data_key="the data")
    texts = fields.List(fields.String())
    one = fields.Nested(Row)
    none = fields.List(fields.Nested(Row), allow_none=True)
    default = fields.Integer(dump_default=7)


def both(schema: Schema, content: Any) -> tuple[object, object]:
    text = b"".join(json_parts(schema, content)).decode()
    assert "</" not in text
    return json.loads(text), json.loads(json_encode(schema.dump(content)))


@pytest.mark.parametrize("rows", [0, 1, 500, 501, 1200])
@pytest.mark.parametrize("inner", [0, 1, 3])
def test_encoded_json_equals_that_of_the_schema(rows: int, inner: int) -> None:
    nested = {"rows": [{"number": number} for number in range(rows)], "texts": ["</script>é"] * rows}
    found, expected = both(Answer(), {"inner": {"data": [nested] * inner}, "texts": ["ä"] * rows, "one": {"number": 1}})
    assert found == expected
    found, expected = both(Answer(), {"inner": {"data": [nested] * inner}, "none": None})
    assert found == expected
    assert both(Answer(), {}) == ({"constant": 200, "default": 7},) * 2
    assert both(Row(), {}) == ({}, {})


def plan(files: int) -> DownloadPlan:
    wanted = tuple(DataSetFile(f"original/a folder/{number:06}.tiff", number, number) for number in range(files))
    data_set = DataSetPlan(DataSet("1-1", "T"), ("1-1",), "/a", (), wanted, (NOTHING_THERE,) * files)
    return DownloadPlan("https://openbis.example.org", (data_set,), 1)


def test_plan_is_encoded_by_its_schema() -> None:
    found, expected = both(DownloadPlanResponse(), plan(1001))
    assert found == expected
    download = Download("u", DataSet("1-1", "T"), "/a", plan(1001).data_sets[0].wanted)
    found, expected = both(DownloadResponse(), download)
    assert found == expected


def test_memory_does_not_grow_with_the_response() -> None:
    many = plan(20_000)
    tracemalloc.start()
    try:
        size = sum(map(len, json_parts(DownloadPlanResponse(), many)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 2_000_000
    assert peak < 1_500_000
