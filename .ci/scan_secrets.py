"""Secret scan: tokens, keys and passwords in the files of the repository, found by detect-secrets, without network.

    python .ci/scan_secrets.py           # all files that git knows; exit status 1 if there is a secret
    python .ci/scan_secrets.py FILE …    # these files

A finding shows the place and the kind, never the secret itself. A real secret has to be revoked first, then removed.
What only looks like one gets a line with the reason in `ALLOWED`, or, at the end of its line, `pragma: allowlist
secret`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from detect_secrets.core.scan import get_plugins, scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parents[1]
KINDS = (
    "ArtifactoryDetector",
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "StripeDetector",
    "TwilioKeyDetector",
)
"""Without the detectors of random texts: lock files and pinned actions consist of such."""
WORDS = ("KeywordDetector",)
"""Finds `password: …` and alike. For configuration only: code is full of such words, and of passwords of fake users."""
CONFIGURATION = (".cfg", ".env", ".ini", ".toml", ".yaml", ".yml")
OWN = {"name": "OpenbisTokenDetector", "path": f"file://{ROOT / '.ci' / 'openbis_tokens.py'}"}

_URLS = "made up: such URLs must be refused, or shown without the password"
ALLOWED: dict[tuple[str, str], str] = {
    ("frontend/src/connections/ConnectionsView.test.tsx", "Basic Auth Credentials"): _URLS,
    ("jupyter_openbis_server/fake_openbis/faults/mutations.py", "Basic Auth Credentials"): _URLS,
    ("tests/*", "Basic Auth Credentials"): _URLS,
    ("tests/unit/adapters/openbis/wire.py", "openBIS token"): "the made-up token of scripted responses",
    ("tests/unit/entrypoints/mcp/*", "openBIS token"): "made-up tokens, which must not be shown",
    ("tests/unit/entrypoints/cluster/*", "openBIS token"): "made-up tokens, which must not be shown or sent",
}
"""Maps a pattern of paths and a kind of secret to the reason why it is none."""


@dataclass(frozen=True)
class Finding:
    """A text that looks like a secret."""

    path: str
    line: int
    kind: str

    @property
    def allowance(self) -> tuple[str, str] | None:
        """The key in `ALLOWED` that covers it; None if there is none."""
        return next((key for key in ALLOWED if key[1] == self.kind and fnmatch(self.path, key[0])), None)


def findings(paths: Iterable[Path]) -> Iterator[Finding]:
    """Yield what looks like a secret in files; paths in the repository are relative to its root."""
    configuration, others = [], []
    for path in paths:
        (configuration if path.suffix in CONFIGURATION else others).append(path)
    for kinds, chosen in (((*KINDS, *WORDS), configuration), (KINDS, others)):
        with transient_settings({"plugins_used": [*({"name": each} for each in kinds), OWN]}):
            for path in chosen:
                if path in configuration or _may_have_secret(path):
                    yield from _findings_in(path)


def _may_have_secret(path: Path) -> bool:
    """Return whether a pattern fits the whole text: detect-secrets takes a minute for all lines of the repository."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(pattern.search(text) for plugin in get_plugins() for pattern in plugin.denylist)


def _findings_in(path: Path) -> Iterator[Finding]:
    name = (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()
    for found in scan_file(str(path)):
        yield Finding(name, found.line_number, found.type)


def repository_files() -> list[Path]:
    """Return the files that git knows or would add, without links."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    paths = (ROOT / each for each in listed.stdout.split("\0") if each)
    return [each for each in paths if each.is_file() and not each.is_symlink()]


def main(*names: str) -> int:
    """Print what is not allowed; return the exit status."""
    found = list(findings([Path(each).resolve() for each in names] or repository_files()))
    secrets = [each for each in found if each.allowance is None]
    for each in secrets:
        sys.stderr.write(f"{each.path}:{each.line}: {each.kind}\n")
    unused = [] if names else [key for key in ALLOWED if key not in {each.allowance for each in found}]
    for path, kind in unused:
        sys.stderr.write(f"{path}: has no {kind} any more; remove it from ALLOWED\n")
    if secrets:
        sys.stderr.write("Revoke and remove real secrets; .ci/scan_secrets.py says how others are allowed.\n")
    return 1 if secrets or unused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
