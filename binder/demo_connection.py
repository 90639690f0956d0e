"""Start a fake openBIS with sample data, and save the connection `demo` to it.

The fake openBIS runs until the container ends. Its users and passwords are those of the sample data.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

USER = "alice"
COMMAND = ("-m", "jupyter_openbis_server.fake_openbis", "--sample-data", "--tls", "--json")


def main() -> None:
    """Write the connection file of the user."""
    from jupyter_core.paths import jupyter_config_dir  # noqa: PLC0415 - not for the tests of this file

    openbis = start()
    file = Path(jupyter_config_dir()) / "openbis-connections.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(connection_file(openbis), encoding="utf-8")
    print(f"The fake openBIS is process {openbis['pid']}.")


def start() -> dict[str, object]:
    """Start the server; return its line of JSON, which it prints as soon as it answers requests.

    Raises:
        RuntimeError: it ended before.
    """
    process = subprocess.Popen(  # noqa: S603 - fixed arguments
        [sys.executable, *COMMAND], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, start_new_session=True
    )
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError("the fake openBIS did not start")
    answer: dict[str, object] = json.loads(line)
    return {**answer, "pid": process.pid}


def connection_file(openbis: dict[str, object]) -> str:
    """Return the YAML of the connection; JSON is YAML, too."""
    users = openbis["users"]
    connection = {
        "name": "demo",
        "url": openbis["url"],
        "ca_bundle": openbis["certificate"],
        "username": USER,
        "password": users[USER] if isinstance(users, dict) else None,
    }
    return json.dumps({"connections": [connection]}, indent=2) + "\n"


if __name__ == "__main__":
    main()
