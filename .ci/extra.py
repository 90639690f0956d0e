"""Print the requirements of an extra of pyproject.toml, without those of the package: `python .ci/extra.py docs`."""

import sys
from pathlib import Path

import tomllib

if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    sys.stdout.write(" ".join(project["optional-dependencies"][sys.argv[1]]) + "\n")
