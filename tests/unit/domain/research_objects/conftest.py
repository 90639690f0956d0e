"""Research objects in memory: a notebook with a download beside it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_openbis_server.adapters.shared.notebook_json import notebook_in
from jupyter_openbis_server.domain.downloads.download import Download
from jupyter_openbis_server.domain.research_objects.crate_builder import CrateBuilder
from jupyter_openbis_server.domain.research_objects.export_notebook import ExportNotebook
from jupyter_openbis_server.domain.research_objects.inputs import FindInputs
from jupyter_openbis_server.domain.research_objects.publication_crate import PublicationCrate
from jupyter_openbis_server.testing.fakes.notebook_pages import MemoryNotebookPages
from jupyter_openbis_server.testing.fakes.research_objects.documents import MemoryCrateDocuments
from jupyter_openbis_server.testing.fakes.research_objects.packages import MemoryPackages
from tests.unit.domain.conftest import NOON

NOTEBOOK = "work/growth.ipynb"
FILE = "original/curve.csv"


def code(source: str, *outputs: dict[str, Any], **metadata: object) -> dict[str, Any]:
    """Return a code cell."""
    cell = {"cell_type": "code", "execution_count": 1, "metadata": metadata, "source": source}
    return {**cell, "outputs": list(outputs)}


def printed(text: str) -> dict[str, Any]:
    """Return the output of a cell that prints a text."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def notebook_with(*cells: dict[str, Any], **metadata: object) -> bytes:
    """Return a notebook."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}).encode()


@pytest.fixture
def work(workspace) -> str:
    """Absolute path of the notebook's folder."""
    workspace.files[NOTEBOOK] = notebook_with(code("1 + 1"))
    return f"{workspace.root}/work"


@pytest.fixture
def fetch(download, workspace, folders, work, perm_id) -> Callable[..., Download]:
    """An action: download the data set of the world beside the notebook; its files are in the workspace, too."""

    def run(folder: str = "data") -> Download:
        done = download("lab", perm_id, f"{work}/{folder}")
        inside = {path.removeprefix(f"{workspace.root}/"): content for path, content in folders.files.items()}
        workspace.files.update(inside)
        return done

    return run


@pytest.fixture
def documents() -> MemoryCrateDocuments:
    return MemoryCrateDocuments()


@pytest.fixture
def packages(workspace) -> MemoryPackages:
    return MemoryPackages(workspace)


@pytest.fixture
def builder(folders, workspace) -> CrateBuilder:
    return CrateBuilder(FindInputs(folders, workspace), notebook_in)


@pytest.fixture
def export(connections, workspace, builder, documents, packages) -> ExportNotebook:
    pages = MemoryNotebookPages()
    return ExportNotebook(connections, workspace, pages, builder, documents, packages, lambda: NOON)


@pytest.fixture
def publication_crate(workspace, builder, documents) -> PublicationCrate:
    return PublicationCrate(workspace, builder, documents)
