"""Tools that change openBIS: planned by a first call, made by a second one with the plan's id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.confirmed_changes.entity_proposals import CreationProposal, EntityProposal
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent
from jupyter_openbis_server.domain.confirmed_changes.ports import ProposedChange
from jupyter_openbis_server.domain.confirmed_changes.upload_proposals import (
    FilesProposal,
    PublicationProposal,
    UploadProposal,
)
from jupyter_openbis_server.domain.notebooks.publications.publication import PublicationTarget, PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Tool
from jupyter_openbis_server.entrypoints.mcp.tools.change_arguments import (
    CreateArguments,
    PublishArguments,
    SetArguments,
    UploadArguments,
)
from jupyter_openbis_server.entrypoints.mcp.tools.two_steps import Proposal, TwoSteps
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_TWO_STEPS = (
    " Two calls: the first one returns a plan and changes nothing. Show the plan to the user; if the user agrees, make "
    "the same call again with `planId` and a new `key`."
)


@dataclass(frozen=True)
class ChangeTools:
    """Tools that change openBIS.

    Attributes:
        has_folder: Whether files of this computer may be sent.
    """

    use_cases: UseCases
    connection: str
    limits: Limits
    has_folder: bool

    def tools(self) -> Iterator[Tool]:
        """Yield the tools."""
        yield self._tool(
            "set",
            "Change metadata",
            "Change properties, name and parents of a data set, object or collection.",
            SetArguments,
            self._change,
        )
        yield self._tool(
            "create",
            "Create an object or collection",
            "Create an object (sample) or collection (experiment).",
            CreateArguments,
            self._creation,
        )
        if self.has_folder:
            yield self._tool(
                "upload",
                "Upload files",
                "Upload files of the allowed folder: with `type` as a new data set, else as files of an object.",
                UploadArguments,
                self._upload,
            )
            yield self._tool(
                "publish",
                "Publish a notebook",
                "Store a notebook of the allowed folder with an HTML page of it in openBIS.",
                PublishArguments,
                self._publication,
            )

    def _tool(self, name: str, title: str, does: str, arguments: type[Schema], proposal: Proposal) -> Tool:
        run = TwoSteps(name, self.use_cases, self.connection, proposal)
        return Tool(name, title, does + _TWO_STEPS, arguments, run, is_read_only=False, is_change=True)

    def _change(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        added, removed = tuple(body["addParents"]), tuple(body["removeParents"])
        request = ChangeRequest(body["reference"], None, body["properties"], added, removed)
        return EntityProposal(content, request, self.use_cases.changes.plan, self.use_cases.changes.apply)

    def _creation(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        kind, parents = EntityKind(body["kind"]), tuple(body["parents"])
        request = CreationRequest(kind, body["type"], body["owner"], body["code"], body["properties"], parents)
        return CreationProposal(content, request, self.use_cases.changes.plan_creation, self.use_cases.changes.create)

    def _upload(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        files, limit = tuple(body["files"]), self.limits.transfer
        if not body["type"]:
            wanted = FileUploadRequest(body["owner"], files, body["folder"])
            of_objects = self.use_cases.object_files
            return FilesProposal(content, wanted, of_objects.plan, of_objects.upload, limit)
        request = UploadRequest(body["type"], body["owner"], files, tuple(body["parents"]), body["properties"])
        return UploadProposal(content, request, self.use_cases.uploads.plan, self.use_cases.uploads.upload, limit)

    def _publication(self, content: ChangeContent, body: Mapping[str, Any]) -> ProposedChange:
        upload = UploadRequest(body["type"].strip(), body["owner"], tuple(body["files"]), tuple(body["parents"]))
        target = PublicationTarget.FILES if body["asFiles"] else PublicationTarget.DATA_SET
        request = PublishRequest(body["notebook"], upload, body["name"], body["notes"], target=target).with_history()
        notebooks = self.use_cases.notebooks
        return PublicationProposal(
            content, request, notebooks.plan_publication, notebooks.publish, self.limits.transfer
        )
