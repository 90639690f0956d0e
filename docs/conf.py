"""Configuration of the documentation site: `make site` builds it into build/site."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))

project = "jupyter-openbis-server"
author = "The jupyter-openbis-server developers"
copyright = author  # noqa: A001 - the name that Sphinx reads
release = re.findall(r'^version = "(.*)"$', (HERE.parent / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)[
    0
]
version = release

extensions = ["myst_parser", "site_pages", "site_links"]
exclude_patterns = ["_extensions"]
suppress_warnings = ["misc.highlighting_failure"]  # JSON with an ellipsis

# Headings have the anchors that GitHub and GitLab give them, so that links work in both.
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
nitpicky = True

html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path: list[str] = []
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "header_links_before_dropdown": 6,
    "footer_start": ["copyright"],
    "footer_end": [],
    "external_links": [{"name": "Repository", "url": "https://sissource.ethz.ch/sispub/jupyter-openbis-server"}],
}
pygments_style = "default"
linkcheck_timeout = 20
linkcheck_ignore = [r"https?://(127\.0\.0\.1|localhost)", r"https?://[\w.*-]*example\.(org|com)"]
