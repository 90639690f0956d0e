"""Functions that add entities to a laboratory, with generated permIds, dates and identifiers, and codes in capitals."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

FoundT = TypeVar("FoundT")


def add_space(lab: Laboratory, code: str, **fields: Json) -> e.Space:
    """Add a space; ``fields`` are those of ``Space``."""
    return lab.put(e.Space(code=code.upper(), **_dates(lab, fields)))


def add_project(lab: Laboratory, space: str, code: str, **fields: Json) -> e.Project:
    """Add a project to a space.

    Raises:
        UserFailure: when there is no such space, or the space already has a project of this code.
    """
    if space not in lab.spaces:
        raise not_found("SpacePermId", space)
    _must_be_new(f"/{space}/{code.upper()}", lab.project(f"/{space}/{code.upper()}"))
    return lab.put(e.Project(perm_id=lab.new_perm_id(), code=code.upper(), space=space, **_dates(lab, fields)))


def add_experiment(lab: Laboratory, project: str, code: str, type: str, **fields: Json) -> e.Experiment:  # noqa: A002
    """Add an experiment to a project, which is given as permId or identifier.

    Raises:
        UserFailure: when there is no such project, or the project already has an experiment of this code.
    """
    owner = lab.project(project)
    if owner is None:
        raise not_found("ProjectIdentifier", project)
    identifier = f"{owner.identifier}/{code.upper()}"
    _must_be_new(identifier, lab.experiment(identifier))
    return lab.put(
        e.Experiment(
            perm_id=lab.new_perm_id(),
            code=code.upper(),
            project=owner.perm_id,
            type=type,
            identifier=identifier,
            **_dates(lab, fields),
        )
    )


def add_sample(lab: Laboratory, code: str, type: str, **fields: Json) -> e.Sample:  # noqa: A002
    """Add a sample.

    ``space`` (code), ``project``, ``experiment``, ``container`` and ``parents`` (permIds or identifiers) say where; an
    experiment brings its project, a project its space.

    Raises:
        UserFailure: when one of them does not exist, or the identifier is taken.
    """
    fields = _dates(lab, fields)
    unplaced = e.Sample(perm_id=lab.new_perm_id(), code=code.upper(), type=type, identifier="", **fields)
    sample = place_sample(lab, unplaced)
    _must_be_new(sample.identifier, lab.sample(sample.identifier))
    return lab.put(sample)


def place_sample(lab: Laboratory, sample: e.Sample) -> e.Sample:
    """Return the sample with permIds for all it refers to, and with project, space and identifier that fit them.

    Raises:
        UserFailure: when something it refers to does not exist.
    """
    experiment = _existing("ExperimentIdentifier", sample.experiment, lab.experiment)
    project = _existing("ProjectIdentifier", experiment.project if experiment else sample.project, lab.project)
    space = project.space if project else sample.space
    container = _existing("SampleIdentifier", sample.container, lab.sample)
    parents = [parent for text in sample.parents if (parent := _existing("SampleIdentifier", text, lab.sample))]
    prefix = f"{container.code}:" if container else ""
    path = [part for part in (space, project.code if project else None, prefix + sample.code) if part]
    return replace(
        sample,
        space=space,
        project=project.perm_id if project else None,
        experiment=experiment.perm_id if experiment else None,
        container=container.perm_id if container else None,
        parents=[parent.perm_id for parent in parents],
        identifier="/" + "/".join(path),
    )


def add_data_set(lab: Laboratory, type: str, **fields: Json) -> e.DataSet:  # noqa: A002
    """Add a data set without touching any files.

    ``experiment`` and ``sample`` are permIds or identifiers; a sample brings its experiment. A physical data set gets
    ``PhysicalData`` with location = permId unless ``physical_data`` is given. ``perm_id`` may be chosen.

    Raises:
        UserFailure: when the owner does not exist or ``perm_id`` is taken.
    """
    perm_id = fields.pop("perm_id", None) or lab.new_perm_id()
    _must_be_new(perm_id, lab.data_set(perm_id))
    data_set = place_data_set(lab, e.DataSet(perm_id=perm_id, type=type, **_dates(lab, fields)))
    if data_set.kind == "PHYSICAL" and data_set.physical_data is None:
        data_set = replace(data_set, physical_data=e.PhysicalData(location=perm_id))
    return lab.put(replace(data_set, access_date=data_set.access_date or data_set.registration_date))


def place_data_set(lab: Laboratory, data_set: e.DataSet) -> e.DataSet:
    """Return the data set with permIds for its sample and experiment; a sample brings its own experiment.

    Raises:
        UserFailure: when the owner does not exist.
    """
    sample = _existing("SampleIdentifier", data_set.sample, lab.sample)
    wished = sample.experiment if sample else data_set.experiment
    experiment = _existing("ExperimentIdentifier", wished, lab.experiment)
    return replace(
        data_set,
        sample=sample.perm_id if sample else None,
        experiment=experiment.perm_id if experiment else None,
    )


def _dates(lab: Laboratory, fields: dict[str, Json]) -> dict[str, Json]:
    registered = fields.get("registration_date") or lab.now()
    return {"modification_date": registered, **fields, "registration_date": registered}


def _existing(id_class: str, text: str | None, lookup: Callable[[str], FoundT | None]) -> FoundT | None:
    if text is None:
        return None
    found = lookup(text)
    if found is None:
        raise not_found(id_class, text)
    return found


def _must_be_new(name: str, existing: object) -> None:
    if existing is not None:
        raise UserFailure(f"Object '{name}' already exists in the database and needs to be unique.")
