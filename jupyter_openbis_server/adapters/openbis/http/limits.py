"""Timeouts, sizes and numbers of connections towards an openBIS instance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.instances.allowed_hosts import ALL_HOSTS, AllowedHosts
from jupyter_openbis_server.domain.shared.rate_limit import RateLimit


@dataclass(frozen=True)
class HttpLimits:
    """How long and how much; seconds and bytes.

    Attributes:
        connect_seconds: Until a connection is established.
        read_seconds: Between two pieces of a response.
        response_seconds: Until a JSON response is complete, or a piece (1 MiB at most) of a file: a server cannot keep
            a request open by sending a byte now and then.
        registration_seconds: Until the data store has registered an uploaded data set; it moves the files meanwhile.
        response_bytes: Size of a response, decompressed.
        response_memory: What the values of a JSON response may take, as estimated while it is parsed.
        page_bytes: Size of a response that is a few words, or an error page.
        login_bytes: Size of a response before there is a session: any host may have sent it.
        retries: How often an idempotent request is repeated after a transient failure.
        retry_seconds: Pause before the first repetition; it doubles from one to the next.
        pool_size: Idle connections kept per host.
        download_streams: How many streams a fast download wishes for. openBIS has a limited number of them for all
            users; more than a few gain nothing.
        download_connections: How many files are downloaded at a time where each one takes a request. A few more than
            browsers and command line tools open: each waits a moment while its file is checked and put away.
        few_files: Up to this number, files are downloaded by one request each, even if there is fast download.
        few_bytes: How many bytes they may have in all.
        upload_streams: How many parts of big files are uploaded at a time: a few fill the line, and more get in each
            other's way.
        file_server_requests: How many requests the file server (AFS) gets at a time: its own clients send four, and all
            users share 50 (openbis-afs 4).
        whole_file_seconds: Until the file server has read or copied a whole file; its own limit is an hour.
        allowed_hosts: Which hosts may be connected to, those of data stores too.
        upload_connections: How many small files are uploaded at a time. They cost one latency of the network each.
        rate: How many bytes per second all connections send and receive; None without a limit. Not what is sent
            through a SOCKS proxy, which brings its own connections.
    """

    connect_seconds: float = 10
    read_seconds: float = 60
    response_seconds: float = 300
    registration_seconds: float = 900
    response_bytes: int = 256 * 1024 * 1024
    response_memory: int = 192 * 1024 * 1024
    page_bytes: int = 1024 * 1024
    login_bytes: int = 64 * 1024
    retries: int = 2
    retry_seconds: float = 0.5
    pool_size: int = 32
    download_streams: int = 4
    download_connections: int = 20
    few_files: int = 16
    few_bytes: int = 16 * 1024 * 1024
    upload_streams: int = 4
    upload_connections: int = 32
    file_server_requests: int = 4
    whole_file_seconds: float = 3600
    allowed_hosts: AllowedHosts = ALL_HOSTS
    rate: RateLimit | None = None

    def pauses(self) -> Iterator[float]:
        """Yield the pause before each repetition."""
        return (self.retry_seconds * 2**number for number in range(self.retries))
