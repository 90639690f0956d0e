"""Writing of RO-Crate documents, by the library `rocrate`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jupyter_openbis_server.adapters.rocrate.vocabulary import (
    COMPLETED,
    EXTRA_TERMS,
    FAILED,
    LANGUAGES,
    ORCID,
    PROFILE,
    PROFILE_NAME,
    PROFILE_VERSION,
    RUN,
    VERSION,
    iso,
    media_type,
)
from jupyter_openbis_server.domain.research_objects.crate import (
    Crate,
    CrateDataSet,
    CrateFile,
    Licence,
    Parameter,
    Person,
)

if TYPE_CHECKING:  # it takes a fifth of a second to import, and only exports, publications and reruns need it
    from rocrate.model.entity import Entity

Properties = dict[str, Any]


class RocrateWriter:
    """Port `CrateWriter`: RO-Crate 1.2 with the Process Run Crate profile."""

    def document(self, crate: Crate) -> bytes:
        """See the port."""
        return _Document(crate).content()


class _Document:
    """A document while it is written."""

    def __init__(self, crate: Crate) -> None:
        from rocrate.rocrate import ROCrate  # noqa: PLC0415 - see above

        self._crate = crate
        self._described: dict[str, Entity] = {}
        self._descriptions = dict(_descriptions_of(crate))
        self._made = ROCrate(version=VERSION)
        self._made.metadata.extra_terms.update(EXTRA_TERMS)

    def content(self) -> bytes:
        """Return the document. Lone surrogates, which names of files may have, are replaced."""
        crate = self._crate
        files = {each.path: self._file(each) for each in crate.files}
        data_sets: dict[str, Entity] = {}
        for each in (*crate.inputs, *crate.produced):  # one that is both keeps the files of the input
            if each.link not in data_sets:
                data_sets[each.link] = self._data_set(each, files)
        people = {each: self._person(each) for each in crate.authors}
        notebook = files[crate.notebook.path]
        self._describe_notebook(notebook, files, list(people.values()))
        objects = [data_sets[each.link] for each in crate.inputs]
        objects += [self._parameter(each) for each in crate.parameters]
        results = [files[each.path] for each in (*crate.outputs, *((crate.page,) if crate.page else ()))]
        results += [data_sets[each.link] for each in crate.produced]
        action = self._action(notebook, objects, results)
        self._describe_root(notebook, action, list(people.values()))
        text = json.dumps(_compacted(self._made.metadata.generate()), ensure_ascii=False, indent=2, sort_keys=True)
        return f"{text}\n".encode("utf-8", "replace")

    def _describe_root(self, notebook: Entity, action: Entity, people: list[Entity]) -> None:
        crate, root = self._crate, self._made.root_dataset
        profile = {"@type": ["CreativeWork", "Profile"], "name": PROFILE_NAME, "version": PROFILE_VERSION}
        root["name"], root["description"] = crate.name, crate.description
        root["datePublished"] = iso(crate.created)
        uuid = crate.identifier
        identifier = {"@type": "PropertyValue", "name": "Identifier", "propertyID": "UUID", "value": uuid}
        root["identifier"] = self._context(crate.identifier, identifier)
        root["license"] = self._licence(crate.licence)
        root["conformsTo"] = [self._context(PROFILE, profile)]
        root["mainEntity"] = notebook
        root["mentions"] = [action]
        if people:
            root["author"] = people
        if crate.based_on:
            origin = {"@type": "CreativeWork", "name": crate.based_on.name, "sha256": crate.based_on.digest}
            root["isBasedOn"] = self._context(crate.based_on.identifier, origin)

    def _describe_notebook(self, notebook: Entity, files: dict[str, Entity], people: list[Entity]) -> None:
        environment, known = self._crate.environment, self._crate.notebook.digest
        notebook.properties()["@type"] = ["File", "SoftwareSourceCode"]
        notebook["name"] = self._crate.notebook.path
        notebook["version"] = f"sha256:{known.sha256[:12]}"
        if page := LANGUAGES.get(environment.language.lower()):
            language = {"@type": "ComputerLanguage", "name": environment.language, "version": environment.version}
            notebook["programmingLanguage"] = self._context(page, _known({**language, "url": page}))
        elif environment.language:
            notebook["programmingLanguage"] = environment.language
        if environment.kernel:
            notebook["runtimePlatform"] = environment.kernel
        if environment.files:
            notebook["softwareRequirements"] = [files[each.path] for each in environment.files]
        if people:
            notebook["author"] = people

    def _file(self, file: CrateFile) -> Entity:
        """Add a file that is part of the research object, or describe one that is only referenced."""
        digest, address = file.digest, file.address
        crc32 = None if digest.crc32 is None else f"{digest.crc32:08x}"
        checksums = {"sha256": digest.sha256, "md5": digest.md5 if not digest.sha256 else "", "crc32": crc32}
        properties: Properties = {
            "name": file.path.rpartition("/")[2],
            "description": self._descriptions.get(file.path),
            "contentSize": str(digest.size),
            "encodingFormat": media_type(file.path),
            "identifier": file.stored_path,
            **checksums,
        }
        if file.source is None:
            return self._context(address, {"@type": "File", "localPath": file.path, **_known(properties)})
        properties["sameAs"] = {"@id": address} if address else None
        entity: Entity = self._made.add_file(dest_path=file.path, properties=_known(properties))
        return entity

    def _data_set(self, data_set: CrateDataSet, files: dict[str, Entity]) -> Entity:
        from rocrate.model.data_entity import DataEntity  # noqa: PLC0415 - see above

        parts = [files.get(each.path) or self._file(each) for each in data_set.files]
        catalogue = {"@type": "DataCatalog", "name": "openBIS", "url": data_set.url}
        properties = {
            "@type": "Dataset",
            "name": " ".join(filter(None, (data_set.type_code or "Data set", data_set.perm_id))),
            "identifier": data_set.perm_id,
            "additionalType": data_set.type_code,
            "includedInDataCatalog": {"@id": self._context(data_set.url, catalogue).id},
            "isPartOf": {"@id": self._owner(data_set).id} if data_set.owner else None,
            "localPath": data_set.folder,
            "hasPart": [{"@id": each.id} for each in parts] or None,
        }
        entity: Entity = self._made.add(DataEntity(self._made, data_set.link, _known(properties)))
        return entity

    def _owner(self, data_set: CrateDataSet) -> Entity:
        """Add the sample or experiment of a data set; it is no data of this research object."""
        identifier = f"#{_quoted(data_set.owner)}"
        return self._context(identifier, {"@type": "CreativeWork", "name": data_set.owner})

    def _person(self, person: Person) -> Entity:
        identifier = f"{ORCID}{person.orcid}" if person.orcid else f"#person-{_quoted(person.name)}"
        properties = {"@type": "Person", "name": person.name, "identifier": person.user}
        return self._context(identifier, _known(properties))

    def _licence(self, licence: Licence) -> Entity:
        if licence.address:
            described = f"The licence of this research object; its text is at {licence.address}"
            properties = {"@type": "CreativeWork", "name": licence.name, "description": described}
            return self._context(licence.address, properties)
        return self._context("#licence", {"@type": "CreativeWork", "name": "Terms of use", "description": licence.name})

    def _parameter(self, parameter: Parameter) -> Entity:
        value = "null" if parameter.value is None else parameter.value
        return self._context(
            f"#parameter-{_quoted(parameter.name)}",
            {"@type": "PropertyValue", "name": parameter.name, "value": value},
        )

    def _action(self, notebook: Entity, objects: list[Entity], results: list[Entity]) -> Entity:
        run, path = self._crate.run, self._crate.notebook.path
        properties = {
            "@type": "CreateAction",
            "name": f"Run of {path}",
            "description": f"The execution of the notebook {path} that has produced its outputs",
            "instrument": _reference(notebook),
            "object": _references(objects),
            "result": _references(results),
            "startTime": iso(run.started) if run.started else None,
            "endTime": iso(run.ended) if run.ended else None,
            "actionStatus": {"@id": FAILED if run.error else COMPLETED} if run.ended or run.error else None,
            "error": run.error,
            "agent": _reference(self._person(run.agent)) if run.agent else None,
        }
        return self._context(RUN, _known(properties))

    def _context(self, identifier: str, properties: Properties) -> Entity:
        from rocrate.model.contextentity import ContextEntity  # noqa: PLC0415 - see above

        if identifier not in self._described:  # the library would search all entities
            self._described[identifier] = self._made.add(ContextEntity(self._made, identifier, properties))
        return self._described[identifier]


def _descriptions_of(crate: Crate) -> Iterator[tuple[str, str]]:
    """Yield what each file is for, by its path."""
    yield from ((each.path, f"Further file of {crate.notebook.path}") for each in crate.others)
    yield from ((each.path, f"Environment of {crate.notebook.path}") for each in crate.environment.files)
    yield from ((each.path, f"Written by {crate.notebook.path}") for each in crate.outputs)
    if crate.page:
        yield crate.page.path, f"{crate.notebook.path} with its outputs, for web browsers"
    yield crate.notebook.path, crate.description or f"The notebook {crate.notebook.path}"


def _compacted(document: Properties) -> Properties:
    """Return a document in which lists of one value are that value, as the specification recommends."""
    graph = [{key: _single(value) for key, value in each.items()} for each in document["@graph"]]
    return {**document, "@graph": graph}


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _quoted(text: str) -> str:
    """Return a text as part of an id. It may have lone surrogates, from arguments or manifests."""
    return quote(text, safe="", errors="replace")


def _reference(entity: Entity) -> Properties:
    return {"@id": entity.id}


def _references(entities: Iterable[Entity]) -> list[Properties] | None:
    """Return references, each once; None without any."""
    return [{"@id": each} for each in dict.fromkeys(entity.id for entity in entities)] or None


def _known(properties: Properties) -> Properties:
    """Return the properties that have a value."""
    return dict(_with_value(properties))


def _with_value(properties: Properties) -> Iterator[tuple[str, Any]]:
    yield from ((key, value) for key, value in properties.items() if value is not None and value not in ("", []))
