"""Paths of programs that work in any folder. Imports nothing heavy, so that completion stays fast."""

from pathlib import Path


def filesystem_root() -> Path:
    """Return the root folder for programs that upload from any folder."""
    return Path(Path.cwd().anchor)


def expanded(path: str | Path) -> Path:
    """Return a path with a leading `~` replaced by the home folder, as in shells."""
    try:
        return Path(path).expanduser()
    except RuntimeError:  # unknown user, or no home
        return Path(path)


def relative_to_root(path: Path) -> str:
    """Return the path of an upload or a notebook relative to `filesystem_root`."""
    absolute = expanded(path).absolute()
    if ".." in absolute.parts:  # after a link that is not its lexical parent
        absolute = absolute.resolve()
    return absolute.relative_to(absolute.anchor).as_posix()
