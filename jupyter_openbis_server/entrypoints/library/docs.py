"""`docs/python-api.md`, generated from docstrings: `python -m jupyter_openbis_server.entrypoints.library.docs`."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from enum import Enum
from typing import Any

import jupyter_openbis_server as package
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.library.progress import VARIABLE

_HEAD = f"""\
# Python API

Made from the docstrings by `make docs`; do not edit. [batch.md](batch.md) shows how to use it.

    from jupyter_openbis_server import connect, DataSet, Object, OpenbisError

    lab = connect()
    ds = lab.data_set("20230315101500001-1001")
    ds.name, ds.type, ds.properties["STAIN"], ds.owner, ds.parents
    ds.files("**/*.csv"); ds.open("original/a.csv"); ds.download("data")
    lab.search(DataSet, where={{"STAIN": "GFP"}}).to_frame(owner=True)

These names are public; all others may change. They are imported from `jupyter_openbis_server`, and have type
annotations (`py.typed`). An *object* of openBIS is called sample in its API, a *collection* experiment. Times have a
time zone, sizes are bytes. All methods raise `OpenbisError`, whose text says what to do, and are safe for use from
several threads.

Transfers show a bar in notebooks and terminals. `progress=False` turns it off, `{VARIABLE}=0` in the environment turns
all off; a function receives a `ProgressReport` instead.
"""

_SECTIONS = ("Args", "Returns", "Raises", "Attributes", "Yields")
_FIRST = ("connect", "Connection", "DataSet", "Object", "Collection", "Project", "Space", "DataFile", "Spreadsheet")
_ITEM = re.compile(r"(?P<names>[\w, ]+): (?P<text>.*)", re.DOTALL)
_INHERITED_FROM = "jupyter_openbis_server."


def document() -> str:
    """Return the text of `docs/python-api.md`."""
    return "\n".join((_HEAD, *_sections())).rstrip() + "\n"


def _sections() -> Iterator[str]:
    names = [name for name in package.__all__ if name != "__version__"]
    values = {name: getattr(package, name) for name in names}
    errors = {name: each for name, each in values.items() if isinstance(each, type) and issubclass(each, OpenbisError)}
    rest = sorted((name for name in names if name not in errors and name not in _FIRST), key=str.lower)
    for name in (*_FIRST, *rest):
        yield from (
            _function(name, values[name], "##") if inspect.isfunction(values[name]) else _class(name, values[name])
        )
    yield "## Errors\n\n| error | `code` | |\n| --- | --- | --- |"
    for name, error in sorted(errors.items()):
        yield f"| `{name}` | `{error.code}` | {_first_line(error)} |"


def _class(name: str, kind: type) -> Iterator[str]:
    yield f"## {name}\n"
    yield from _docstring(kind)
    if issubclass(kind, Enum):
        yield from (f"- `{name}.{each.name}`" for each in kind)
        yield ""
        return
    for member, value in _members(kind):
        title = f"{name}.{member}"
        if isinstance(value, property):
            yield f"### {title}\n"
            returns = inspect.signature(value.fget).return_annotation if value.fget else "Any"
            yield f"`{str(returns).replace(chr(39), '')}`\n"
            yield from _docstring(value)
        else:
            yield from _function(title, value, "###")


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties, those of the class itself first; each name once.

    Class methods are left out: they create values for this program itself.
    """
    seen = set()
    for base in kind.__mro__:
        if not base.__module__.startswith(_INHERITED_FROM):
            continue
        for name, value in vars(base).items():
            is_shown = (inspect.isfunction(value) or isinstance(value, property)) and inspect.getdoc(value)
            if name.startswith("_") or name in seen or not is_shown:
                continue
            seen.add(name)
            yield name, value


def _function(title: str, function: Any, level: str) -> Iterator[str]:  # noqa: ANN401
    yield f"{level} {title}\n"
    yield f"```py\n{_signature(title.rpartition('.')[2], function)}\n```\n"
    yield from _docstring(function)


def _signature(name: str, function: Any) -> str:  # noqa: ANN401
    signature = inspect.signature(function)
    own = [each for each in signature.parameters.values() if each.name not in ("self", "cls")]
    parameters = [each.replace(default=...) if inspect.isfunction(each.default) else each for each in own]
    shown = str(signature.replace(parameters=parameters)).replace("'", "")
    flat = f"{name}{shown}"
    if len(flat) <= 100 or not parameters:  # noqa: PLR2004 - the width of a page
        return flat
    lines, is_keyword = [], False
    for each in parameters:
        if each.kind is inspect.Parameter.KEYWORD_ONLY and not is_keyword:
            is_keyword = True
            lines.append("    *,")
        lines.append(f"    {str(each).replace(chr(39), '')},")
    returns = signature.return_annotation
    end = "" if returns is inspect.Signature.empty else f" -> {str(returns).replace(chr(39), '')}"
    return "\n".join((f"{name}(", *lines, f"){end}"))


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").partition("\n")[0]


def _docstring(value: object) -> Iterator[str]:
    """Yield the paragraphs of a docstring; its sections become lists."""
    for block in re.split(r"\n\n(?=\S)", inspect.getdoc(value) or ""):
        head, _, body = block.partition("\n")
        if head.rstrip(":") in _SECTIONS and head.endswith(":"):
            yield f"{head.rstrip(':')}:\n"
            yield from _items(textwrap.dedent(body))
            yield ""
        elif head.startswith(">>>"):
            yield f"```pycon\n{block}\n```\n"
        else:
            yield f"{block}\n"


def _items(body: str) -> Iterator[str]:
    for item in re.split(r"\n(?=\S)", body):
        text = re.sub(r"\s+", " ", item)
        found = _ITEM.fullmatch(text)
        yield f"- `{found['names']}`: {found['text']}" if found else f"- {text}"


if __name__ == "__main__":
    sys.stdout.write(document())
