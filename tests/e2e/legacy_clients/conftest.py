"""Fixtures for both published clients: a fake openBIS with https, and a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.legacy_clients import sample
from tests.e2e.legacy_clients.jupyter import Jupyter

_NOTEBOOK = {
    "cells": [],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users={sample.USER: sample.PASSWORD}) as openbis:
        sample.add_samples(openbis.laboratory)
        yield openbis


@pytest.fixture
def folder(request: pytest.FixtureRequest, jupyter: Jupyter) -> Path:
    """A folder of the test's own below Jupyter's root, with `notebook.ipynb`."""
    folder = jupyter.root / re.sub(r"\W", "-", request.node.name)
    folder.mkdir()
    (folder / "notebook.ipynb").write_text(json.dumps(_NOTEBOOK))
    return folder
