"""Scripts for kernels. `domain/notebooks/environments/kernel_response.py` parses their output."""

from __future__ import annotations

from importlib.resources import files

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import Language

_QUESTIONS = {Language.PYTHON: "ask_python.py", Language.R: "ask_r.R"}


def language_of(name: str) -> Language | None:
    """Return the language of a kernel spec, None if it is not supported."""
    return next((each for each in Language if each.value.lower() == name.lower()), None)


def question_in(language: Language) -> str:
    """Return the script for a language."""
    return (files(__package__) / _QUESTIONS[language]).read_text(encoding="utf-8")
