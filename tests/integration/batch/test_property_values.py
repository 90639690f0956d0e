"""Property values that the library sends and reads back."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import InvalidUpload
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.library.library import Connection
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.property_values import SAMPLE, add_types, meanings, properties

UTC = dt.timezone.utc


class Uploads:
    """Uploads to one fake openBIS."""

    def __init__(self, openbis: FakeOpenbis, connection: Connection) -> None:
        self.connection = connection
        self.codes = add_types(openbis.laboratory)

    def __call__(self, type_code: str, **values: Any) -> dict[str, Any]:
        """Upload a file with properties; return the properties as openBIS returns them in a listing."""
        perm_id = self.connection.upload("a.txt", type_code, lab.EMPTY_BENCH, properties=values)
        listed = self.connection._use_cases.catalogue.list_data_sets("lab", lab.EMPTY_BENCH, PageRequest(0, 1))
        (newest,) = listed.rows
        assert newest.perm_id == perm_id
        return dict(newest.properties)

    def problems(self, type_code: str, **values: Any) -> dict[str, list[str]]:
        """Return the problems of an upload by field."""
        with pytest.raises(InvalidUpload) as caught:
            self.connection.check_upload("a.txt", type_code, lab.EMPTY_BENCH, properties=values)
        fields: dict[str, list[str]] = {}
        for each in caught.value.problems:
            fields.setdefault(each.field, []).append(each.problem)
        return fields


@pytest.fixture(scope="module", params=["3.5", "3.7"])
def upload(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uploads]:
    folder = tmp_path_factory.mktemp("work")
    (folder / "a.txt").write_text("a")
    with (
        FakeOpenbis(tls=True, users=lab.USERS, api_version=request.param) as openbis,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("JUPYTER_CONFIG_DIR", str(folder))
        environment.chdir(folder)
        (folder / "openbis-connections.yaml").write_text(
            f"connections:\n  - {{name: lab, url: '{openbis.url}', ca_bundle: '{openbis.ca_file}'}}\n"
        )
        with connect("lab", username="alice", password=lab.USERS["alice"]) as connection:
            yield Uploads(openbis, connection)


newest = pytest.mark.parametrize("upload", ["3.7"], indirect=True)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.datetime64("NaT"), "", []], ids=str)
def test_a_missing_value_is_not_set(upload: Uploads, missing: Any) -> None:
    """Cells of a table that are empty, as in `properties=row.to_dict()`."""
    codes = ("ANY_VARCHAR", "ANY_INTEGER", "ANY_TIMESTAMP", "ANY_ARRAY_STRING", "ANY_JSON")
    expected = {"ANY_REAL": "1.5"} | ({"ANY_JSON": "[]"} if isinstance(missing, list) else {})  # which is JSON
    assert upload("CHARACTERISATION", **dict.fromkeys(codes, missing), ANY_REAL=1.5) == expected


def test_a_missing_value_of_a_mandatory_property_is_named(upload: Uploads) -> None:
    assert upload.problems("MICROSCOPY", MAGNIFICATION=float("nan")) == {"prop.MAGNIFICATION": ["is mandatory"]}


def test_a_row_of_a_table_is_accepted_as_properties(upload: Uploads) -> None:
    table = pd.DataFrame({"MAGNIFICATION": [63, None], "ACQUIRED": [pd.Timestamp("2024-05-17T14:30:05.5Z"), None]})
    assert upload("MICROSCOPY", **table.iloc[0].to_dict()) == {
        "MAGNIFICATION": "63",
        "ACQUIRED": "2024-05-17 14:30:05 +0000",
    }


def test_values_of_the_python_type_of_a_data_type_are_accepted(upload: Uploads) -> None:
    sent = {
        "ANY_INTEGER": 63.0,
        "ANY_DATE": pd.Timestamp("2024-05-17"),
        "ANY_TIMESTAMP": dt.datetime(2024, 5, 17, 14, 30, 5, 123, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        "ANY_REAL": Decimal("0.5"),
        "ANY_BOOLEAN": np.True_,
        "ANY_JSON": {"wells": [96, None]},
        "ANY_SAMPLE": "/MATERIALS/STRAINS/YEAST_1",
    }
    assert upload("CHARACTERISATION", **sent) == {
        "ANY_INTEGER": "63",
        "ANY_DATE": "2024-05-17",
        "ANY_TIMESTAMP": "2024-05-17 12:30:05 +0000",
        "ANY_REAL": "0.5",
        "ANY_BOOLEAN": "true",
        "ANY_JSON": '{"wells": [96, null]}',
        "ANY_SAMPLE": SAMPLE,
    }


@pytest.mark.parametrize(
    "value", [["a, b", "c"], ("a, b", "c"), np.array(["a, b", "c"]), pd.Series(["a, b", "c"]), '["a, b", "c"]'], ids=str
)
def test_a_list_is_an_array(upload: Uploads, value: Any) -> None:
    stored = upload("CHARACTERISATION", ANY_ARRAY_STRING=value)["ANY_ARRAY_STRING"]
    assert stored in (("a, b", "c"), "a, b, c"), "older servers join arrays"


@newest
def test_items_of_an_array_are_sent_in_the_format_of_openbis(upload: Uploads) -> None:
    moments = [dt.datetime(2024, 5, 17, 14, 30, tzinfo=UTC), "2024-05-18T00:00:00.5Z"]
    assert upload("CHARACTERISATION", ANY_ARRAY_TIMESTAMP=moments, ANY_ARRAY_INTEGER=np.array([1, 2])) == {
        "ANY_ARRAY_TIMESTAMP": ("2024-05-17 14:30:00 +0000", "2024-05-18 00:00:00 +0000"),
        "ANY_ARRAY_INTEGER": ("1", "2"),
    }


@newest
def test_several_values_are_kept_apart(upload: Uploads) -> None:
    authors = ["Müller, A.", "[Meier]", None]
    assert upload("SCREENING", AUTHORS=authors, STAINS=["dapi", "GFP"], WAVELENGTHS=np.array([405, 561.0])) == {
        "AUTHORS": ("Müller, A.", "[Meier]"),
        "STAINS": ("DAPI", "GFP"),
        "WAVELENGTHS": ("405", "561"),
    }


@newest
def test_one_of_several_values_is_still_a_tuple_and_is_never_split(upload: Uploads) -> None:
    assert upload("SCREENING", AUTHORS="Müller, A.") == {"AUTHORS": ("Müller, A.",)}


@newest
def test_every_invalid_value_is_reported(upload: Uploads) -> None:
    assert upload.problems("SCREENING", AUTHORS=[], STAINS=["GFP", "RED"], WAVELENGTHS=[405, "blue", 1.5]) == {
        "prop.AUTHORS": ["is mandatory"],
        "prop.STAINS": ["value 2: 'RED' is not one of DAPI, GFP, MCHERRY, NONE"],
        "prop.WAVELENGTHS": [
            "value 2: 'blue' is not a whole number of at most 64 bits, e.g. 42",
            "value 3: 1.5 is not a whole number of at most 64 bits, e.g. 42",
        ],
    }


def test_unsuitable_values_are_refused_and_never_sent_as_python_repr(upload: Uploads) -> None:
    found = upload.problems(
        "CHARACTERISATION",
        ANY_VARCHAR=["a", "b"],
        ANY_INTEGER=63.5,
        ANY_TIMESTAMP=pd.Timedelta("1s"),
        ANY_MULTILINE_VARCHAR={"a": 1},
        ANY_SAMPLE={1, 2},
    )
    assert set(found) == {
        "prop.ANY_VARCHAR", "prop.ANY_INTEGER", "prop.ANY_TIMESTAMP", "prop.ANY_MULTILINE_VARCHAR", "prop.ANY_SAMPLE",
    }  # fmt: skip


def test_a_type_is_found_in_any_case(upload: Uploads) -> None:
    assert upload("characterisation ", any_varchar="x") == {"ANY_VARCHAR": "x"}


@newest
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_accepted_value_comes_back_as_the_same_value(upload: Uploads, data: st.DataObject) -> None:
    values = data.draw(properties(upload.codes.items()))
    assert meanings(upload.codes, upload("EVERY", **values)) == meanings(upload.codes, values)
