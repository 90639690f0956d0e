"""Descriptions of research objects: RO-Crates, hostile ones included, and their fake."""

import json
from typing import Any

import pytest

from jupyter_openbis_server.adapters.rocrate import RocrateReader, RocrateWriter
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, Crate
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.testing.fakes.research_objects.documents import MemoryCrateDocuments
from tests.contract.contracts.crate_documents import DATA_SET, URL, CrateDocumentsContract, crate


class TestMemoryCrateDocuments(CrateDocumentsContract):
    @pytest.fixture
    def writer(self) -> MemoryCrateDocuments:
        return MemoryCrateDocuments()

    @pytest.fixture
    def reader(self, writer: MemoryCrateDocuments) -> MemoryCrateDocuments:
        return writer


class TestRocrate(CrateDocumentsContract):
    @pytest.fixture
    def writer(self) -> RocrateWriter:
        return RocrateWriter()

    @pytest.fixture
    def reader(self) -> RocrateReader:
        return RocrateReader()


NOTEBOOK = {"@id": "a.ipynb", "@type": ["File", "SoftwareSourceCode"]}


def read(*entities: dict[str, Any], root: dict[str, Any] | None = None) -> Crate:
    """Return the research object with a notebook `a.ipynb` and the given entities."""
    described = {"@id": "./", "@type": "Dataset", "mainEntity": {"@id": "a.ipynb"}, **(root or {})}
    descriptor = {"@id": METADATA_FILE, "@type": "CreativeWork", "about": {"@id": "./"}}
    document = json.dumps({"@graph": [descriptor, described, NOTEBOOK, *entities]}).encode()
    return RocrateReader().crate("crate.zip", document, {"a.ipynb": ContentFile("a.ipynb", b"{}")})


