"""Spaces, projects, experiments, samples and data sets, which contain each other (openbis-protocol 3.4, 3.5)."""

from zlib import crc32

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import data_store_of
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_set_id_bean, data_store_row, physical_data_bean
from jupyter_openbis_server.fake_openbis.wire.entity_fields import histories, object_properties, people, property_map
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import identifier_bean, perm_id_bean
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean
from jupyter_openbis_server.fake_openbis.wire.person_beans import person_bean, tag_beans
from jupyter_openbis_server.fake_openbis.wire.translator import Translator
from jupyter_openbis_server.fake_openbis.wire.type_beans import entity_type_bean


def space_bean(t: Translator, space: e.Space, options: FetchOptions) -> Bean:
    """Return a space. Its technical id, in openBIS the number of its database row, is made of its code here."""
    lab = t.laboratory
    projects = options["projects"]
    samples = options["samples"]
    return Bean(
        "as.dto.space.Space",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "id": Bean("as.dto.space.id.SpaceTechId", {"techId": crc32(space.code.encode())}),
            "permId": perm_id_bean("as.dto.space.id.SpacePermId", space.code),
            "code": space.code,
            "frozen": False,
            "frozenForProjects": False,
            "frozenForSamples": False,
            "description": space.description,
            "registrationDate": space.registration_date,
            "modificationDate": space.modification_date,
            "registrator": t.one(person_bean, lab.persons.get(space.registrator), options["registrator"]),
            "samples": t.many(sample_bean, lab.samples.find("space", space.code) if samples else [], samples),
            "projects": t.many(project_bean, lab.projects.find("space", space.code) if projects else [], projects),
        },
    )


def project_bean(t: Translator, project: e.Project, options: FetchOptions) -> Bean:
    """Return a project."""
    lab = t.laboratory
    experiments = options["experiments"]
    samples = options["samples"]
    inside = lab.experiments.find("project", project.perm_id) if experiments else []
    return Bean(
        "as.dto.project.Project",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean("as.dto.project.id.ProjectPermId", project.perm_id),
            "identifier": identifier_bean("as.dto.project.id.ProjectIdentifier", project.identifier),
            "code": project.code,
            "frozen": False,
            "frozenForExperiments": False,
            "frozenForSamples": False,
            "description": project.description,
            "registrationDate": project.registration_date,
            "modificationDate": project.modification_date,
            "experiments": t.many(experiment_bean, inside, experiments),
            "samples": t.many(sample_bean, lab.samples.find("project", project.perm_id) if samples else [], samples),
            "space": t.one(space_bean, lab.spaces.get(project.space), options["space"]),
            **people(t, project, options),
            "leader": t.one(person_bean, lab.persons.get(project.leader), options["leader"]),
            "attachments": _none_attached(options),
            **histories("Project", options),
        },
    )


def experiment_bean(t: Translator, experiment: e.Experiment, options: FetchOptions) -> Bean:
    """Return an experiment."""
    return Bean(
        "as.dto.experiment.Experiment",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean("as.dto.experiment.id.ExperimentPermId", experiment.perm_id),
            "identifier": identifier_bean("as.dto.experiment.id.ExperimentIdentifier", experiment.identifier),
            "code": experiment.code,
            "frozen": experiment.frozen,
            "frozenForDataSets": False,
            "frozenForSamples": False,
            "registrationDate": experiment.registration_date,
            "modificationDate": experiment.modification_date,
            "type": t.one(entity_type_bean, t.laboratory.entity_type("EXPERIMENT", experiment.type), options["type"]),
            "project": t.one(project_bean, t.laboratory.projects.get(experiment.project), options["project"]),
            **_experiment_contents(t, experiment, options),
            "properties": property_map(t, experiment.properties, options["properties"]),
            **object_properties(t, options),
            "tags": tag_beans(t, experiment.tags, experiment.registrator, options["tags"]),
            **people(t, experiment, options),
            "attachments": _none_attached(options),
            **histories("Experiment", options),
            **_immutable(t, experiment),
            "metaData": {},
        },
    )


def _experiment_contents(t: Translator, experiment: e.Experiment, options: FetchOptions) -> dict[str, object]:
    lab = t.laboratory
    data_sets = options["dataSets"]
    samples = options["samples"]
    owned = lab.data_sets.find("experiment", experiment.perm_id) if data_sets else []
    inside = lab.samples.find("experiment", experiment.perm_id) if samples else []
    return {"dataSets": t.many(data_set_bean, owned, data_sets), "samples": t.many(sample_bean, inside, samples)}


