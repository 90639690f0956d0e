"""Reading of RO-Crate documents, which come from anybody.

The library `rocrate` is not used here: it unpacks archives without limits, and follows URLs.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from jupyter_openbis_server.adapters.rocrate.graph import Entity, Graph, graph_in, local_path, text_of
from jupyter_openbis_server.adapters.rocrate.stated_digests import stated_digest
from jupyter_openbis_server.adapters.rocrate.vocabulary import ORCID
from jupyter_openbis_server.domain.catalogue.data_set import AFS_TYPE
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidCrate, InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import checked_path
from jupyter_openbis_server.domain.research_objects.crate import (
    METADATA_FILE,
    NO_LICENCE,
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
from jupyter_openbis_server.domain.research_objects.iso_times import utc_time
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_PARAMETER = "PropertyValue"
_NOTEBOOK = ".ipynb"


class RocrateReader:
    """Port `CrateReader`."""

    def crate(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> Crate:
        """See the port."""
        return _Document(name, graph_in(name, document), files).crate()


class _Document:
    """A document while it is read."""

    def __init__(self, name: str, graph: Graph, files: Mapping[str, SourceFile]) -> None:
        self._name, self._graph, self._files = name, graph, files

    def crate(self) -> Crate:
        """Return the research object. Raises InvalidCrate."""
        graph, root = self._graph, self._graph.root
        notebook = self._notebook()
        action = self._action(notebook)
        agent = graph.one(action, "agent")
        objects, results = graph.many(action, "object"), graph.many(action, "result")
        paths = {notebook.path}
        environment = self._environment(next(filter(partial(self._is_at, path=notebook.path), self._all())), paths)
        inputs = tuple(
            replace(
                each, folder=self._checked(text_of(entity, "localPath")), files=tuple(self._input_files(entity, paths))
            )
            for entity, each in self._data_sets(objects)
        )
        outputs = tuple(each for each in self._local_files(results) if each.path not in paths)
        page = next((each for each in outputs if each.path == f"{notebook.path}.html"), None)
        based_on = graph.one(root, "isBasedOn")
        return Crate(
            text_of(root, "name") or posixpath.basename(notebook.path),
            text_of(root, "description"),
            utc_time(text_of(root, "datePublished")) or dt.datetime.fromtimestamp(0, dt.timezone.utc),
            notebook,
            page,
            environment,
            inputs,
            tuple(each for _, each in self._data_sets(results)),
            tuple(each for each in outputs if each is not page),
            parameters=tuple(_parameters(objects)),
            authors=tuple(filter(None, map(_person, graph.many(root, "author")))),
            licence=_licence(root, graph.one(root, "license")),
            run=Run(
                utc_time(text_of(action, "startTime")),
                utc_time(text_of(action, "endTime")),
                text_of(action, "error"),
                _person(agent) if agent else None,
            ),
            based_on=_origin(based_on) if based_on else None,
            stated_identifier=self._graph.reference(root, "identifier") or text_of(root, "identifier"),
        )

    def _notebook(self) -> CrateFile:
        main = self._graph.one(self._graph.root, "mainEntity")
        for each in (*((main,) if main else ()), *self._all()):
            found = self._local_file(each)
            if found and found.path.lower().endswith(_NOTEBOOK):
                return found
        raise InvalidCrate(self._name, "it describes no notebook that it contains")

    def _action(self, notebook: CrateFile) -> Entity:
        """Return the newest run of the notebook; an empty entity if there is none."""
        runs = [each for each in self._all() if "CreateAction" in each.types]
        own = [each for each in runs if any(self._is_at(tool, notebook.path) for tool in self._tools(each))]
        return max(own, key=lambda each: text_of(each, "endTime"), default=Entity({"@id": "#none"}))

    def _tools(self, action: Entity) -> tuple[Entity, ...]:
        return self._graph.many(action, "instrument")

    def _all(self) -> Iterable[Entity]:
        return self._graph.entities.values()

    def _is_at(self, entity: Entity, path: str) -> bool:
        return local_path(entity.id, self._files) == path

    def _environment(self, notebook: Entity, paths: set[str]) -> Environment:
        language = self._graph.one(notebook, "programmingLanguage")
        named = self._local_files(self._graph.many(notebook, "softwareRequirements"))
        files = tuple(each for each in named if each.path not in paths)
        paths.update(each.path for each in files)
        kernel = text_of(notebook, "runtimePlatform")
        if language is None:
            return Environment(kernel, text_of(notebook, "programmingLanguage"), files=files)
        return Environment(kernel, text_of(language, "name"), text_of(language, "version"), files)

    def _data_sets(self, entities: tuple[Entity, ...]) -> Iterator[tuple[Entity, CrateDataSet]]:
        """Yield the entities that are data sets of openBIS, and what they are, without files."""
        for each in entities:
            catalogue = self._graph.one(each, "includedInDataCatalog")
            perm_id = text_of(each, "identifier")
            if "Dataset" not in each.types or catalogue is None or not perm_id:
                continue
            owner = self._graph.one(each, "isPartOf")
            type_code = text_of(each, "additionalType")
            kind = EntityKind.SAMPLE if type_code == AFS_TYPE else EntityKind.DATA_SET
            url, in_ = text_of(catalogue, "url") or catalogue.id, text_of(owner, "name") if owner else ""
            yield each, CrateDataSet(perm_id, url, kind, type_code, in_)

    def _input_files(self, data_set: Entity, paths: set[str]) -> Iterator[CrateFile]:
        for each in self._graph.many(data_set, "hasPart"):
            local = self._local_file(each)
            path = local.path if local else self._checked(text_of(each, "localPath"))
            if not path or "File" not in each.types:
                continue
            if path in paths:
                raise InvalidCrate(self._name, f"several files have the path {path!r}")
            paths.add(path)
            stored, same = text_of(each, "identifier"), self._graph.reference(each, "sameAs")
            source = local.source if local else None
            address = same if local else each.id
            yield CrateFile(path, stated_digest(each), source, address, self._checked(stored))

    def _local_files(self, entities: tuple[Entity, ...]) -> Iterator[CrateFile]:
        """Yield the files that are part of the research object, each once."""
        found = filter(None, map(self._local_file, entities))
        yield from {each.path: each for each in found}.values()

    def _local_file(self, entity: Entity) -> CrateFile | None:
        """Return a file that is part of the research object; None if the entity is none."""
        path = local_path(entity.id, self._files)
        source = self._files.get(path)
        if source is None or "File" not in entity.types or path == METADATA_FILE:
            return None
        return CrateFile(path, stated_digest(entity, source), source)

    def _checked(self, path: str) -> str:
        """Return a path; empty if there is none. Raises InvalidCrate: it leads outside."""
        if not path:
            return ""
        try:
            return "/".join(checked_path(path.removesuffix("/")))
        except InvalidPath as error:
            raise InvalidCrate(self._name, f"the path {path!r} is not allowed ({error.problem})") from error


def _parameters(entities: tuple[Entity, ...]) -> Iterator[Parameter]:
    for each in entities:
        name, value = text_of(each, "name"), each.values.get("value")
        if _PARAMETER not in each.types or not name.isidentifier():
            continue
        if isinstance(value, float) and not math.isfinite(value):
            continue
        if isinstance(value, (str, int, float, bool)):
            yield Parameter(name, None if value == "null" else value)


def _person(entity: Entity) -> Person | None:
    if "Person" not in entity.types:
        return None
    name = text_of(entity, "name") or entity.id
    if not name:
        return None
    orcid = entity.id.removeprefix(ORCID) if entity.id.startswith(ORCID) else ""
    return Person(name, orcid, text_of(entity, "identifier"))


def _licence(root: Entity, entity: Entity | None) -> Licence:
    if entity is None:
        text = text_of(root, "license")
        return Licence(text) if text else NO_LICENCE
    if entity.id.startswith(("http://", "https://")):
        return Licence(text_of(entity, "name") or entity.id, entity.id)
    return Licence(text_of(entity, "description") or text_of(entity, "name") or entity.id)


def _origin(entity: Entity) -> Origin:
    return Origin(entity.id, text_of(entity, "name"), text_of(entity, "sha256"))
