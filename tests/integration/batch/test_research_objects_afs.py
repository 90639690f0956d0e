"""Research objects whose input are files that openBIS 7 keeps with a sample."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server import Connection, IntegrityError
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.kernels import PYTHON, install

NAME = "Messungen vom März/Übersicht.csv"


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=content.USERS, settings=ServerSettings("3.7", afs="unlisted")) as server:
        yield server


def test_files_of_a_sample_are_described_downloaded_again_and_compared(
    lab: Connection, openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    install(tmp_path / "jupyter", "python3", PYTHON)
    sample = lab.object(content.WILD_TYPE)
    stored = openbis.laboratory.afs_path(sample.perm_id) / NAME
    (tmp_path / "work").mkdir()
    lab.download(sample.perm_id, tmp_path / "work" / "data").raise_first()
    read = f"print(open('data/{sample.perm_id}/{NAME}').read())"
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": read}
    printed = {"output_type": "stream", "name": "stdout", "text": stored.read_text() + "\n"}
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": [{**cell, "outputs": [printed]}]}
    (tmp_path / "work" / "a.ipynb").write_text(json.dumps(notebook))

    exported = lab.export(tmp_path / "work" / "a.ipynb", tmp_path / "a.zip")
    (described,) = exported.crate.inputs
    assert NAME in [each.stored_path for each in described.files]
    assert all(each.digest.has_checksum for each in described.files)

    report = lab.rerun(tmp_path / "a.zip", tmp_path / "again", trusted=True, environment="current")
    assert report.ok, report.outputs
    stored.write_text(stored.read_text().replace("1", "2"))
    with pytest.raises(IntegrityError, match="not executed"):
        lab.rerun(tmp_path / "a.zip", tmp_path / "third", trusted=True, environment="current")
