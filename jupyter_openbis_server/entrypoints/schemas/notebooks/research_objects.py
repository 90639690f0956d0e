"""Research objects and their reruns."""

from __future__ import annotations

from collections.abc import Iterable

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.research_objects.crate import Crate, CrateDataSet, Person


class ExportResponse(Schema):
    """A written research object."""

    path = fields.String()
    title = fields.String(attribute="crate.name")
    files = fields.Function(lambda exported: [each.path for each in exported.crate.files])
    inputs = fields.Function(lambda exported: [_data_set(each) for each in exported.crate.inputs])
    parameters = fields.Function(lambda exported: _parameters(exported.crate))
    authors = fields.Function(lambda exported: _people(exported.crate.authors))
    license = fields.String(attribute="crate.licence.name")
    remarks = fields.List(fields.String(), attribute="crate.remarks")


class RerunPlanResponse(Schema):
    """What a rerun would do."""

    title = fields.String(attribute="crate.name")
    authors = fields.Function(lambda plan: _people(plan.crate.authors))
    notebook = fields.String(attribute="crate.notebook.path")
    folder = fields.String(attribute="request.target")
    requirements = fields.String()
    toFetch = fields.Function(lambda plan: [_data_set(each) for each in plan.to_fetch])  # noqa: N815
    parameters = fields.Function(lambda plan: _parameters(plan.crate))
    remarks = fields.List(fields.String())


class RerunResponse(Schema):
    """The result of a rerun."""

    folder = fields.String()
    ok = fields.Boolean()
    outputs = fields.Function(
        lambda report: [{"name": each.name, "state": each.state.value} for each in report.outputs]
    )
    failedCell = fields.Integer(attribute="failed_cell")  # noqa: N815
    exception = fields.String(attribute="error")
    basedOn = fields.String(attribute="crate.based_on.identifier")  # noqa: N815


def _data_set(data_set: CrateDataSet) -> dict[str, object]:
    missing = data_set.missing_files
    return {
        "permId": data_set.perm_id,
        "url": data_set.url,
        "folder": data_set.folder,
        "files": len(data_set.files),
        "missingFiles": len(missing),
        "missingBytes": sum(each.digest.size for each in missing),
    }


def _parameters(crate: Crate) -> dict[str, object]:
    return {each.name: each.value for each in crate.parameters}


def _people(people: Iterable[Person]) -> list[dict[str, str]]:
    return [{"name": each.name, "orcid": each.orcid} for each in people]
