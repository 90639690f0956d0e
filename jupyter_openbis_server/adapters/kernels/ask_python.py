"""Executed in kernels, of Python 3.7 and newer: prints what is installed. See `questions`."""

from __future__ import annotations

import json
import os
import re
import sys

try:
    from importlib.metadata import Distribution, distributions
except ImportError:  # Python 3.7, where ipykernel brings it
    from importlib_metadata import Distribution, distributions  # type: ignore[assignment, no-redef]


def lines() -> list[str]:
    """Return the lines of the answer. Of packages that are there twice the first counts, as in an import."""
    packages: dict[str, list[str]] = {}
    for each in distributions():
        name, version = name_and_version(each)
        if name and version:
            packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), ["package", name, version, *origin(each)])
    rows = [["version", "{}.{}".format(*sys.version_info)], *packages.values()]
    return ["\t".join(" ".join(field.split()) for field in ["jupyter-openbis", *row]) for row in rows]


def name_and_version(distribution: Distribution) -> tuple[str | None, str | None]:
    """Return both, None where a package is damaged.

    It raises what it likes then: `importlib_metadata`, once it is imported, answers in the standard library's place.
    """
    try:
        return distribution.metadata["Name"], distribution.version
    except Exception:  # noqa: BLE001 - see above
        return None, None


def origin(distribution: Distribution) -> list[str]:
    """Return where a package is from, and the address that pip takes.

    conda notes folders of the machines on which it has built the packages; that is no reason to doubt an index.
    """
    source = json.loads(distribution.read_text("direct_url.json") or "{}")
    url = source.get("url", "")
    if (distribution.read_text("INSTALLER") or "").strip() == "conda":
        return ["index", ""]
    if "dir_info" in source or url.startswith("file:") or is_source_folder(distribution):
        return ["unknown", ""]
    if not url:
        return ["index", ""]
    repository = source.get("vcs_info")
    address = "{}+{}@{}".format(repository["vcs"], url, repository["commit_id"]) if repository else url
    folder = source.get("subdirectory")
    return ["address", f"{address}#subdirectory={folder}" if folder else address]


def is_source_folder(distribution: Distribution) -> bool:
    """Whether a package is imported from the folder where it is developed (`setup.py develop`, PYTHONPATH)."""
    folder = os.path.basename(os.path.normpath(str(distribution.locate_file(""))))  # noqa: PTH119 - no Path of old ones
    return distribution.read_text("RECORD") is None and folder not in ("site-packages", "dist-packages")


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201 - this is how a kernel answers
