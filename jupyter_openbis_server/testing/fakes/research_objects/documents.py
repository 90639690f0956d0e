"""Fake of the ports `CrateWriter` and `CrateReader`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, Crate, CrateDataSet, CrateFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


class MemoryCrateDocuments:
    """`CrateWriter` and `CrateReader` whose documents are numbers of research objects that are kept in memory."""

    def __init__(self) -> None:
        self.crates: list[Crate] = []

    def document(self, crate: Crate) -> bytes:
        """See `CrateWriter.document`."""
        if crate not in self.crates:
            self.crates.append(crate)
        return json.dumps({"crate": self.crates.index(crate)}).encode()

    def crate(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> Crate:
        """See `CrateReader.crate`."""
        try:
            crate: Crate = self.crates[json.loads(document)["crate"]]
        except (ValueError, TypeError, LookupError) as error:
            raise InvalidCrate(name, f"{METADATA_FILE} is not known here") from error
        if crate.notebook.path not in files:
            raise InvalidCrate(name, "it describes no notebook that it contains")
        return replace(
            crate,
            notebook=_found(crate.notebook, files),
            page=_found(crate.page, files) if crate.page else None,
            environment=replace(crate.environment, files=_all(crate.environment.files, files)),
            inputs=tuple(_data_set(each, files) for each in crate.inputs),
            outputs=_all(crate.outputs, files),
            others=(),
            stated_identifier=crate.identifier,
            remarks=(),
        )


def _found(file: CrateFile, files: Mapping[str, SourceFile]) -> CrateFile:
    return replace(file, source=files.get(file.path))


def _all(found: Iterable[CrateFile], files: Mapping[str, SourceFile]) -> tuple[CrateFile, ...]:
    """Return the files that are part of the package."""
    return tuple(_found(each, files) for each in found if each.path in files)


def _data_set(data_set: CrateDataSet, files: Mapping[str, SourceFile]) -> CrateDataSet:
    return replace(data_set, files=tuple(_found(each, files) for each in data_set.files))
