"""The connection file that this project and its predecessor both read."""

from __future__ import annotations

from pathlib import Path

from benchmarks.servers import PASSWORD, USER, World

CONNECTION = "bench"


def write_connection_file(folder: Path, world: World) -> None:
    """Write it into a configuration folder of Jupyter's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openbis-connections.yaml").write_text(
        f"""connections:
  - name: {CONNECTION}
    url: {world.url}
    http_only: true
    username: {USER}
    password: {PASSWORD}
"""
    )