def sample_bean(t: Translator, sample: e.Sample, options: FetchOptions) -> Bean:
    """Return a sample."""
    lab = t.laboratory
    return Bean(
        "as.dto.sample.Sample",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean("as.dto.sample.id.SamplePermId", sample.perm_id),
            "identifier": identifier_bean("as.dto.sample.id.SampleIdentifier", sample.identifier),
            "code": sample.code,
            "frozen": sample.frozen,
            "frozenForComponents": False,
            "frozenForChildren": False,
            "frozenForParents": False,
            "frozenForDataSets": False,
            "registrationDate": sample.registration_date,
            "modificationDate": sample.modification_date,
            "type": t.one(entity_type_bean, lab.entity_type("SAMPLE", sample.type), options["type"]),
            "project": t.one(project_bean, lab.projects.get(sample.project), options["project"]),
            "space": t.one(space_bean, lab.spaces.get(sample.space), options["space"]),
            "experiment": t.one(experiment_bean, lab.experiments.get(sample.experiment), options["experiment"]),
            "properties": property_map(t, sample.properties, options["properties"]),
            **object_properties(t, options),
            **_sample_relations(t, sample, options),
            "tags": tag_beans(t, sample.tags, sample.registrator, options["tags"]),
            **people(t, sample, options),
            "attachments": _none_attached(options),
            **histories("Sample", options),
            **_immutable(t, sample),
            "metaData": {},
        },
    )


def _sample_relations(t: Translator, sample: e.Sample, options: FetchOptions) -> dict[str, object]:
    samples = t.laboratory.samples
    data_sets = options["dataSets"]
    owned = t.laboratory.data_sets.find("sample", sample.perm_id) if data_sets else []
    return {
        "parents": t.many(sample_bean, map(samples.get, sample.parents), options["parents"]),
        "parentsRelationships": None,
        "children": t.many(sample_bean, samples.find("parents", sample.perm_id), options["children"]),
        "childrenRelationships": None,
        "container": t.one(sample_bean, samples.get(sample.container), options["container"]),
        "components": t.many(sample_bean, samples.find("container", sample.perm_id), options["components"]),
        "dataSets": t.many(data_set_bean, owned, data_sets),
    }


def data_set_bean(t: Translator, data_set: e.DataSet, options: FetchOptions) -> Bean:
    """Return a data set."""
    lab = t.laboratory
    return Bean(
        "as.dto.dataset.DataSet",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": data_set_id_bean(data_set.perm_id),
            "code": data_set.code,
            "frozen": data_set.frozen,
            "frozenForChildren": False,
            "frozenForParents": False,
            "frozenForComponents": False,
            "frozenForContainers": False,
            "type": t.one(entity_type_bean, lab.entity_type("DATA_SET", data_set.type), options["type"]),
            "kind": data_set.kind,
            "dataStore": t.one(data_store_row, data_store_of(t.context, data_set.data_store), options["dataStore"]),
            "measured": data_set.measured,
            "postRegistered": data_set.post_registered,
            "physicalData": physical_data_bean(t, data_set.physical_data, options["physicalData"]),
            "linkedData": None,
            "experiment": t.one(experiment_bean, lab.experiments.get(data_set.experiment), options["experiment"]),
            "sample": t.one(sample_bean, lab.samples.get(data_set.sample), options["sample"]),
            "properties": property_map(t, data_set.properties, options["properties"]),
            **object_properties(t, options),
            **_related_data_sets(t, data_set, options),
            "tags": tag_beans(t, data_set.tags, data_set.registrator, options["tags"]),
            **histories("DataSet", options),
            "modificationDate": data_set.modification_date,
            "registrationDate": data_set.registration_date,
            **people(t, data_set, options),
            "dataProducer": data_set.data_producer,
            "dataProductionDate": data_set.data_production_date,
            "accessDate": data_set.access_date,
            "metaData": {},
        },
    )


def _related_data_sets(t: Translator, data_set: e.DataSet, options: FetchOptions) -> dict[str, object]:
    table = t.laboratory.data_sets
    return {
        "parents": t.many(data_set_bean, map(table.get, data_set.parents), options["parents"]),
        "children": t.many(data_set_bean, table.find("parents", data_set.perm_id), options["children"]),
        "containers": t.many(data_set_bean, table.find("components", data_set.perm_id), options["containers"]),
        "components": t.many(data_set_bean, map(table.get, data_set.components), options["components"]),
    }


def _none_attached(options: FetchOptions) -> list[Bean] | None:
    return None if options["attachments"] is None else []


def _immutable(t: Translator, owner: e.Experiment | e.Sample) -> dict[str, object]:
    """Whether AFS refuses changes of the owner's files, and since when (openbis-afs 1)."""
    if t.api_minor < 7:  # noqa: PLR2004 -- API 3.7
        return {}
    return {"immutableData": owner.immutable_data, "immutableDataDate": owner.immutable_data_date}
