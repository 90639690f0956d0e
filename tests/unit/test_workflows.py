"""The workflows of `.github`: pinned actions, least permissions, supported versions of Python, existing commands."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PYPROJECT = (ROOT / "pyproject.toml").read_text()


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = YAML(typ="safe").load(workflow)["jobs"]
    return [step for job in jobs.values() for step in job.get("steps", [])]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_with_their_version(workflow: Path) -> None:
    used = [line.strip(" -") for line in workflow.read_text().splitlines() if re.match(r"\s*(- )?uses: ", line)]
    others = [line for line in used if not line.startswith("uses: ./")]
    assert used
    assert [each for each in others if not re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", each)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_jobs_have_only_the_permissions_that_they_name(workflow: Path) -> None:
    content = YAML(typ="safe").load(workflow)
    assert content["permissions"] == {}
    assert [name for name, job in content["jobs"].items() if "permissions" not in job] == []
    checkouts = [each for each in steps(workflow) if each.get("uses", "").startswith("actions/checkout")]
    assert [each for each in checkouts if each["with"]["persist-credentials"] is not False] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_called_targets_of_make_exist(workflow: Path) -> None:
    called = [
        word for step in steps(workflow) for word in re.findall(r"^make (.*)$", step.get("run", ""), re.MULTILINE)
    ]
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {name for names in called for name in names.split()} <= set(phony.split())


def test_all_versions_of_python_that_the_package_names_are_tested() -> None:
    classified = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', PYPROJECT)
    jobs = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "build.yml")["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == classified
    assert jobs["use"]["strategy"]["matrix"]["python"] == [classified[0], classified[-1]]
    assert f'requires-python = ">={classified[0]}"' in PYPROJECT


def test_only_the_jobs_that_publish_can_ask_for_an_identity() -> None:
    permissions = {
        f"{workflow.stem}/{name}": job["permissions"]
        for workflow in WORKFLOWS
        for name, job in YAML(typ="safe").load(workflow)["jobs"].items()
    }
    assert [name for name, each in permissions.items() if "id-token" in each] == ["publish/publish", "publish/npm"]
    assert "PYPI_TOKEN" not in "".join(workflow.read_text() for workflow in WORKFLOWS)
