"""The word list: literary words that code, documentation and message catalogues avoid.

The rules are in CONTRIBUTING.md ("Rules for language").

    python .ci/words.py             # check; exit status 1 if a count differs from the baseline
    python .ci/words.py --update    # lower the baseline to the current counts; never raises one
    python .ci/words.py --list told # show each use of a word

`words-baseline.json` records the uses that were there when the list was introduced, per word and folder. Counts may
only go down. If the baseline file does not exist, `--update` creates it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BASELINE = Path(__file__).with_name("words-baseline.json")

WORDS = {
    "told": ("told|tells?|telling", "report, notify, return, state, distinguish"),
    "stands": (r"stands?(?![ _-](?:for|in|up|alone)\b)", "is; delete it"),
    "lies": (r"lies?|lay(?![ _]out)", "is"),
    "whoever": ("whoever|whatever|wherever", "anyone who, any, where"),
    "of which": ("of which", "whose, that; two sentences"),
    "nobody": ("nobody|somebody|everybody", "no client, another process, all users"),
    "so many": ("so many", "too many, many"),
    "in vain": ("in vain", "without success, failed"),
    "anew": ("anew|in earnest|at hand|for ever", "again, in production, available, without limit"),
    "mend": ("mend(?:s|ed|ing)?", "fix, work around"),
    "fares": ("fares?|befalls?", "state, status; affect"),
    "unasked": ("unasked", "automatically"),
    "mischief": ("mischief|leftovers?|crews?|goodbyes?", "faults, stale files, executor, shutdown"),
    "thing": ("things?", "entity, item, value; the exact noun"),
    "gone": ("gone", "missing, deleted, ended"),
    "ours": ("ours", "own, of this package"),
    "elsewhere": ("elsewhere", "in another folder, outside"),
    "patience": ("patien(?:ce|tly)", "timeout"),
    "a look": ("(?:has|have|had|takes?|get|gets|taking) a look|looked at closely", "read, inspect"),
    "_MOST_": ("(?-i:_?MOST|_?LONGEST|_?FEWEST|_?SHORTEST)(?=_)", "MAX_, MIN_"),
}
"""Name of an entry: a pattern, and what to write instead. Patterns match whole words, also within names: `is_told`,
`isTold`.
"""

ALLOWED = {
    (".ci/words.py", None): "the list itself",
    ("CONTRIBUTING.md", None): "names the rules",
    ("frontend/src/testing/serverErrors.json", None): "generated from the server's messages, which are checked",
    ("jupyter_openbis_server/entrypoints/fsspec/written_file.py", "tell"): "a method of Python's files",
    ("jupyter_openbis_server/entrypoints/library/entities/reading.py", "tell"): "a method of Python's files",
    ("jupyter_openbis_server/entrypoints/jupyter/extension.py", "patience"): "the deprecated name of a setting",
    ("tests/unit/entrypoints/jupyter/test_extension.py", "patience"): "the deprecated name of a setting",
    ("tests/unit/test_words.py", None): "tests the list",
    ("tests/real_parts.py", "nobody"): "the Unix user `nobody`",
}
"""Files, or words in files, that are not checked, with the reason."""

PREFIXES = (
    "jupyter_openbis_server/adapters/openbis",
    "jupyter_openbis_server/adapters/filesystem/connections",
    "jupyter_openbis_server/adapters",
    "jupyter_openbis_server/domain",
    "jupyter_openbis_server/entrypoints",
    "jupyter_openbis_server/fake_openbis",
    "jupyter_openbis_server/testing",
    "jupyter_openbis_server",
    "frontend",
    "docs",
    "benchmarks",
    "examples",
    "soak",
    "tests",
    "",
)
"""Folders with a count of their own; the first that fits counts."""

_SUFFIXES = {".css", ".json", ".md", ".py", ".R", ".sh", ".toml", ".ts", ".tsx", ".yml", ".yaml"}
_SKIPPED = ("package-lock.json", BASELINE.name)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TEST_NAME = re.compile(r"`[Tt]est\w*`")
"""In documentation: a test that is named there is counted where it is defined."""
_GROUPS = {f"word{number}": word for number, word in enumerate(WORDS)}
_PATTERN = re.compile(
    rf"(?<![a-z])(?:{'|'.join(f'(?P<{group}>{WORDS[word][0]})' for group, word in _GROUPS.items())})(?![a-z])",
    re.IGNORECASE,
)

Counts = dict[str, dict[str, int]]
"""Per word, per folder: the number of uses. Zeros are left out."""


@dataclass(frozen=True)
class Use:
    """A use of a word of the list."""

    path: str
    line: int
    word: str
    found: str

    @property
    def prefix(self) -> str:
        """The folder that the use is counted for; "." for the root."""
        return next(each for each in PREFIXES if not each or self.path.startswith(f"{each}/")) or "."


def uses_in(path: str, text: str) -> Iterator[Use]:
    """Yield each use of a word of the list in a text that is stored at `path`, relative to the root."""
    if (path, None) in ALLOWED:
        return
    spaced = _CAMEL.sub(" ", _TEST_NAME.sub("", text) if path.endswith(".md") else text)
    for match in _PATTERN.finditer(spaced):
        if (path, match[0].lower()) not in ALLOWED:
            line = spaced.count("\n", 0, match.start()) + 1
            yield Use(path, line, _GROUPS[match.lastgroup or ""], match[0])


def count(uses: Iterable[Use]) -> Counts:
    """Return the number of uses per word and folder."""
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for use in uses:
        counts[use.word][use.prefix] += 1
    return {word: dict(sorted(folders.items())) for word, folders in sorted(counts.items())}


def problems(counts: Counts, baseline: Counts, uses: Iterable[Use]) -> Iterator[str]:
    """Yield a message for each count that differs from the baseline, followed by the uses if it is higher."""
    pairs = {(word, folder) for each in (counts, baseline) for word, folders in each.items() for folder in folders}
    uses = list(uses)
    for word, folder in sorted(pairs):
        now, before = counts.get(word, {}).get(folder, 0), baseline.get(word, {}).get(folder, 0)
        if now > before:
            better = WORDS[word][1] if word in WORDS else ""
            yield f"{folder}: {now} uses of '{word}' instead of at most {before}; better: {better}"
            yield from (
                f"  {use.path}:{use.line}: {use.found}" for use in uses if (use.word, use.prefix) == (word, folder)
            )
        elif now < before:
            yield f"{folder}: {now} uses of '{word}', the baseline says {before}: run python .ci/words.py --update"


def lowered(counts: Counts, baseline: Counts) -> Counts:
    """Return the baseline with each count lowered to the current one."""
    both = {
        word: {folder: min(before, counts.get(word, {}).get(folder, 0)) for folder, before in folders.items()}
        for word, folders in baseline.items()
    }
    kept = {word: {folder: number for folder, number in folders.items() if number} for word, folders in both.items()}
    return {word: folders for word, folders in kept.items() if folders}


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="lower the baseline to the current counts")
    parser.add_argument("--list", metavar="WORD", help="show each use of a word, or of all words with 'all'")
    options = parser.parse_args()
    uses = list(_uses())
    if options.list:
        shown = (use for use in uses if options.list in ("all", use.found.lower()))
        sys.stdout.writelines(f"{use.path}:{use.line}: {use.found}\n" for use in shown)
        return 0
    counts = count(uses)
    baseline: Counts = json.loads(BASELINE.read_text()) if BASELINE.exists() else counts
    if options.update:
        baseline = lowered(counts, baseline)
        BASELINE.write_text(json.dumps(baseline, indent=2, sort_keys=True) + "\n")
    found = list(problems(counts, baseline, uses))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def _uses() -> Iterator[Use]:
    """Yield the uses in all files that git tracks. Of a catalogue only the English keys are read."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607
    for path in listed.split("\0"):
        file = ROOT / path
        if (file.suffix not in _SUFFIXES and file.name != "Makefile") or file.name in _SKIPPED or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        yield from uses_in(path, "\n".join(json.loads(text)) if "/LC_MESSAGES/" in path else text)


if __name__ == "__main__":
    sys.exit(main())
