"""The check of links and pictures in the built site."""

from pathlib import Path

from tests.unit.site.extensions import extension

site_links = extension("site_links")


def test_missing_pages_anchors_and_pictures_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "users"
    folder.mkdir()
    (tmp_path / "index.html").write_text('<h1 id="here">x</h1><a href="#here">a</a><a href="https://example.org">b</a>')
    (folder / "index.html").write_text(
        '<a href="../index.html#here">a</a><a href="../index.html#there">b</a><a href="none.html">c</a>'
        '<a href="../users/">d</a><img src="../none.png"><a href="#">e</a>'
    )
    assert list(site_links.broken_links(tmp_path)) == [
        ("users/index.html", "../index.html#there"),
        ("users/index.html", "../none.png"),
        ("users/index.html", "none.html"),
    ]
