"""Certificates on a terminal: their facts, and the question whether to trust them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click

from jupyter_openbis_server.domain.errors import CertificateChanged, CertificateNotTrusted
from jupyter_openbis_server.domain.instances.certificate import Certificate
from jupyter_openbis_server.entrypoints.cli.output.terminal import write

_PAIRS_IN_HALF = 16 * 3 - 1


def ask_to_trust(error: CertificateNotTrusted) -> bool:
    """Show a certificate on standard error, and return whether the user trusts it; No is the default."""
    write(list(_facts(error)), err=True)
    return click.confirm("Trust this certificate?", default=False, err=True)


def _facts(error: CertificateNotTrusted) -> Iterator[str]:
    certificate = error.certificate
    if isinstance(error, CertificateChanged):
        yield f"WARNING: the certificate of {error.server} has changed. Another computer may pose as openBIS."
        for each in error.trusted:
            yield from _fingerprint("trusted", each)
        yield "It presents:"
    else:
        yield f"The certificate of {error.server} is not trusted:"
    yield f"  subject     {certificate.subject or '(unknown)'}"
    issuer = "the same (self-signed)" if certificate.is_self_signed else certificate.issuer
    yield f"  issuer      {issuer or '(unknown)'}"
    yield f"  for         {', '.join(certificate.hosts) or '(no host)'}"
    yield f"  valid       {_validity(certificate)}"
    yield from _fingerprint("SHA-256", certificate.fingerprint)
    if isinstance(error, CertificateChanged):
        yield "Ask your openBIS administrators whether they have renewed it, and for its fingerprint."
    else:
        yield "Compare the fingerprint with the one that your openBIS administrators state."


def _fingerprint(label: str, fingerprint: str) -> Iterator[str]:
    yield f"  {label:<11} {fingerprint[:_PAIRS_IN_HALF]}"
    yield f"  {'':<11} {fingerprint[_PAIRS_IN_HALF + 1 :]}"


def _validity(certificate: Certificate) -> str:
    if certificate.not_before is None or certificate.not_after is None:
        return "(unknown)"
    is_over = certificate.not_after < dt.datetime.now(dt.timezone.utc)
    return f"{certificate.not_before:%Y-%m-%d} to {certificate.not_after:%Y-%m-%d}{' (expired)' if is_over else ''}"
