"""`python -m benchmarks.assistant`: latency, calls per second and answer sizes of `jupyter openbis mcp`.

A client of the SDK starts the command as an assistant's program does, and calls its tools over its standard streams.
The fake openBIS runs in the process of the client, so that times include its work.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters, types

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import IMAGES, TIME_SERIES, USERS
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

_PROGRAM = Path(sys.executable).with_name("jupyter-openbis")
_DATA_SETS, _FILES, _TABLE_ROWS = 2000, 10_000, 20_000
_MANY_FILES, _TABLE = "20240101120000000-9301", "20240101120000000-9302"
_CONCURRENT = 8
_CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "whoami": ("whoami", {}),
    f"search, 20 of {_DATA_SETS:,} data sets": ("search", {"text": "benchmark"}),
    "search, 100 of them": ("search", {"text": "benchmark", "count": 100}),
    "get": ("get", {"reference": IMAGES}),
    "list, 50 rows": ("list", {"in": TIME_SERIES}),
    f"files, 100 of {_FILES:,}": ("files", {"reference": _MANY_FILES, "folder": "original", "count": 100}),
    "preview of a text": ("preview", {"reference": IMAGES, "path": "original/metadata.json"}),
    "preview of an image": ("preview", {"reference": IMAGES, "path": "original/images/field_01.png"}),
    f"read_table, 500 of {_TABLE_ROWS:,} rows": ("read_table", {"reference": _TABLE, "path": "original/table.csv"}),
}


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assistant", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--calls", type=int, default=50, help="calls of each tool (%(default)s)")
    with _openbis() as openbis, tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(openbis, Path(folder), parser.parse_args().calls))


@contextmanager
def _openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=USERS) as openbis:
        for number in range(_DATA_SETS):
            properties: dict[str, Any] = {"$NAME": f"Benchmark {number}", "NOTES": "Some words about it. " * 5}
            add_data_set(openbis.laboratory, "RAW_DATA", sample=TIME_SERIES, properties=properties)
        _add(openbis, _MANY_FILES, {f"original/file {number:05}.txt": b"x" for number in range(_FILES)})
        rows = "".join(f"{number},{number / 7:.6f},{number * number}\n" for number in range(_TABLE_ROWS))
        _add(openbis, _TABLE, {"original/table.csv": f"number,seventh,square\n{rows}".encode()})
        yield openbis


def _add(openbis: FakeOpenbis, perm_id: str, files: dict[str, bytes]) -> None:
    size = write(openbis.laboratory.store_path(perm_id), files)
    physical = PhysicalData(perm_id, size=size)
    add_data_set(openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=TIME_SERIES, physical_data=physical)


async def _measure(openbis: FakeOpenbis, folder: Path, calls: int) -> None:
    user = "alice"
    settings = folder / "openbis-connections.yaml"
    settings.touch(mode=0o600)
    settings.write_text(
        f"connections:\n  - name: lab\n    url: {openbis.url}\n    http_only: true\n    username: {user}\n"
        f"    password: {USERS[user]}\n"
    )
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder), "JUPYTER_DATA_DIR": str(folder)}
    command = StdioServerParameters(
        command=str(_PROGRAM), args=["mcp", "-q", "--max-calls", "1000000"], env=environment
    )
    begun = time.perf_counter()
    async with Client(command) as client:
        await client.list_tools()
        listed = time.perf_counter() - begun
        await client.call_tool("whoami")
        _write(f"Start to the list of tools: {listed:.2f} s; to the first answer from openBIS: {_since(begun):.2f} s\n")
        _write("| call | ms, median / 95 % | bytes of the answer | shortened |\n| --- | ---: | ---: | --- |")
        for name, (tool, arguments) in _CALLS.items():
            await _row(client, name, tool, arguments, calls)
        _write("\n| `get` | calls per second |\n| --- | ---: |")
        for concurrent in (1, _CONCURRENT):
            _write(f"| {concurrent} at a time | {await _rate(client, concurrent, calls * 4):.0f} |")


async def _row(client: Client, name: str, tool: str, arguments: dict[str, Any], calls: int) -> None:
    times = []
    for _ in range(calls):
        begun = time.perf_counter()
        result = await client.call_tool(tool, arguments)
        times.append(_since(begun) * 1000)
    if result.is_error:
        raise SystemExit(f"{name}: {result.content}")
    text = result.content[0]
    size = len(text.text.encode()) if isinstance(text, types.TextContent) else 0
    was_shortened = "yes" if "shortened" in result.structured_content["data"] else ""
    high = sorted(times)[int(len(times) * 0.95)]
    _write(f"| {name} | {statistics.median(times):.0f} / {high:.0f} | {size:,} | {was_shortened} |")


async def _rate(client: Client, concurrent: int, calls: int) -> float:
    tool, arguments = _CALLS["get"]

    async def call_some() -> None:
        for _ in range(calls // concurrent):
            await client.call_tool(tool, arguments)

    begun = time.perf_counter()
    await asyncio.gather(*(call_some() for _ in range(concurrent)))
    return calls / _since(begun)


def _since(begun: float) -> float:
    return time.perf_counter() - begun


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
