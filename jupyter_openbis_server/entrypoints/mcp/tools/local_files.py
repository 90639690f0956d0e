"""The folders of this computer that an assistant may use, and the tool that downloads into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import fields, validate

from jupyter_openbis_server.domain.confirmed_changes.errors import check_transfer
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.selection import MAX_PATTERNS, Selection
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_DATA_SETS, Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments, Found, Tool
from jupyter_openbis_server.entrypoints.schemas.base import text
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadResponse
from jupyter_openbis_server.entrypoints.use_cases import UseCases


@dataclass(frozen=True)
class LocalFolders:
    """The allowed folders. What is really below them is decided by the policies of the adapters (decision 16).

    Attributes:
        roots: Absolute paths. Relative paths of tools begin in the first one, and uploads are read from it.
    """

    roots: tuple[Path, ...] = ()

    def target(self, path: str) -> str:
        """Return the absolute path of a folder that a tool names, unchecked. Raises InvalidPath without roots."""
        if not self.roots:
            raise InvalidPath(path, "this assistant may not use files of this computer (`--folder`)")
        return str(self.roots[0] / path)


class DownloadArguments(Arguments):
    """What to download."""

    dataSets = fields.List(  # noqa: N815
        fields.String(validate=validate.Length(1, 500)),
        required=True,
        validate=validate.Length(1, MAX_DATA_SETS),
        metadata={"description": "permIds of data sets; or of objects or collections with files of their own"},
    )
    folder = text(
        "Folder on this computer, relative to the allowed folder; it is created. Each data set gets a folder in it",
        load_default=".",
        validate=validate.Length(1, 4000),
    )
    files = fields.List(
        fields.String(validate=validate.Length(1, 4000)),
        load_default=list,
        validate=validate.Length(max=MAX_PATTERNS),
        metadata={"description": "Paths or patterns of the wanted files, e.g. `*.csv`; none means all"},
    )


@dataclass(frozen=True)
class DownloadTools:
    """The tool that downloads data sets of one connection."""

    use_cases: UseCases
    connection: str
    folders: LocalFolders
    limits: Limits

    def tools(self) -> Iterator[Tool]:
        """Yield the tool."""
        yield Tool(
            "download",
            "Download data sets",
            "Download files of data sets into an allowed folder of this computer. Each file is verified; existing "
            "files with other content are never replaced.",
            DownloadArguments,
            self.download,
            is_read_only=False,
        )

    def download(self, body: dict[str, Any], call: Call) -> Found:
        """Download data sets. Raises TransferTooLarge."""
        request = DownloadRequest(
            tuple(body["dataSets"]),
            self.folders.target(body["folder"]),
            Selection(tuple(body["files"])),
            overwrite=False,
        )
        plan = self.use_cases.downloads.plan(self.connection, request, call.cancellation)
        check_transfer(plan.to_fetch, self.limits.transfer)
        done = self.use_cases.downloads.download(self.connection, request, call.cancellation, call.progress)
        keys = ("permId", "path", "files", "size")
        return Found({"downloads": DownloadResponse(only=keys, many=True).dump(done)})
