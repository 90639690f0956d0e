"""The Snakefile in `examples/recipes`, run by Snakemake.

Snakemake is installed into an environment of its own: it has fifty dependencies, which nothing else here needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.e2e.wheels import CACHE, INSTALL, PROJECT, digest, locked, remove
from tests.real_parts import missing

PACKAGE = "snakemake==9.27.1"
SNAKEFILE = PROJECT / "examples" / "recipes" / "Snakefile"


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of an environment with Snakemake, which has the packages of the tests as well."""
    with locked("snakemake"):
        folder = CACHE / f"snakemake-{digest([PACKAGE.encode(), sys.executable.encode()])}"
        python = folder / "bin" / "python"
        if not (folder / "complete").exists():
            remove(CACHE.glob("snakemake-*/"))
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
            if subprocess.run([sys.executable, INSTALL, folder, PACKAGE], check=False).returncode:
                missing(f"{PACKAGE} cannot be installed; is there a package index with it?")
            purelib = sysconfig.get_path("purelib", vars={"base": str(folder)})
            Path(purelib, "tests.pth").write_text(sysconfig.get_path("purelib"))
            (folder / "complete").touch()
        return python


def test_each_data_set_is_downloaded_by_a_job(python: Path, tmp_path: Path) -> None:
    config, folder = tmp_path / "config", tmp_path / "work"
    config.mkdir()
    folder.mkdir()
    shutil.copy(SNAKEFILE, folder)
    with FakeOpenbis(users=lab.USERS) as openbis:
        for number, perm_id in enumerate(lab.SERIES[2:]):  # two are enough
            data_set = openbis.laboratory.data_set(perm_id)
            assert data_set, number
            openbis.laboratory.remove(data_set)
        login = f"username: alice, password: {lab.USERS['alice']}"
        file = config / "openbis-connections.yaml"
        file.write_text(f"connections: [{{name: lab, url: '{openbis.url}', http_only: true, {login}}}]\n")
        file.chmod(0o600)
        command = [python, "-m", "snakemake", "--cores", "2", "--config", f"sample={lab.TIME_SERIES}"]
        environ = os.environ | {
            "JUPYTER_CONFIG_DIR": str(config),
            "PYTHONPATH": str(PROJECT),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # for jupyter-openbis
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        for _ in range(2):
            done = subprocess.run(
                command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=240
            )
            assert done.returncode == 0, done.stderr
        assert openbis.requests.counts()["login"] == len(("workflow", *lab.SERIES[:2], "workflow again"))
    stored = [(folder / "data" / each / "original" / f"day_0{day}.csv") for day, each in enumerate(lab.SERIES[:2], 1)]
    first, second = (each.read_text().splitlines() for each in stored)
    assert (folder / "growth.csv").read_text().splitlines() == [*first, *second[1:]]
