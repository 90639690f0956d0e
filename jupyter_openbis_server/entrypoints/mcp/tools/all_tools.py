"""The tools of an assistant, by what it may do."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Tool
from jupyter_openbis_server.entrypoints.mcp.tools.catalogue import CatalogueTools
from jupyter_openbis_server.entrypoints.mcp.tools.changes import ChangeTools
from jupyter_openbis_server.entrypoints.mcp.tools.file_reading import FileTools
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import DownloadTools, LocalFolders
from jupyter_openbis_server.entrypoints.use_cases import UseCases


def tools_for(use_cases: UseCases, connection: str, folders: LocalFolders, limits: Limits) -> Iterator[Tool]:
    """Yield the tools: those that read; with a folder, the download; with permission, those that change openBIS.

    The program refuses the others even if they were called: by `ChangeGuard`, and by the policies for folders.
    """
    yield from CatalogueTools(use_cases, connection, folders, limits).tools()
    yield from FileTools(use_cases, connection).tools()
    if folders.roots:
        yield from DownloadTools(use_cases, connection, folders, limits).tools()
    if not use_cases.settings.read_only:
        yield from ChangeTools(use_cases, connection, limits, bool(folders.roots)).tools()
