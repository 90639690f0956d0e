"""`make demo` as a process: it keeps serving until it is interrupted, and leaves no files behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import requests


def test_the_demo_serves_until_it_is_interrupted_and_removes_its_files(tmp_path: Path):
    process = subprocess.Popen(
        [Path(sys.executable).with_name("jupyter-openbis"), "demo"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        start_new_session=True,
    )
    assert process.stdout is not None
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if line.startswith("Jupyter's log"):
                break
        url = re.search(r"(http://\S+openbis/conns\?token=\w+)", printed)
        assert url, printed
        names = {each["name"]: each["status"] for each in requests.get(url[1], timeout=10).json()["connections"]}
        assert names == {"demo": "connected"}
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        status = process.wait(30)
    assert status == 0
    assert list(tmp_path.iterdir()) == []


def test_the_demo_with_afs_uses_the_files_of_a_sample(tmp_path: Path):
    command = [Path(sys.executable).with_name("jupyter-openbis"), "demo", "--once", "--afs"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    _, _, printed = done.stdout.partition("\n\n")  # addresses, then the steps
    steps = [line.split()[0] for line in printed.splitlines() if re.match(r"[a-z]", line)]
    assert steps == [
        "register", "log", "find", "list", "download", "work", "save", "upload", "publish", "list", "remove",
        "sync", "assistant",
    ]  # fmt: skip
    assert done.stdout.endswith("Every step worked.\n")
    assert list(tmp_path.iterdir()) == []
