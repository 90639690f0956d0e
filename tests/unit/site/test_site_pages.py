"""Pages of the site that show files of the repository, and links between the site and the repository."""

import pytest

from tests.unit.site.extensions import ROOT, extension

DOCS = ROOT / "docs"
site_pages = extension("site_pages")


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("docs/cli.md", "users/tasks.md", "../cli.md"),
        ("CHANGELOG.md", "upgrading.md", "users/changelog.md"),
        ("CONTRIBUTING.md", "developers/index.md", "contributing.md"),
        ("docs/decisions", "architecture.md", "decisions/index.md"),
        ("docs/decisions/0002-extension-app", "front-end.md", "decisions/0002-extension-app.md"),
        ("LICENSE", "index.md", f"{site_pages.REPOSITORY}/blob/master/LICENSE"),
        ("examples/mirror_space.py", "batch.md", f"{site_pages.REPOSITORY}/blob/master/examples/mirror_space.py"),
        ("jupyter_openbis_server", "batch.md", f"{site_pages.REPOSITORY}/tree/master/jupyter_openbis_server"),
    ],
)
def test_links_lead_to_the_page_of_a_file_or_to_the_repository(target: str, page: str, link: str) -> None:
    assert site_pages.site_target(ROOT / target, DOCS / page) == link


def test_a_page_with_the_comment_shows_the_file_with_its_links_changed() -> None:
    page = DOCS / "operators" / "report-a-vulnerability.md"
    text = site_pages.page_source(page, page.read_text())
    assert text.startswith("# Reporting vulnerabilities\n\n## Report a vulnerability\n")
    assert "](../security.md)" in text


def test_anchors_are_kept_and_code_and_other_addresses_are_not_changed() -> None:
    text = "[a](cli.md#json) `[b](cli.md)` [c](https://example.org/cli.md) [d](#here)\n\n```\n[e](cli.md)\n```\n"
    changed = site_pages.with_site_links(text, DOCS / "index.md", DOCS / "users" / "index.md")
    assert changed == text.replace("[a](cli.md#json)", "[a](../cli.md#json)")
