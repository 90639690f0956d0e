"""Self-signed certificates, and servers that record what they receive by TLS."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jupyter_openbis_server.domain.instances.certificate import fingerprint_of
from jupyter_openbis_server.fake_openbis import TlsFiles

_PIECE = 65536


def self_signed(folder: Path, host: str = "127.0.0.1", *, days: int = 30) -> TlsFiles:
    """Make a self-signed certificate for a host, whose validity ends after some days; negative: it has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.timezone.utc)
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, host), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Lab")]
    )
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    folder.mkdir(parents=True, exist_ok=True)
    files = TlsFiles(folder / "server.pem", folder / "ca.pem")
    pem = made.public_bytes(serialization.Encoding.PEM)
    files.certificate.write_bytes(private + pem)
    files.ca_file.write_bytes(pem)
    return files


def fingerprint_in(files: TlsFiles) -> str:
    """Return the fingerprint of a server's certificate."""
    pem = files.certificate.read_text()
    start = pem.index("-----BEGIN CERTIFICATE")
    end = pem.index("-----END CERTIFICATE-----") + len("-----END CERTIFICATE-----")
    return fingerprint_of(ssl.PEM_cert_to_DER_cert(pem[start:end]))


@dataclass
class RecordingServer:
    """A TLS server that answers nothing.

    Attributes:
        url: Its address.
        received: What each connection has sent after the handshake, decrypted.
        resumed: Whether each handshake continued an earlier TLS session.
    """

    url: str
    received: list[bytes] = field(default_factory=list)
    resumed: list[bool | None] = field(default_factory=list)


@contextmanager
def recording_server(files: TlsFiles, port: int = 0) -> Iterator[RecordingServer]:
    """Run such a server with a certificate."""
    context = files.server_context()
    with socket.create_server(("127.0.0.1", port), reuse_port=False) as listener:
        running = RecordingServer(f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(listener, context, running), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(60)


def _serve(listener: socket.socket, context: ssl.SSLContext, running: RecordingServer) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.settimeout(10)
        received = b""
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as encrypted:
            running.resumed.append(encrypted.session_reused)
            while piece := encrypted.recv(_PIECE):
                received += piece
                if b"\r\n\r\n" in received:
                    break
        running.received.append(received)
