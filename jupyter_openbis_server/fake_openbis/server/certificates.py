"""Throwaway certificates, so that the fake openBIS can speak https."""

import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TlsFiles:
    """PEM files: the server's certificate chain with its private key, and the authority clients have to trust."""

    certificate: Path
    ca_file: Path

    def server_context(self) -> ssl.SSLContext:
        """Return the server side of TLS with these files."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        return context


def throwaway_certificates(folder: Path) -> TlsFiles:
    """Make an authority and a certificate for localhost; the files are written to ``folder``.

    Raises:
        ImportError: when trustme (extra ``demo``) is not installed.
    """
    import trustme  # noqa: PLC0415 -- only needed for https

    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    files = TlsFiles(folder / "server.pem", folder / "ca.pem")
    authority.cert_pem.write_to_path(files.ca_file)
    issued = authority.issue_cert("localhost", "127.0.0.1", "::1")
    issued.private_key_and_cert_chain_pem.write_to_path(files.certificate)
    return files