def run_with(*objects: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    action = {"@id": "#1", "@type": "CreateAction", "instrument": {"@id": "a.ipynb"}}
    return ({**action, "object": [{"@id": each["@id"]} for each in objects]}, *objects)


def test_a_document_refers_to_everything_and_names_addresses_of_inputs():
    document = json.loads(RocrateWriter().document(crate()))
    graph = {each["@id"]: each for each in document["@graph"]}
    assert document["@context"][0] == "https://w3id.org/ro/crate/1.2/context"
    assert graph[METADATA_FILE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert graph["./"]["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.5"}
    described = graph[f"{URL}/datastore_server/{DATA_SET}/original/1%20%C2%B5.csv"]
    assert (described["localPath"], described["crc32"]) == (f"data/Growth ({DATA_SET})/original/1 µ.csv", "00000abc")
    assert graph["#run"]["instrument"] == {"@id": "growth.ipynb"}
    assert graph["#run"]["error"] == "ValueError"
    referred = {
        each["@id"] for entity in document["@graph"] for value in entity.values() for each in _references(value)
    }
    assert set(graph) - referred == {METADATA_FILE}
    external = {each for each in referred - set(graph) if not each.startswith(URL)}
    assert external == {"http://schema.org/FailedActionStatus", "https://w3id.org/ro/crate/1.2"}


def _references(value: object) -> list[dict[str, str]]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def test_a_crate_of_another_program_is_read():
    found = read(root={"name": "Theirs", "license": "MIT", "author": {"@id": "#1"}})
    assert (found.name, found.licence.name, found.authors, found.inputs) == ("Theirs", "MIT", (), ())
    assert found.notebook.digest.size == 2


@pytest.mark.parametrize(
    "entity",
    [
        {"@id": "x", "localPath": "../../.bashrc"},
        {"@id": "x", "localPath": "/etc/passwd"},
        {"@id": "x", "localPath": "a/../b"},
        {"@id": "x", "localPath": "a\0b"},
        {"@id": "x", "localPath": "a", "identifier": "../b"},
    ],
)
def test_paths_of_inputs_that_lead_outside_are_refused(entity: dict[str, Any]):
    data_set = {
        "@id": URL,
        "@type": "Dataset",
        "identifier": "1-1",
        "includedInDataCatalog": {"@id": "#c"},
        "hasPart": {"@id": "x"},
    }
    catalogue = {"@id": "#c", "@type": "DataCatalog", "url": URL}
    with pytest.raises(InvalidCrate, match="is not allowed"):
        read(*run_with(data_set), catalogue, {"@type": "File", **entity})


def test_inputs_that_would_replace_the_notebook_or_each_other_are_refused():
    data_set = {
        "@id": URL,
        "@type": "Dataset",
        "identifier": "1-1",
        "includedInDataCatalog": {"@id": "#c"},
        "hasPart": [{"@id": "x"}, {"@id": "y"}],
    }
    catalogue = {"@id": "#c", "@type": "DataCatalog", "url": URL}
    for paths in (("b", "a.ipynb"), ("b", "b")):
        parts = [{"@id": name, "@type": "File", "localPath": path} for name, path in zip("xy", paths, strict=True)]
        with pytest.raises(InvalidCrate, match="several files"):
            read(*run_with(data_set), catalogue, *parts)


def test_parameters_are_taken_over_only_if_they_can_be_variables():
    names = ("n", "a; import os", "", "class x")
    values = [
        {"@id": f"#{number}p", "@type": "PropertyValue", "name": name, "value": 1} for number, name in enumerate(names)
    ]
    odd = [{"@id": "#o", "@type": "PropertyValue", "name": "o", "value": {"a": 1}}]
    assert [(each.name, each.value) for each in read(*run_with(*values, *odd)).parameters] == [("n", 1)]


@pytest.mark.parametrize(
    "graph",
    [
        [{"@id": METADATA_FILE}],
        [{"@id": METADATA_FILE, "about": {"@id": "./"}}],
        [{"@id": METADATA_FILE, "about": "./"}, {"@id": "./"}],
        [{"@type": "File"}],
        [{"@id": 7}],
        [7],
        [{"@id": "a"}, {"@id": "a"}],
        "text",
    ],
)
def test_a_graph_without_its_structure_is_refused(graph: object):
    with pytest.raises(InvalidCrate):
        RocrateReader().crate("c", json.dumps({"@graph": graph}).encode(), {})


def test_entities_that_refer_to_each_other_in_cycles_are_read():
    loop = {
        "@id": "#1p",
        "@type": ["Dataset", "Person"],
        "hasPart": {"@id": "#1p"},
        "includedInDataCatalog": {"@id": "#1p"},
    }
    assert read(*run_with(loop), root={"author": {"@id": "#1p"}, "isBasedOn": {"@id": "#1p"}}).inputs == ()


def test_deeply_nested_documents_are_refused():
    with pytest.raises(InvalidCrate, match="not JSON"):
        RocrateReader().crate("c", b'{"@graph":' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})


def test_files_that_are_named_several_times_are_read_once():
    notebook = {**NOTEBOOK, "softwareRequirements": [{"@id": "a.ipynb"}, {"@id": "r.txt"}, {"@id": "./r.txt"}]}
    entities = [{"@id": METADATA_FILE, "about": {"@id": "./"}}, {"@id": "./"}, notebook]
    entities += [{"@id": "r.txt", "@type": "File"}, {"@id": "./r.txt", "@type": "File"}]
    files = {name: ContentFile(name, b"{}") for name in ("a.ipynb", "r.txt")}
    found = RocrateReader().crate("c", json.dumps({"@graph": entities}).encode(), files)
    assert [each.path for each in found.environment.files] == ["r.txt"]


@pytest.mark.parametrize("size", [None, "12 kB", 2.5, "2"])
def test_a_checksum_counts_without_a_valid_size(size: object):
    entities = [{"@id": METADATA_FILE, "about": {"@id": "./"}}, {"@id": "./"}]
    entities.append({**NOTEBOOK, "sha256": "0" * 64, "contentSize": size})
    files = {"a.ipynb": ContentFile("a.ipynb", b"{}")}
    found = RocrateReader().crate("c", json.dumps({"@graph": entities}).encode(), files)
    assert found.notebook.digest == Digest(2, "0" * 64)
