"""The recipe for conda-forge agrees with pyproject.toml."""

import hashlib
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

tomllib = pytest.importorskip("tomllib")  # from Python 3.11 on

ROOT = Path(__file__).parents[2]
CONDA = ROOT / "deploy" / "conda"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RECIPE: dict[str, Any] = YAML(typ="safe").load(CONDA / "recipe.yaml")
NAMES = {"bleach": "bleach-with-css"}
"""Names of packages with an extra on conda-forge."""


def from_pip(requirements: list[str]) -> dict[str, str]:
    """Return the specifiers by name of the conda package."""
    parsed = [Requirement(each) for each in requirements]
    return {canonicalize_name(NAMES.get(each.name, each.name)): sorted_bounds(str(each.specifier)) for each in parsed}


def from_conda(requirements: list[str]) -> dict[str, str]:
    split = [each.partition(" ") for each in requirements]
    return {
        canonicalize_name(name): sorted_bounds(bounds) for name, _, bounds in split if name not in ("python", "pip")
    }


def sorted_bounds(bounds: str) -> str:
    return ",".join(sorted(bounds.replace(" ", "").split(",")))


def test_dependencies_are_those_of_the_wheel() -> None:
    assert from_conda(RECIPE["requirements"]["run"]) == from_pip(PYPROJECT["project"]["dependencies"])


def test_build_dependencies_are_those_of_the_build_system() -> None:
    assert from_conda(RECIPE["requirements"]["host"]) == from_pip(PYPROJECT["build-system"]["requires"])


def test_constraints_are_those_of_previews() -> None:
    extra = PYPROJECT["project"]["optional-dependencies"]["preview"]
    assert from_conda(RECIPE["requirements"]["run_constraints"]) == from_pip(extra)


def test_lowest_python_commands_and_texts_agree() -> None:
    project = PYPROJECT["project"]
    assert f">={RECIPE['context']['python_min']}" == project["requires-python"]
    commands = dict(each.split(" = ") for each in RECIPE["build"]["python"]["entry_points"])
    assert commands == project["scripts"]
    assert (RECIPE["about"]["summary"], RECIPE["about"]["license"]) == (project["description"], project["license"])


def test_the_recipe_is_rendered_for_a_source_distribution(tmp_path: Path) -> None:
    rendered = runpy.run_path(str(CONDA / "render.py"))["rendered"]
    source = tmp_path / "jupyter_openbis_server-1.0.0rc1.tar.gz"
    source.write_bytes(b"content")
    context = YAML(typ="safe").load(rendered(source))["context"]
    assert context["version"] == "1.0.0rc1"
    assert context["sha256"] == hashlib.sha256(b"content").hexdigest()
    with pytest.raises(ValueError, match=re.escape("x.zip")):
        rendered(tmp_path / "x.zip")
