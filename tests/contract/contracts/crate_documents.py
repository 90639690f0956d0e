"""The contract of `CrateWriter` and `CrateReader`."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import (
    Crate,
    CrateDataSet,
    CrateFile,
    Environment,
    Licence,
    Origin,
    Parameter,
    Person,
    Run,
)
from jupyter_openbis_server.domain.research_objects.digests import Digest, digest_of
from jupyter_openbis_server.domain.research_objects.ports import CrateReader, CrateWriter
from jupyter_openbis_server.domain.uploads.upload import ContentFile

URL = "https://openbis.example.org"
AT = dt.datetime(2024, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
DATA_SET = "20230315101500001-1001"
ANNA = Person("anna", user="anna")


def file(path: str, content: bytes = b"1") -> CrateFile:
    source = ContentFile(path, content)
    return CrateFile(path, replace(digest_of(source), md5=""), source)


def crate() -> Crate:
    """Return a research object with everything that one can have."""
    address = f"{URL}/datastore_server/{DATA_SET}/original"
    folder = f"data/Growth ({DATA_SET})"
    described = CrateFile(
        f"{folder}/original/1 µ.csv", Digest(7, crc32=0xABC), None, f"{address}/1%20%C2%B5.csv", "original/1 µ.csv"
    )
    hashed = CrateFile(f"{folder}/original/2.csv", Digest(0, md5="0" * 32), None, f"{address}/2.csv", "original/2.csv")
    included = replace(file(f"{folder}/original/3.csv"), address=f"{address}/3.csv", stored_path="original/3.csv")
    return Crate(
        "Growth of yeast",
        "All curves of May",
        AT,
        file("growth.ipynb", b"{}"),
        file("growth.ipynb.html"),
        Environment("python3", "python", "3.11.7", (file("requirements.txt"), file("runtime.txt"))),
        (
            CrateDataSet(DATA_SET, URL, EntityKind.DATA_SET, "RAW", "/A/B/C", folder, (described, hashed, included)),
            CrateDataSet("20230315101500001-7", URL, EntityKind.SAMPLE, "AFS_DATA", "/A/B/D"),
        ),
        (CrateDataSet("20230315101500001-1002", URL),),
        (file("out.csv"), file("figures/a b.png")),
        (),
        tuple(Parameter(*each) for each in (("n", 3), ("x", 0.5), ("name", "µ"), ("fast", True), ("none", None))),
        (Person("Ada Lovelace", "0000-0002-1825-0097"), Person("Bert")),
        Licence("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0"),
        Run(AT, AT + dt.timedelta(seconds=5), "ValueError", ANNA),
        Origin("urn:uuid:7b6e9f0e-51f3-4f0c-9d0a-2c9b1f6f5a53", "Growth", "0" * 64),
    )


class CrateDocumentsContract:
    """Fixtures: `writer`, `reader`."""

    @pytest.mark.parametrize(
        "written",
        [
            pytest.param(crate(), id="everything"),
            pytest.param(Crate("a", "", AT, file("a.ipynb")), id="notebook"),
            pytest.param(
                replace(crate(), environment=Environment(language="apl"), licence=Licence("Ask us")), id="texts"
            ),
        ],
    )
    def test_what_was_written_is_read(self, writer: CrateWriter, reader: CrateReader, written: Crate) -> None:
        files = {each.path: each.source for each in written.files if each.source}
        found = reader.crate("crate.zip", writer.document(written), files)
        assert found == written
        assert found.identifier == written.identifier
        assert {each.path for each in found.files} == set(files)
        assert found.notebook.source is files[written.notebook.path]

    def test_equal_research_objects_have_the_same_document(self, writer: CrateWriter) -> None:
        assert writer.document(crate()) == writer.document(crate())

    def test_a_data_set_that_was_used_and_registered_keeps_its_files(
        self, writer: CrateWriter, reader: CrateReader
    ) -> None:
        written = replace(crate(), produced=(CrateDataSet(DATA_SET, URL),))
        files = {each.path: each.source for each in written.files if each.source}
        found = reader.crate("crate.zip", writer.document(written), files)
        assert found.inputs == written.inputs
        assert [each.perm_id for each in found.produced] == [DATA_SET]

    def test_names_that_no_encoding_supports_are_replaced(self, writer: CrateWriter, reader: CrateReader) -> None:
        written = replace(
            crate(), authors=(Person("\udcffAda"),), inputs=(CrateDataSet(DATA_SET, URL, owner="\ud800"),)
        )
        files = {each.path: each.source for each in written.files if each.source}
        assert len(reader.crate("crate.zip", writer.document(written), files).authors) == 1

    def test_a_missing_file_is_no_part_of_it(self, writer: CrateWriter, reader: CrateReader) -> None:
        written = crate()
        files = {each.path: each.source for each in written.files if each.source and each.path != "out.csv"}
        found = reader.crate("crate.zip", writer.document(written), files)
        assert [each.path for each in found.outputs] == ["figures/a b.png"]

    def test_a_document_without_its_notebook_is_refused(self, writer: CrateWriter, reader: CrateReader) -> None:
        with pytest.raises(InvalidCrate, match="no notebook"):
            reader.crate("crate.zip", writer.document(crate()), {})

    @pytest.mark.parametrize("document", [b"", b"{", b"[]", b"{}", b"\xff"])
    def test_an_invalid_document_is_refused(self, reader: CrateReader, document: bytes) -> None:
        with pytest.raises(InvalidCrate):
            reader.crate("crate.zip", document, {})
