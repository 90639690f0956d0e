"""Script for kernels with Python 3.7 or newer: prints the installed packages. See `questions`."""

from __future__ import annotations

import glob
import json
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit
from urllib.request import url2pathname

try:
    from importlib.metadata import Distribution, distributions
except ImportError:  # Python 3.7, where ipykernel brings it
    from importlib_metadata import Distribution, distributions  # type: ignore[assignment, no-redef]

GIT_SECONDS = 5


def lines() -> list[str]:
    """Return the lines of the response. If a package is installed twice, the first one counts, as in an import."""
    packages: dict[str, list[str]] = {}
    for each in distributions():
        name, version = name_and_version(each)
        key = re.sub(r"[-_.]+", "-", name or "").lower()
        if name and version and key not in packages:
            packages[key] = ["package", name, version, *origin(each)]
    rows = [["version", "{}.{}".format(*sys.version_info)], *packages.values(), *conda_packages()]
    return ["\t".join(" ".join(field.split()) for field in ["jupyter-openbis", *row]) for row in rows]


def name_and_version(distribution: Distribution) -> tuple[str | None, str | None]:
    """Return both; None for a damaged package.

    The exception depends on the library: once imported, `importlib_metadata` replaces the standard library's finder.
    """
    try:
        return distribution.metadata["Name"], distribution.version
    except Exception:  # noqa: BLE001 - see above
        return None, None


def origin(distribution: Distribution) -> list[str]:
    """Return the origin of a package, its address for pip, and what is missing at that address."""
    source = json.loads(distribution.read_text("direct_url.json") or "{}")
    url = source.get("url", "")
    installer = (distribution.read_text("INSTALLER") or "").strip()
    if installer == "conda":
        return ["conda", "", ""]
    if url.startswith("file:") and source.get("dir_info", {}).get("editable"):
        return of_work_tree(url2pathname(urlsplit(url).path))
    if is_source_folder(distribution):
        return of_work_tree(str(distribution.locate_file("")))
    if "dir_info" in source or url.startswith("file:"):
        return ["unknown", "", ""]
    if not url:
        is_of_system = folder_name(distribution) == "dist-packages" and installer in ("", "debian", "rpm")
        return ["system" if is_of_system else "index", "", ""]
    repository = source.get("vcs_info")
    address = "{}+{}@{}".format(repository["vcs"], url, repository["commit_id"]) if repository else url
    folder = source.get("subdirectory")
    return ["address", f"{address}#subdirectory={folder}" if folder else address, ""]


def is_source_folder(distribution: Distribution) -> bool:
    """Return whether a package is imported from its source folder (`setup.py develop`, PYTHONPATH)."""
    is_installed = folder_name(distribution) in ("site-packages", "dist-packages")
    return distribution.read_text("RECORD") is None and not is_installed


def folder_name(distribution: Distribution) -> str:
    """Return the name of the folder that contains a package."""
    return os.path.basename(os.path.normpath(str(distribution.locate_file(""))))  # noqa: PTH119 - no Path of old ones


def of_work_tree(folder: str) -> list[str]:
    """Return the same for a package in a git work tree: the commit that is checked out, as in `pip freeze`."""
    nothing = ["unknown", "", ""]
    try:
        commit, prefix = [*git(folder, "rev-parse", "HEAD", "--show-prefix").split("\n"), ""][:2]
        remotes = git(folder, "remote").split()
        remote = "origin" if "origin" in remotes else next(iter(remotes), "")
        address = git_address(git(folder, "config", "--get", f"remote.{remote}.url").strip())
        if not git(folder, "ls-files", "--", "."):  # the work tree around it does not track it
            return nothing
        changes = git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".")
        branches = git(folder, "branch", "--remotes", "--contains", "HEAD")
    except (OSError, subprocess.SubprocessError, ValueError):
        return nothing
    if not address:
        return nothing
    part = prefix.strip().strip("/")
    missing = (["modified"] if changes.strip() else []) + ([] if branches.strip() else ["unpushed"])
    return ["address", f"git+{address}@{commit}" + (f"#subdirectory={part}" if part else ""), " ".join(missing)]


def git(folder: str, *arguments: str) -> str:
    """Return git's output. Read-only; runs no program of the repository's configuration and never prompts."""
    command = ["git", "-c", "core.fsmonitor=false", "-C", folder, *arguments]
    environ = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    done = subprocess.run(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=GIT_SECONDS,
        check=True,
        env=environ,
    )
    return done.stdout.decode("utf-8", "replace").rstrip("\n")


def git_address(remote: str) -> str:
    """Return the URL of a remote without credentials; empty for a local one."""
    short = re.match(r"(?:[\w.-]+@)?([\w.-]{2,}):(?!//|\\)(.+)", remote)
    if short:
        return "ssh://git@{}/{}".format(short.group(1), short.group(2).lstrip("/"))
    parts = urlsplit(remote)
    if parts.scheme not in ("https", "http", "ssh", "git"):
        return ""
    user, _, host = parts.netloc.rpartition("@")
    kept = f"git@{host}" if user == "git" else host
    return f"{parts.scheme}://{kept}{parts.path}"


def conda_packages() -> list[list[str]]:
    """Return the packages in conda's metadata of this environment: name, version and channel."""
    rows = []
    for path in sorted(glob.glob(os.path.join(glob.escape(sys.prefix), "conda-meta", "*.json"))):  # noqa: PTH118, PTH207
        try:
            with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as above
                note = json.load(file)
            rows.append(["conda", str(note["name"]), str(note["version"]), conda_channel(note.get("channel") or "")])
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return rows


def conda_channel(channel: str) -> str:
    """Return a channel without platform, credentials and tokens; by its name if it is a well-known one."""
    parts = urlsplit(channel)
    path = [each for each in re.sub(r"/t/[^/]+", "", parts.path).split("/") if each]
    if path and re.match(r"noarch$|(linux|osx|win|emscripten|wasi|freebsd|zos)-", path[-1]):
        path.pop()
    host = parts.netloc.rpartition("@")[2]
    if host == "repo.anaconda.com":
        return "defaults"
    if not host or host == "conda.anaconda.org":
        return "/".join(path)
    return "{}://{}/{}".format(parts.scheme, host, "/".join(path))


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201 - the response of the kernel
