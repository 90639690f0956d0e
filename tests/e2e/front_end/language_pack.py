"""A language pack of JupyterLab without texts: JupyterLab loads catalogues of other packages only beside one."""

from __future__ import annotations

from pathlib import Path

LANGUAGE = "de_DE"


def make_language_pack(folder: Path, language: str) -> None:
    """Install a language pack into a folder of Python packages."""
    name = f"jupyterlab_language_pack_{language}"
    package, metadata = folder / name, folder / f"{name}-1.0.dist-info"
    for each in (package / "locale" / language / "LC_MESSAGES", metadata):
        each.mkdir(parents=True)
    (package / "__init__.py").touch()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[jupyterlab.languagepack]\n{language} = {name}\n")
