"""The audit of dependencies, `.ci/audit.py`, fails if a service has not answered."""

import json
import runpy
from pathlib import Path
from typing import Any

audit = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "audit.py"))
FOUND, NOT_CHECKED = audit["FOUND"], audit["NOT_CHECKED"]
OWN = {"name": "jupyter-openbis-server", "skip_reason": "distribution marked as editable"}
SAFE = {"name": "tornado", "version": "6.5", "vulns": []}


def of_python(*packages: dict[str, Any]) -> list[tuple[int, str]]:
    return list(audit["python_problems"](json.dumps({"dependencies": list(packages), "fixes": []}), ""))


def of_npm(report: object, errors: str = "") -> list[tuple[int, str]]:
    return list(audit["npm_problems"](json.dumps(report), errors))


def test_packages_without_vulnerabilities_are_no_problem() -> None:
    assert of_python(SAFE, OWN) == []
    assert of_npm({"vulnerabilities": {}}) == []


def test_vulnerabilities_are_named() -> None:
    vulnerable = {"name": "requests", "version": "2.19", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.20"]}]}
    assert of_python(SAFE, vulnerable) == [(FOUND, "requests 2.19: PYSEC-1, fixed in 2.20")]
    ((status, sentence),) = of_npm({"vulnerabilities": {"lodash": {"severity": "high", "range": "<4.17.21"}}})
    assert status == FOUND
    assert "lodash <4.17.21: high" in sentence


def test_packages_that_a_mirror_does_not_know_are_not_checked() -> None:
    unknown = {"name": "requests", "skip_reason": "Dependency not found on PyPI and could not be audited"}
    ((status, sentence),) = of_python(SAFE, OWN, unknown)
    assert status == NOT_CHECKED
    assert "1 of 3 packages: requests" in sentence


def test_services_that_do_not_answer_are_named() -> None:
    ((status, sentence),) = audit["python_problems"]("", "Traceback\nConnectionError: pypi.org")
    assert (status, sentence) == (NOT_CHECKED, "PyPI's advisories cannot be read: ConnectionError: pypi.org")
    ((status, sentence),) = of_npm({"message": "405 Method Not Allowed"})
    assert (status, sentence) == (NOT_CHECKED, "npm's advisories cannot be read: 405 Method Not Allowed")
    ((status, sentence),) = audit["npm_problems"]("", "npm error code ENOTFOUND")
    assert status == NOT_CHECKED
