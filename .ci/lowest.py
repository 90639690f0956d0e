"""Print pip constraints that pin the dependencies in pyproject.toml to the oldest versions that it allows.

python .ci/lowest.py > constraints.txt && pip install -c constraints.txt -e '.[test]'
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import tomllib
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_EXTRAS = ("dask", "demo", "fast", "fsspec", "keyring", "mcp", "test")


def constraints() -> Iterator[str]:
    """Yield a line for each dependency."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *(each for extra in _EXTRAS for each in project["optional-dependencies"][extra])]
    for requirement in map(Requirement, named):
        if canonicalize_name(requirement.name) != project["name"]:
            (lowest,) = (each.version for each in requirement.specifier if each.operator == ">=")
            yield f"{requirement.name}=={lowest}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in constraints())
