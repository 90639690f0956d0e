"""The get and search methods of everything that has a table (openbis-protocol 1.6 and 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from jupyter_openbis_server.fake_openbis.application_server.archiving import go_on_unarchiving
from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.criteria import Search
from jupyter_openbis_server.fake_openbis.application_server.search.paging import page, search_result
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import check_kinds_known
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.table import Table
from jupyter_openbis_server.fake_openbis.wire.entity_beans import (
    data_set_bean,
    experiment_bean,
    project_bean,
    sample_bean,
    space_bean,
)
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import Id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.person_beans import person_bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator
from jupyter_openbis_server.fake_openbis.wire.type_beans import (
    entity_type_bean,
    plugin_bean,
    property_type_bean,
    vocabulary_bean,
)


@dataclass(frozen=True)
class Readable:
    """One kind of entity as clients read it.

    Attributes:
        plural: How the methods call it, e.g. ``DataSets`` for ``getDataSets``.
        family: Which ids it has, see ``ids.read_id``.
        table: Its table.
        find: Looks an id's text up.
        make: Makes its bean.
        kind: For entity types: which kind.
    """

    plural: str
    family: str
    table: Callable[[Laboratory], Table[Any]]
    find: Callable[[Laboratory, str], Any]
    make: Callable[[Translator, Any, FetchOptions], Bean]
    kind: e.EntityKind | None = None

    @property
    def singular(self) -> str:
        """How fetch options call it, e.g. ``DataSet``."""
        return self.plural[:-3] + "y" if self.plural.endswith("ies") else self.plural[:-1]

    def rows(self, laboratory: Laboratory, criteria: Json) -> list[Any]:
        """Return the rows that match the search criteria, for any user."""
        table = self.table(laboratory)
        found = (table.get(key) for key in Search(laboratory).run(table, criteria))
        return [row for row in found if row is not None and self.kind in (None, getattr(row, "kind", None))]


def _types(plural: str, kind: e.EntityKind) -> Readable:
    return Readable(
        plural,
        "entitytype",
        lambda lab: lab.entity_types,
        lambda lab, code: lab.entity_type(kind, code.upper()),
        entity_type_bean,
        kind,
    )


READABLES = (
    Readable("Spaces", "space", lambda lab: lab.spaces, lambda lab, code: lab.spaces.get(code.upper()), space_bean),
    Readable("Projects", "project", lambda lab: lab.projects, Laboratory.project, project_bean),
    Readable("Experiments", "experiment", lambda lab: lab.experiments, Laboratory.experiment, experiment_bean),
    Readable("Samples", "sample", lambda lab: lab.samples, Laboratory.sample, sample_bean),
    Readable("DataSets", "dataset", lambda lab: lab.data_sets, Laboratory.data_set, data_set_bean),
    Readable("Persons", "person", lambda lab: lab.persons, lambda lab, user: lab.persons.get(user), person_bean),
    _types("DataSetTypes", "DATA_SET"),
    _types("SampleTypes", "SAMPLE"),
    _types("ExperimentTypes", "EXPERIMENT"),
    Readable(
        "PropertyTypes",
        "property",
        lambda lab: lab.property_types,
        lambda lab, code: lab.property_types.get(code.upper()),
        property_type_bean,
    ),
    Readable(
        "Vocabularies",
        "vocabulary",
        lambda lab: lab.vocabularies,
        lambda lab, code: lab.vocabularies.get(code.upper()),
        vocabulary_bean,
    ),
    Readable("Plugins", "plugin", lambda lab: lab.plugins, lambda lab, name: lab.plugins.get(name), plugin_bean),
)


def reading_methods(context: Context) -> dict[str, Method]:
    """Return the methods ``get<plural>`` and ``search<plural>`` of all readable kinds."""
    methods: dict[str, Method] = {}
    for readable in READABLES:
        methods[f"get{readable.plural}"] = _getter(context, readable)
        methods[f"search{readable.plural}"] = _searcher(context, readable)
    return methods


def _getter(context: Context, readable: Readable) -> Method:
    def get(token: str, ids: Json, fetch_options: Json) -> dict[str, Bean]:
        with operation(context, f"get{readable.plural}", token) as session:
            translator, options = Translator(context, session.user), FetchOptions(fetch_options, readable.singular)
            wanted = read_ids(ids, readable.family)
            if readable.plural == "DataSets":
                go_on_unarchiving(context, [each.text for each in wanted])
            found = {str(given): _found(translator, readable, given, options) for given in wanted}
            return {key: bean for key, bean in found.items() if bean is not None}

    return get


def _found(translator: Translator, readable: Readable, given: Id, options: FetchOptions) -> Bean | None:
    return translator.one(readable.make, readable.find(translator.laboratory, given.text), options)


def _searcher(context: Context, readable: Readable) -> Method:
    def search(token: str, criteria: Json, fetch_options: Json) -> Bean:
        with operation(context, f"search{readable.plural}", token) as session:
            translator, options = Translator(context, session.user), FetchOptions(fetch_options, readable.singular)
            check_kinds_known(context.settings, criteria)
            rows = readable.rows(context.laboratory, criteria)
            visible = [row for row in rows if context.laboratory.may_see(session.user, row)]
            rows = page(visible, options, readable.table(context.laboratory).entity_class.__name__)
            beans = [translator.one(readable.make, row, options) for row in rows]
            return search_result(cast("list[Bean]", beans), len(visible))

    return search
