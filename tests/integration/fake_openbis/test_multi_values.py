"""Multi-valued properties (API 3.7 or newer), and the stored form of values."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.application_server.entities.property_checks import checked_properties
from jupyter_openbis_server.fake_openbis.application_server.entities.property_formats import java_double, stored_text
from jupyter_openbis_server.fake_openbis.application_server.entities.sample_references import with_sample_references
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure
from tests.integration.fake_openbis.wire import DATA_SET_OPTIONS, DATA_SETS, Wire, criteria, options

PROPERTIES = options("property.fetchoptions.Property")
NEW_PROPERTY = {
    "@type": "as.dto.property.create.PropertyTypeCreation",
    "code": "TEAM",
    "label": "Team",
    "description": "Who was there",
    "dataType": "VARCHAR",
    "multiValue": True,
}


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(api_version="3.7")


@pytest.fixture
def screening(openbis: FakeOpenbis) -> e.EntityType:
    found = openbis.laboratory.entity_type("DATA_SET", "SCREENING")
    assert found is not None
    return found


def stored(openbis: FakeOpenbis, type_: e.EntityType, **values: Any) -> dict[str, e.PropertyValue]:
    checked = checked_properties(openbis.laboratory, type_, {"AUTHORS": ["Ada"], **values})
    return with_sample_references(openbis.laboratory, "admin", checked)


def new_sample(**properties: Any) -> dict[str, Any]:
    return {
        "@type": "as.dto.sample.create.SampleCreation",
        "typeId": {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "ENTRY"},
        "spaceId": {"@type": "as.dto.space.id.SpacePermId", "permId": "YEAST_LAB"},
        "code": "PAGE",
        "properties": properties,
    }


@pytest.mark.sends_invalid_requests("API 3.6 ignores multiValue", sometimes=True)
@pytest.mark.parametrize(("version", "is_several"), [("3.6", False), ("3.7", True)])
def test_a_property_type_can_have_several_values_from_3_7_on(start_fake_openbis, version, is_several):
    openbis = start_fake_openbis(api_version=version)
    Wire(openbis).result("createPropertyTypes", openbis.sessions.open("admin"), [NEW_PROPERTY])
    assert openbis.laboratory.property_types.get("TEAM").multi_value is is_several


def test_the_sample_laboratory_has_properties_with_several_values_from_3_7_on(start_fake_openbis):
    assert start_fake_openbis(api_version="3.6").laboratory.entity_type("DATA_SET", "SCREENING") is None


def test_several_values_are_returned_as_a_list_and_one_as_a_text(openbis, screening):
    properties = stored(openbis, screening, AUTHORS=["Ada", "Bob"], STAINS=["gfp"])
    lab_ = openbis.laboratory
    data_set = lab_.put(e.DataSet("1-1", "SCREENING", sample=lab_.sample(lab.WILD_TYPE).perm_id, properties=properties))
    found = Wire(openbis).result(
        "getDataSets",
        openbis.sessions.open("admin"),
        [{"@type": "as.dto.dataset.id.DataSetPermId", "permId": data_set.perm_id}],
        options(DATA_SET_OPTIONS, properties=PROPERTIES),
    )
    assert found["1-1"]["properties"] == {"AUTHORS": ["Ada", "Bob"], "STAINS": "GFP"}


def test_a_search_finds_each_of_several_values(openbis, screening):
    lab_ = openbis.laboratory
    properties = stored(openbis, screening, AUTHORS=["Ada", "Bob"])
    lab_.put(e.DataSet("1-1", "SCREENING", sample=lab_.sample(lab.WILD_TYPE).perm_id, properties=properties))
    for wanted, total in (("Ada", 1), ("Bob", 1), ("Cy", 0), ("Ada, Bob", 0)):
        value = {"@type": "as.dto.common.search.StringEqualToValue", "value": wanted}
        criterion = {
            "@type": "as.dto.common.search.StringPropertySearchCriteria",
            "fieldName": "AUTHORS",
            "fieldType": "PROPERTY",
            "fieldValue": value,
        }
        found = Wire(openbis).result(
            "searchDataSets", openbis.sessions.open("admin"), criteria(DATA_SETS, criterion), options(DATA_SET_OPTIONS)
        )
        assert found["totalCount"] == total, wanted


def test_each_value_is_checked(openbis, screening):
    with pytest.raises(UserFailure, match="Vocabulary value 'RED' is not valid"):
        stored(openbis, screening, STAINS=["GFP", "RED"])
    with pytest.raises(UserFailure, match="Integer value 'x' has improper format"):
        stored(openbis, screening, WAVELENGTHS=["405", "x"])
    with pytest.raises(UserFailure, match="Unknown sample: /NO/SUCH/SAMPLE"):
        stored(openbis, screening, STRAINS=["/NO/SUCH/SAMPLE"])


def test_a_text_for_several_values_is_split_at_its_commas(openbis, screening):
    assert stored(openbis, screening, AUTHORS="[Ada, Bob]")["AUTHORS"] == ["Ada", "Bob"]


def test_a_sample_is_stored_by_its_perm_id(openbis, screening):
    perm_id = openbis.laboratory.sample("/MATERIALS/STRAINS/YEAST_1").perm_id
    assert stored(openbis, screening, STRAINS=["/MATERIALS/STRAINS/YEAST_1"])["STRAINS"] == [perm_id]


def test_a_list_for_one_value_is_refused(openbis, screening):
    with pytest.raises(UserFailure, match=r"'\$NAME' takes one value"):
        stored(openbis, screening, **{"$NAME": ["a", "b"]})


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
@pytest.mark.parametrize("version", ["3.5", "3.6"])
def test_lists_cannot_be_read_before_3_7(start_fake_openbis, version):
    openbis = start_fake_openbis(api_version=version)
    error = Wire(openbis).error("createSamples", openbis.sessions.open("admin"), [new_sample(NOTES=["a"])])
    assert "Cannot deserialize value of type `java.lang.String` from Array value" in error["message"]


@pytest.mark.parametrize(
    ("data_type", "text", "kept"),
    [
        ("INTEGER", "+007", "7"),
        ("REAL", "2", "2.0"),
        ("REAL", "6.02e23", "6.02E23"),
        ("BOOLEAN", "Yes", "true"),
        ("DATE", "2024-05-17", "2024-05-17"),
        ("TIMESTAMP", "2024-05-17 14:30:05 +0200", "2024-05-17 12:30:05 +0000"),
        ("TIMESTAMP", "2024-05-17 14:30", "2024-05-17 14:30:00 +0000"),
        ("TIMESTAMP", "5/17/24 2:30 PM", "2024-05-17 14:30:00 +0000"),
        ("MULTILINE_VARCHAR", " as it is ", " as it is "),
    ],
)
def test_a_value_is_stored_in_the_form_of_its_data_type(data_type, text, kept):
    assert stored_text(data_type, text) == kept


@pytest.mark.parametrize(
    ("data_type", "text"),
    [
        ("INTEGER", "63.0"),
        ("INTEGER", str(2**63)),
        ("REAL", "1,5"),
        ("BOOLEAN", "perhaps"),
        ("DATE", "2024-05-17 14:30"),
        ("DATE", "24-05-17"),
        ("TIMESTAMP", "2024-05-17T14:30:05.123"),
        ("TIMESTAMP", "2024-05-17T14:30:05Z"),
        ("HYPERLINK", "example.org"),
        ("XML", "<a>"),
        ("JSON", "{a: 1}"),
        ("MATERIAL", "WATER"),
        ("VARCHAR", "a\0b"),
    ],
)
def test_values_that_openbis_refuses_are_refused(data_type, text):
    with pytest.raises(UserFailure):
        stored_text(data_type, text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (0.25, "0.25"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (5e-324, "5.0E-324"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_numbers_are_written_as_java_does(number, text):
    assert java_double(number) == text
