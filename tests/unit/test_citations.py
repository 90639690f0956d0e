"""Sections of the protocol references that code and documents cite exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("jupyter_openbis_server", "tests", "benchmarks", "soak", "docs", "frontend/src")
SUFFIXES = {".py", ".md", ".ts", ".tsx"}
DOCUMENTS = ("openbis-protocol", "openbis-afs")
NUMBER = r"\d+(?:\.\d+)?"
CITATION = re.compile(rf"\b({'|'.join(DOCUMENTS)})(?:\.md,)?\s+({NUMBER}(?:(?:,| and| to)\s+{NUMBER})*)")
HEADING = re.compile(rf"^#+ ({NUMBER})\.? ", re.MULTILINE)


def sections(document: str) -> set[str]:
    return set(HEADING.findall((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")))


def citations() -> Iterator[tuple[str, str, str]]:
    """Yield file, document and section."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in SUFFIXES and file.is_file():
                for found in CITATION.finditer(file.read_text(encoding="utf-8")):
                    for number in re.findall(NUMBER, found[2]):
                        yield file.relative_to(ROOT).as_posix(), found[1], number


@pytest.mark.parametrize("document", DOCUMENTS)
def test_cited_sections_exist(document: str) -> None:
    known = sections(document)
    cited = [(file, number) for file, name, number in citations() if name == document]
    assert cited
    assert [(file, number) for file, number in cited if number not in known] == []


def test_all_forms_of_citations_are_parsed() -> None:
    text = "openbis-protocol 1.2 to 1.4; openbis-protocol.md, 3.2; openbis-protocol 3.2 and 3.4 (openbis-afs 1)"
    assert [found[2] for found in CITATION.finditer(text)] == ["1.2 to 1.4", "3.2", "3.2 and 3.4", "1"]
