"""``python -m jupyter_openbis_server.fake_openbis``: serves a fake openBIS until Ctrl-C."""

import argparse
import contextlib
import signal
import threading
from pathlib import Path

from .sample_data import USERS
from .server import DEFAULT_USERS, FakeOpenbis
from .settings import ServerSettings


def main() -> None:
    """Serves; prints the URL first, on a line of its own."""
    parser = argparse.ArgumentParser(prog="python -m jupyter_openbis_server.fake_openbis", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the state is kept (default: a temporary folder)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--api-version", choices=("3.5", "3.6", "3.7"), default="3.6")
    parser.add_argument("--tls", action="store_true", help="https with a throwaway certificate")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="added to each request")
    parser.add_argument("--no-gzip", action="store_true", help="file bodies are never compressed")
    parser.add_argument("--sample-data", action="store_true", help="fill an empty folder with a small laboratory")
    parser.add_argument("--sftp", action="store_true", help="show data sets by SFTP, too; needs asyncssh")
    parser.add_argument("--sftp-port", type=int, default=0, metavar="PORT", help="0 takes a free one (default)")
    parser.add_argument("--call-log", type=Path, metavar="FILE", help="append the JSON-RPC calls, one JSON line each")
    options = parser.parse_args()
    users = USERS if options.sample_data else DEFAULT_USERS
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    fake = FakeOpenbis(
        options.folder,
        settings=ServerSettings(options.api_version, latency=options.latency, gzip=not options.no_gzip),
        tls=options.tls,
        sample_data=options.sample_data,
        host=options.host,
        port=options.port,
        users=users,
        sftp=options.sftp,
        sftp_port=options.sftp_port,
        call_log=options.call_log,
    )
    with fake, contextlib.suppress(KeyboardInterrupt):
        print(fake.url, flush=True)
        if options.tls:
            print(f"authority: {fake.ca_file}", flush=True)
        if options.sftp:
            print(f"sftp: {fake.sftp.host}:{fake.sftp.port}", flush=True)
        for user, password in users.items():
            print(f"user: {user}, password: {password}", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
