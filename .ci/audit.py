"""Known vulnerabilities: of the environment, by PyPI's advisories (pip-audit); of what the panel delivers, by npm's.

    python .ci/audit.py    # exit status 1: there are some; 2: a service did not answer for all packages

pip-audit skips a package that the index does not know, and succeeds: behind a mirror without advisories, these are all
packages. Here, a package that was not checked is no success.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOUND, NOT_CHECKED = 1, 2
_EDITABLE = "editable"
_MAX_NAMED = 5


def python_problems(answer: str, errors: str) -> Iterator[tuple[int, str]]:
    """Yield a status and a sentence for each problem in what pip-audit has printed."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        yield NOT_CHECKED, f"PyPI's advisories cannot be read: {_last_line(errors)}"
        return
    for package in packages:
        for each in package.get("vulns", ()):
            fixed = ", ".join(each["fix_versions"]) or "no version"
            yield FOUND, f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}"
    skipped = [each["name"] for each in packages if _EDITABLE not in each.get("skip_reason", _EDITABLE)]
    if skipped:
        named = ", ".join(skipped[:_MAX_NAMED])
        yield NOT_CHECKED, f"PyPI has not answered for {len(skipped)} of {len(packages)} packages: {named} …"


def npm_problems(answer: str, errors: str) -> Iterator[tuple[int, str]]:
    """Yield a status and a sentence for each problem in what npm has printed."""
    try:
        report = json.loads(answer)
    except ValueError:
        report = {}
    if "vulnerabilities" not in report:
        error = report.get("error") or {}
        reason = error.get("summary") or report.get("message") or _last_line(errors)
        yield NOT_CHECKED, f"npm's advisories cannot be read: {reason}"
    for name, each in report.get("vulnerabilities", {}).items():
        yield FOUND, f"{name} {each['range']}: {each['severity']}; see npm audit"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no answer"


def _run(*command: str | Path, folder: Path = ROOT) -> tuple[str, str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout, done.stderr


def main() -> int:
    """Run both audits; return the exit status."""
    pip_audit = Path(sys.executable).with_name("pip-audit")
    problems = [
        *python_problems(*_run(pip_audit, "--skip-editable", "--format", "json", "--progress-spinner", "off")),
        *npm_problems(*_run("npm", "audit", "--omit=dev", "--json", folder=ROOT / "frontend")),
    ]
    for _, sentence in problems:
        sys.stderr.write(f"{sentence}\n")
    statuses = {status for status, _ in problems}
    if NOT_CHECKED in statuses:
        sys.stderr.write("Not everything was checked: run it where pypi.org and registry.npmjs.org are reachable.\n")
    return min(statuses, default=0)


if __name__ == "__main__":
    sys.exit(main())
