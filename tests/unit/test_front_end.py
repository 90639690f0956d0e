"""The front end and the server side are one product."""

import json
import re
from pathlib import Path

_PROJECT = Path(__file__).parents[2]


def test_both_have_the_same_version():
    package = json.loads((_PROJECT / "frontend" / "package.json").read_text())
    (version,) = re.findall(r'^version = "(.+)"$', (_PROJECT / "pyproject.toml").read_text(), re.MULTILINE)
    assert re.sub(r"\.dev(\d+)$", r"-dev.\1", version) == package["version"]


def test_the_lock_file_names_no_host_to_fetch_from():
    """Where packages come from is the business of whoever builds."""
    lock = json.loads((_PROJECT / "frontend" / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
