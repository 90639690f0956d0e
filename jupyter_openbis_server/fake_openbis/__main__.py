"""``python -m jupyter_openbis_server.fake_openbis``: serves a fake openBIS until Ctrl-C."""

import argparse
import contextlib
import json
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue

from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from jupyter_openbis_server.fake_openbis.server.server import DEFAULT_USERS, FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

_API_WITH_AFS = "3.7"


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; what clients need is printed as soon as requests are answered."""
    options = _options()
    users = USERS if options.sample_data else DEFAULT_USERS
    ended: SimpleQueue[None] = SimpleQueue()  # `put` takes no lock, which the interrupted thread might hold
    signal.signal(signal.SIGTERM, lambda *_: ended.put(None))
    fake = FakeOpenbis(
        options.folder,
        settings=ServerSettings(
            options.api_version,
            afs=options.afs,
            latency=options.latency,
            gzip=not options.no_gzip,
            sessions_per_user=options.sessions_per_user,
        ),
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
        addresses = _addresses(fake, tls=options.tls, sftp=options.sftp, afs=options.afs != "none")
        if options.json:
            print(json.dumps({**addresses, "users": dict(users)}), flush=True)
        else:
            print("\n".join(_lines(addresses, users)), flush=True)
        while True:
            with contextlib.suppress(Empty):  # a signal just before a wait without a limit would be handled after it
                ended.get(timeout=1)
                break


def _options() -> argparse.Namespace:
    """Return the options; AFS makes the API that of the first servers with AFS, unless a version is given."""
    parser = _parser()
    options = parser.parse_args()
    if options.api_version is None:
        options.api_version = ServerSettings.api_version if options.afs == "none" else _API_WITH_AFS
    try:
        ServerSettings(options.api_version, afs=options.afs).check()
    except ValueError as error:
        parser.error(str(error))
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jupyter_openbis_server.fake_openbis", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the state is kept (default: a temporary folder)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    version_help = f"default: {ServerSettings.api_version}, with AFS {_API_WITH_AFS}"
    parser.add_argument("--api-version", choices=("3.5", "3.6", "3.7"), help=version_help)
    parser.add_argument("--tls", action="store_true", help="https with a throwaway certificate")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="added to each request")
    parser.add_argument("--no-gzip", action="store_true", help="file bodies are never compressed")
    parser.add_argument("--sample-data", action="store_true", help="fill an empty folder with a small laboratory")
    parser.add_argument(
        "--sessions-per-user",
        type=_count,
        default=ServerSettings.sessions_per_user,
        metavar="N",
        help="one login more ends the user's least recently active session; 0: no limit (default: %(default)s)",
    )
    parser.add_argument("--sftp", action="store_true", help="show data sets by SFTP, too; needs asyncssh")
    parser.add_argument("--sftp-port", type=int, default=0, metavar="PORT", help="0 takes a free one (default)")
    _add_afs_options(parser)
    parser.add_argument("--call-log", type=Path, metavar="FILE", help="append the JSON-RPC calls, one JSON line each")
    parser.add_argument("--json", action="store_true", help="print one line of JSON when requests are answered")
    return parser


def _add_afs_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    listed_help = "serve openBIS 7's file server (AFS), with its URL where newer servers have it"
    group.add_argument("--afs", dest="afs", action="store_const", const="listed", default="none", help=listed_help)
    unlisted_help = "the same, but its URL is only known to clients that guess it, as on older servers"
    group.add_argument("--afs-unlisted", dest="afs", action="store_const", const="unlisted", help=unlisted_help)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _addresses(fake: FakeOpenbis, *, tls: bool, sftp: bool, afs: bool) -> dict[str, str]:
    """Return the URL; if served, also AFS's URL, the authority that clients have to trust, and SFTP's host and port."""
    addresses = {"url": fake.url}
    if afs:
        addresses["afsUrl"] = fake.afs_url
    if tls:
        addresses["certificate"] = str(fake.ca_file)
    if sftp:
        addresses["sftp"] = f"{fake.sftp.host}:{fake.sftp.port}"
    return addresses


def _lines(addresses: Mapping[str, str], users: Mapping[str, str]) -> Iterator[str]:
    """Yield what people read: the URL first, on a line of its own."""
    yield addresses["url"]
    if "afsUrl" in addresses:
        yield f"afs: {addresses['afsUrl']}"
    if "certificate" in addresses:
        yield f"authority: {addresses['certificate']}"
    if "sftp" in addresses:
        yield f"sftp: {addresses['sftp']}"
    yield from (f"user: {user}, password: {password}" for user, password in users.items())


if __name__ == "__main__":
    main()
