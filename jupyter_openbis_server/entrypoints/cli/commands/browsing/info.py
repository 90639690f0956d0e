"""Command `info`: details of an entity or data set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import click
from marshmallow import fields

from jupyter_openbis_server.domain.catalogue.details import PropertyEntry, RelatedEntity
from jupyter_openbis_server.domain.files.description import Description
from jupyter_openbis_server.domain.properties.property_value import values_of
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.cli.output.rich_values import readable
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.schemas.tree import DetailsResponse


class _DescriptionResponse(DetailsResponse):
    dataSet = fields.Nested(IsoDataSetResponse, attribute="data_set", allow_none=True)  # noqa: N815


@click.command(cls=OpenbisCommand)
@click.argument("reference")
@click.pass_obj
def info(cli: CliContext, reference: str) -> None:
    """Show what openBIS knows of a data set, sample, experiment, project or space.

    REFERENCE is a permId, an identifier, a link of the ELN, or a code that is unique. Of a data set, its files are
    listed, too; those of a container by the component that holds them. So are the files that a sample or experiment has
    itself, in openBIS's file server (AFS).
    """
    found = cli.run_logged_in(cli.use_cases.catalogue.describe, reference)
    if cli.as_json:
        cli.respond_object(_as_object(found))
    else:
        cli.respond_lines(_lines(found))


def _as_object(found: Description) -> Mapping[str, object]:
    response: dict[str, object] = dict(_DescriptionResponse().dump(found.details))
    data_set = found.details.data_set
    if data_set:
        response |= {"dataStore": data_set.data_store, "components": list(data_set.components)}
    if data_set or found.details.has_afs_files:
        response |= {
            "remark": None,
            "files": [
                {
                    "path": each.file.path,
                    "size": each.file.size,
                    "isFolder": each.file.is_folder,
                    "crc32": each.file.crc32,
                    "component": each.component,
                }
                for each in found.files
            ],
            "problem": str(found.problem) if found.problem else None,
            "problemCode": error_response(found.problem)["code"] if found.problem else None,
        }
    return response


def _lines(found: Description) -> list[str]:
    lines = table(_facts(found))
    files = [(size(each.file.size), each.whole_path) for each in found.files if not each.file.is_folder]
    if files:
        lines += ["", *table(files)]
    if found.problem:
        lines += ["", f"The files cannot be listed: {found.problem}"]
    return lines


def _facts(found: Description) -> Iterator[tuple[str, str]]:
    details, data_set = found.details, found.details.data_set
    yield details.kind.word, details.identifier or details.perm_id
    if details.identifier:
        yield "permId", details.perm_id
    facts = [("type", details.type_code)]
    if data_set:
        status = f"{data_set.kind}, {data_set.status}" if data_set.status else data_set.kind
        facts += [("kind", status), ("sample", data_set.sample), ("experiment", data_set.experiment)]
    elif details.owner:
        facts.append(("in", details.owner.identifier))
    facts += [("registered", local_time(details.registered)), ("by", details.registrator)]
    if details.modified and details.modified != details.registered:
        facts.append(("modified", local_time(details.modified)))
    if data_set:
        facts += [("size", size(data_set.size)), ("data store", data_set.data_store)]
        facts += [("component", each) for each in data_set.components]
    yield from ((name, value) for name, value in facts if value)
    yield from _related("parent", details.parents, len(details.parents))
    yield from _related("child", details.children, details.children_count)
    for each in sorted(details.properties, key=lambda entry: entry.code):
        yield from _property(each, found.samples)
    if details.eln_url:
        yield "link", details.eln_url


def _related(name: str, relatives: Iterable[RelatedEntity], number: int) -> Iterator[tuple[str, str]]:
    shown = 0
    for each in relatives:
        shown += 1
        yield name, f"{each.perm_id} {each.name or ''}".strip()
    if number > shown:
        yield name, f"{number} in all"


def _property(entry: PropertyEntry, samples: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a row for each line of each value; only the first row has the name."""
    for value in values_of(entry.value):
        name = entry.code
        for line in readable(samples.get(value, value) if entry.data_type == "SAMPLE" else value):
            yield name, line
            name = ""
