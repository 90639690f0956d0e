"""Entity objects of the library: get, properties, relatives, files, frames and displays."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jupyter_openbis_server import (
    Collection,
    Connection,
    DataSet,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    Object,
    OpenbisError,
    Project,
    Space,
    Spreadsheet,
    connect,
)
from jupyter_openbis_server.domain.errors import (
    CertificateNotTrusted,
    ConnectionClosed,
    DataSetNotFound,
    EntityNotFound,
    FileNotInDataSet,
    HttpNotAllowed,
    InvalidConnection,
    InvalidLineage,
    InvalidReference,
    UntrustedCertificate,
)
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set

ALICE = content.USERS["alice"]


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=content.USERS) as server:
        yield server


@pytest.fixture
def lab(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    yield connect("lab", url=openbis.url, username="alice", password=ALICE, ca_bundle=openbis.ca_file)
    forget_programs()


def requests_of(openbis: FakeOpenbis, *values: object) -> int:
    """Return the number of requests that were sent for values, and forget them."""
    del values
    number = sum(openbis.requests.counts().values())
    openbis.requests.clear()
    return number


def test_each_kind_is_found_by_each_reference(lab: Connection) -> None:
    for identifier, kind in (
        (content.WILD_TYPE, Object),
        (content.HEAT_SHOCK, Collection),
        ("/YEAST_LAB/STRESS_RESPONSE", Project),
        ("/YEAST_LAB", Space),
    ):
        found = lab.get(identifier.lower())
        assert (type(found), found.identifier, found.code) == (kind, identifier, identifier.rpartition("/")[2])
        assert lab.get(found.eln_url) == found
        if kind is not Space:
            assert lab.get(found.perm_id) == found
    data_set = lab.get(content.IMAGES)
    assert isinstance(data_set, DataSet)
    assert lab.get(data_set.eln_url) == data_set == lab.data_set(content.IMAGES)
    assert lab.object(content.WILD_TYPE).perm_id == lab.object("HEAT_SHOCK_WT").perm_id
    assert lab.collection(content.HEAT_SHOCK).owner == lab.project("/YEAST_LAB/STRESS_RESPONSE")
    assert lab.project("/YEAST_LAB/STRESS_RESPONSE").owner == lab.space("yeast_lab")


def test_a_wrong_reference_is_an_error_at_once(lab: Connection) -> None:
    for reference in ("20990101000000000-1", "/NO/SUCH/CODE", "NOTHING"):
        with pytest.raises(NotFound):
            lab.get(reference)
    with pytest.raises(InvalidReference):
        lab.get("a b")
    with pytest.raises(DataSetNotFound):
        lab.data_set(content.WILD_TYPE)
    with pytest.raises(EntityNotFound):
        lab.object(content.IMAGES)
    with pytest.raises(EntityNotFound):
        lab.object(lab.data_set(content.IMAGES).eln_url)


def test_one_request_is_enough_for_all_attributes(lab: Connection, openbis: FakeOpenbis) -> None:
    lab.object(content.WILD_TYPE)  # asks for the version of openBIS, too, once
    openbis.requests.clear()
    data_set = lab.data_set(content.IMAGES)
    used = (data_set.name, data_set.type, data_set.properties, data_set.registered, data_set.owner, data_set.parents)
    assert requests_of(openbis, used, data_set.children, data_set.status, repr(data_set), data_set.to_dict()) == 1
    owner = data_set.owner
    assert isinstance(owner, Object)
    assert requests_of(openbis, owner, owner.perm_id, owner.identifier) == 0
    assert requests_of(openbis, owner.properties, owner.name, owner.collection) == 1
    child = data_set.children[0]
    assert requests_of(openbis, child.name, child.type, repr(child)) == 0


def test_properties_are_python_values(lab: Connection) -> None:
    properties = lab.data_set(content.IMAGES).properties
    assert properties["MAGNIFICATION"] == 63
    assert properties["EXPOSURE_TIME"] == 0.25
    assert properties["TIME_LAPSE"] is False
    assert properties["STAIN"] == "GFP"
    assert properties["ACQUIRED"] == dt.datetime(2023, 3, 15, 9, 15, tzinfo=dt.timezone.utc)
    assert properties["ACQUIRED"].utcoffset() == dt.timedelta(hours=1)
    with pytest.raises(TypeError):
        properties["STAIN"] = "DAPI"  # type: ignore[index]


def test_rows_of_a_listing_have_the_same_properties_without_further_requests(
    lab: Connection, openbis: FakeOpenbis
) -> None:
    lab.object(content.WILD_TYPE)  # asks for the version of openBIS, too, once
    openbis.requests.clear()
    rows = {each.perm_id: each for each in lab.datasets(content.WILD_TYPE)}
    listed = {key: dict(each.properties) for key, each in rows.items()}
    assert requests_of(openbis) <= 2
    assert listed == {key: dict(lab.data_set(key).properties) for key in rows}
    assert [each.perm_id for each in lab.object(content.WILD_TYPE).data_sets(type="microscopy")] == [content.IMAGES]


def test_a_spreadsheet_is_a_table(lab: Connection, openbis: FakeOpenbis) -> None:
    sheet = {
        "headers": ["A", "B", "C"],
        "values": [["strain", "od", ""], ["WT", "0.5", ""], ["MT", "", ""], ["", "", ""]],
    }
    encoded = base64.b64encode(json.dumps(sheet).encode()).decode()
    perm_id = "20240101000000000-77"
    add_data_set(
        openbis.laboratory,
        "CHARACTERISATION",
        perm_id=perm_id,
        sample=content.EMPTY_BENCH,
        properties={"ANY_XML": f"<DATA>{encoded}</DATA>", "ANY_JSON": "{not json", "ANY_INTEGER": "many"},
    )
    found = lab.data_set(perm_id)
    table = found.properties["ANY_XML"]
    assert table == Spreadsheet(("A", "B"), (("strain", "od"), ("WT", "0.5"), ("MT", "")))
    assert (found.properties["ANY_JSON"], found.properties["ANY_INTEGER"]) == ("{not json", "many")
    frame = table.to_frame(first_row_is_header=True)
    assert list(frame.columns) == ["strain", "od"]
    assert frame["od"].dtype == "float64"
    assert frame["od"].isna().tolist() == [False, True]
    assert "<bdi>WT</bdi>" in table._repr_html_()
    for cells in (("007", "12"), ("1_000", "2"), ("nan", "1.5"), ("infinity", "1"), ("٣", "1")):
        assert Spreadsheet(("A",), tuple((each,) for each in cells)).to_frame()["A"].tolist() == list(cells)
    for cells, numbers in ((("0", " -7 "), [0, -7]), ((".5", "1.", "2.5e-3"), [0.5, 1.0, 0.0025])):
        assert Spreadsheet(("A",), tuple((each,) for each in cells)).to_frame()["A"].tolist() == numbers
    assert "<bdi>WT</bdi>" in found._repr_html_()


def test_entities_are_immutable_and_refreshed_by_a_new_object(lab: Connection, openbis: FakeOpenbis) -> None:
    perm_id = "20240101000000000-78"
    added = add_data_set(openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=content.EMPTY_BENCH)
    first = lab.data_set(perm_id)
    openbis.laboratory.put(replace(added, properties={"$NAME": "Corrected"}))
    second = first.refresh()
    assert (first.name, second.name) == (None, "Corrected")
    assert first == second
    assert len({first, second}) == 1
    with pytest.raises(AttributeError):
        first.name = "other"  # type: ignore[misc]
    with pytest.raises((AttributeError, FrozenInstanceError)):
        lab.data_set(content.IMAGES).files()[0].path = "other"  # type: ignore[misc]
    openbis.laboratory.remove(openbis.laboratory.data_sets.get(perm_id))
    with pytest.raises(DataSetNotFound):
        first.refresh()


def test_files_are_listed_opened_and_named(lab: Connection, openbis: FakeOpenbis) -> None:
    data_set = lab.data_set(content.IMAGES)
    (table,) = data_set.files("**/*.csv")
    assert (str(table), table.size) == ("original/intensities.csv", 871)
    assert table.url == data_set.url("original/intensities.csv")
    assert len(data_set.files()) > 1
    assert data_set.files("no/such/file") == ()
    openbis.requests.clear()
    data_set.files(["*.csv"])
    assert requests_of(openbis) == 0
    with data_set.open("intensities.csv", "r") as file:
        lines = file.read().splitlines()
    with table.open() as raw:
        raw.seek(-5, 2)
        assert raw.read(99) == "\n".join(lines)[-4:].encode() + b"\n"
        assert (raw.seek(3), raw.read(2)) == (3, lines[0][3:5].encode())
    assert pd.read_csv(data_set.open("original/intensities.csv")).columns[0] == lines[0].split(",")[0]
    with pytest.raises(FileNotInDataSet):
        data_set.open("none.csv")
    with pytest.raises(InvalidInput, match="for reading"):
        data_set.open("intensities.csv", "wb")  # type: ignore[call-overload]


def test_a_data_set_is_downloaded_or_the_error_is_raised(lab: Connection, tmp_path: Path) -> None:
    data_set = lab.data_set(content.IMAGES)
    report = data_set.download(tmp_path / "data", files="**/*.csv", flat=True)
    assert [Path(each) for each in report.paths] == [tmp_path / "data" / content.IMAGES]
    assert (tmp_path / "data" / content.IMAGES / "intensities.csv").exists()
    with pytest.raises(OpenbisError):
        lab.data_set(content.ARCHIVED).download(tmp_path / "data")
    assert lab.data_set(content.ARCHIVED).is_readable is False


def test_a_listing_that_was_iterated_is_downloaded_from_the_first_data_set(lab: Connection, tmp_path: Path) -> None:
    series = lab.object(content.TIME_SERIES).data_sets()
    assert next(series).perm_id in content.SERIES
    report = lab.download(series, tmp_path)
    assert sorted(each.perm_id for each in report.outcomes) == sorted(content.SERIES)
    assert len(list(series)) == len(content.SERIES) - 1, "iterating continues"


def test_a_container_has_its_components(lab: Connection) -> None:
    container = lab.data_set(content.CONTAINER)
    assert container.kind == "CONTAINER"
    assert content.IMAGES in {each.perm_id for each in container.components}
    assert any(each.path.startswith(content.IMAGES) for each in container.files())


def test_listings_are_frames_with_typed_columns(lab: Connection, openbis: FakeOpenbis) -> None:
    openbis.requests.clear()
    frame = lab.datasets("/YEAST_LAB/STRESS_RESPONSE").to_frame(owner=True)
    assert requests_of(openbis) <= 6, "a few requests for all rows and owners"
    by_id = frame.set_index("perm_id").loc[content.IMAGES]
    assert (by_id["MAGNIFICATION"], by_id["owner.identifier"]) == (63, content.WILD_TYPE)
    assert by_id["owner.name"] == lab.object(content.WILD_TYPE).name
    assert str(frame["MAGNIFICATION"].dtype) == "Int64"
    assert str(frame["TIME_LAPSE"].dtype) == "boolean"
    assert str(frame["EXPOSURE_TIME"].dtype) == "float64"
    for column in ("registered", "ACQUIRED"):
        assert isinstance(frame[column].dtype, pd.DatetimeTZDtype)
        assert str(frame[column].dt.tz) == "UTC"
    assert list(lab.datasets(content.EMPTY_BENCH).to_frame().columns)[:1] == ["perm_id"]
    places = lab.contents("/YEAST_LAB/STRESS_RESPONSE").to_frame()
    assert content.HEAT_SHOCK in set(places["identifier"])


def test_texts_of_openbis_are_escaped(lab: Connection, openbis: FakeOpenbis) -> None:
    name = "<script>alert(1)</script>\x1b[31m\u202e"
    perm_id = "20240101000000000-79"
    add_data_set(
        openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=content.EMPTY_BENCH, properties={"$NAME": name}
    )
    data_set = lab.data_set(perm_id)
    shown = (data_set._repr_html_(), lab.datasets(content.EMPTY_BENCH)._repr_html_(), lab._repr_html_())
    for html in (*shown, lab.lineage(data_set)._repr_html_(), lab.lineage(data_set).to_mermaid()):
        assert "<script" not in html
    for text in (repr(data_set), repr(lab.lineage(data_set))):
        assert text.isprintable()
        assert "alice" not in text
    openbis.laboratory.remove(openbis.laboratory.data_sets.get(perm_id))


def test_a_lineage_is_a_graph(lab: Connection, openbis: FakeOpenbis) -> None:
    openbis.requests.clear()
    lineage = lab.lineage(lab.object(content.WILD_TYPE))
    assert all(child == content_of(lab, content.WILD_TYPE) for _, child in lineage.edges())
    parents = lab.object(content.WILD_TYPE).parents
    assert {parent for parent, _ in lineage.edges()} == {each.perm_id for each in parents}
    assert lineage.nodes[parents[0].perm_id].name == parents[0].name
    assert len(lineage) == 1 + len(parents)
    images = lab.lineage(content.IMAGES, depth=1)
    assert {child for _, child in images.edges()} == {each.perm_id for each in lab.data_set(content.IMAGES).children}
    assert list(images.to_frame().columns) == ["parent", "parent.name", "child", "child.name"]
    assert images.to_mermaid().count("-->") == len(images.edges())
    assert len(lab.lineage(content.IMAGES, max_nodes=1)) == 1
    assert not lab.lineage(content.IMAGES, max_nodes=1).is_complete
    for wrong in (lambda: lab.lineage(content.HEAT_SHOCK), lambda: lab.lineage(content.IMAGES, depth=-1)):  # type: ignore[arg-type]
        with pytest.raises(InvalidLineage):
            wrong()


def content_of(lab: Connection, identifier: str) -> str:
    return lab.object(identifier).perm_id


@pytest.mark.uses_pybis
def test_pybis_uses_the_same_session_and_survives_its_end(lab: Connection, openbis: FakeOpenbis) -> None:
    lab.types()
    openbis.requests.clear()
    assert lab.pybis is lab.pybis
    assert lab.pybis.get_sample(content.WILD_TYPE).identifier == content.WILD_TYPE
    assert "login" not in openbis.requests.counts()
    first = lab.pybis.token
    openbis.sessions.end(first)
    assert lab.pybis.get_sample(content.WILD_TYPE).identifier == content.WILD_TYPE
    assert lab.pybis.token != first
    assert openbis.requests.counts()["login"] == 1
    lab.close()
    with pytest.raises(ConnectionClosed):
        _ = lab.pybis


def test_a_connection_by_url_needs_credentials_and_valid_settings(openbis: FakeOpenbis, tmp_path: Path) -> None:
    with pytest.raises(NotLoggedIn, match="a token, or username and password"):
        connect(url=openbis.url)
    with pytest.raises(HttpNotAllowed):
        connect(url=openbis.url.replace("https", "http"), token="x")
    with pytest.raises(InvalidConnection):
        connect(url="not a host name", token="x")
    with pytest.raises(InvalidConnection, match="url"):
        connect("lab", ca_bundle=openbis.ca_file)
    with pytest.raises(UntrustedCertificate):
        connect(url=openbis.url, username="alice", password=ALICE)
    with pytest.raises(CertificateNotTrusted) as refused:
        connect(url=openbis.url, username="alice", password=ALICE)
    trusted = refused.value.certificate.fingerprint
    with connect(url=openbis.url, username="alice", password=ALICE, certificate_fingerprints=trusted) as pinned:
        assert pinned.types()
    with pytest.raises(InvalidConnection, match="certificate_fingerprints"):
        connect(url=openbis.url, username="alice", password=ALICE, certificate_fingerprints="AB")
    with pytest.raises(InvalidConnection, match="url"):
        connect("lab", certificate_fingerprints=trusted)
    with connect(url=openbis.url, username="alice", password=ALICE, verify_certificates=False) as unverified:
        assert unverified.types()
    forget_programs()


def test_connections_by_url_share_a_session(openbis: FakeOpenbis, lab: Connection) -> None:
    token = openbis.sessions.open("bob")
    openbis.requests.clear()
    for _ in range(3):
        with connect(url=openbis.url, token=token, ca_bundle=openbis.ca_file) as one:
            assert one.data_set(content.IMAGES).name
            assert (one.name, one.url, one.username) == ("127.0.0.1", openbis.url, "bob")
    assert "login" not in openbis.requests.counts()
    assert token not in repr(one)


def test_a_connection_shows_name_address_and_user(lab: Connection, openbis: FakeOpenbis) -> None:
    assert repr(lab) == f"<openBIS connection 'lab': {openbis.url}, alice, logged in>"
    assert openbis.url in lab._repr_html_()
    lab.close()
    assert "closed" in lab._repr_html_()


@pytest.mark.parametrize("cell", [None, float("nan"), 7])
def test_what_is_no_text_names_no_entity(lab: Connection, cell: Any) -> None:
    """An empty cell of a data frame is NaN."""
    strain = lab.object("/MATERIALS/STRAINS/YEAST_1")
    for use in (lab.get, lab.object, lab.lineage, lab.datasets, lab.contents, strain.add_parents):
        with pytest.raises(InvalidReference, match=repr(cell)):
            use(cell)
